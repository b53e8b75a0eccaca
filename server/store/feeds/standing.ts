import { sql } from 'kysely';
import { inBatches } from '../batches.ts';
import type { Db } from '../store.ts';
import { open } from '../tables.ts';

/** Dedupe keys of the feed matches of a site that were told, those that last and those that ended. */
export async function toldFeedMatches(
  db: Db,
  siteId: number,
): Promise<{ lasting: Set<string>; all: Set<string> }> {
  const rows = await db
    .selectFrom('changes')
    .select(['dedupe_key', 'ended_crawl_id'])
    .where('site_id', '=', siteId)
    .where('kind', '=', 'feed-match')
    .execute();
  const lasting = rows.filter((row) => row.ended_crawl_id === null).map((row) => row.dedupe_key);
  return { lasting: new Set(lasting), all: new Set(rows.map((row) => row.dedupe_key)) };
}

/** Hosts that pages of a site contacted once and, as last reached, no longer do. */
export async function pastHosts(db: Db, siteId: number): Promise<string[]> {
  const contents = async (isPresent: boolean): Promise<Set<string>> => {
    const rows = await db
      .selectFrom('observations')
      .innerJoin('pages', 'pages.id', 'observations.page_id')
      .innerJoin('contents', 'contents.id', 'observations.content_id')
      .select('contents.value')
      .distinct()
      .where('pages.site_id', '=', siteId)
      .where('observations.kind', '=', 'connection')
      .where('to_visit', isPresent ? '=' : '<', open)
      .execute();
    const values = rows.map((row) => JSON.parse(row.value) as { host: string; blocked?: string });
    return new Set(values.filter((value) => value.blocked === undefined).map((value) => value.host));
  };
  const past = await contents(false);
  if (past.size === 0) return [];
  const present = await contents(true);
  return [...past].filter((host) => !present.has(host)).sort();
}

/** A script with the hashes of all versions that it ever had. */
export interface KnownScript {
  id: number;
  label: string;
  url: string | null;
  host: string | null;
  hashes: string[];
}

/** Every script of a site that history still holds. */
export async function knownScripts(db: Db, siteId: number): Promise<KnownScript[]> {
  const scripts = await db
    .selectFrom('scripts')
    .select(['id', 'label', 'url', 'host'])
    .where('site_id', '=', siteId)
    .orderBy('id')
    .execute();
  const versions = await inBatches(
    scripts.map(({ id }) => id),
    (piece) =>
      db
        .selectFrom('script_versions')
        .innerJoin('versions', 'versions.id', 'script_versions.version_id')
        .select(['script_id', sql<string>`versions.sha256`.as('sha256')])
        .where('script_id', 'in', piece)
        .execute(),
  );
  const byScript = Map.groupBy(versions, (row) => row.script_id);
  return scripts.map((script) => ({
    ...script,
    hashes: (byScript.get(script.id) ?? []).map((row) => row.sha256),
  }));
}
