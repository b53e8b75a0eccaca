import type { Category } from '../../../core/schema/index.ts';
import { batches, inBatches } from '../batches.ts';
import { refreshScripts, scriptsWithVersions } from '../capture/summaries.ts';
import type { Db } from '../store.ts';

/** What lists make of a stored version or script. */
export interface Flag {
  verdict: 'suspicious' | 'malicious';
  category: Category;
}

/** What lists say of the scripts of a site, and of the versions they show. */
export interface SiteFlags {
  /** By hash. */
  versions: ReadonlyMap<string, Flag>;
  /** By script id. */
  scripts: ReadonlyMap<number, Flag>;
}

/**
 * Keeps what lists say of scripts and versions, of those that were asked about (`asked`) and no others, and brings the
 * summaries of the scripts up to date where it changed. In the caller's transaction.
 */
export async function saveFlags(
  db: Db,
  asked: { versions: readonly string[]; scripts: readonly number[] },
  flags: SiteFlags,
): Promise<void> {
  const versions = await saveVersionFlags(db, asked.versions, flags.versions);
  const scripts = await saveScriptFlags(db, asked.scripts, flags.scripts);
  const touched = [...(await scriptsWithVersions(db, versions)), ...scripts];
  if (touched.length > 0) await refreshScripts(db, touched);
}

/** Answers the ids of versions of which lists say something else than before. */
async function saveVersionFlags(
  db: Db,
  asked: readonly string[],
  flags: ReadonlyMap<string, Flag>,
): Promise<number[]> {
  const rows = await inBatches(asked, (piece) =>
    db
      .selectFrom('versions')
      .leftJoin('feed_versions', 'feed_versions.version_id', 'versions.id')
      .select(['versions.id', 'versions.sha256', 'feed_versions.verdict', 'feed_versions.category'])
      .where('versions.sha256', 'in', piece)
      .execute(),
  );
  const changed = rows.filter((row) => isOther(flags.get(row.sha256), row));
  for (const piece of batches(changed)) {
    const ids = piece.map((row) => row.id);
    await db.deleteFrom('feed_versions').where('version_id', 'in', ids).execute();
  }
  const told = changed.flatMap((row) => {
    const flag = flags.get(row.sha256);
    return flag ? [{ version_id: row.id, ...flag }] : [];
  });
  for (const piece of batches(told, 3)) await db.insertInto('feed_versions').values(piece).execute();
  return changed.map((row) => row.id);
}

async function saveScriptFlags(
  db: Db,
  asked: readonly number[],
  flags: ReadonlyMap<number, Flag>,
): Promise<number[]> {
  const rows = await inBatches(asked, (piece) =>
    db
      .selectFrom('scripts')
      .leftJoin('feed_scripts', 'feed_scripts.script_id', 'scripts.id')
      .select(['scripts.id', 'feed_scripts.verdict', 'feed_scripts.category'])
      .where('scripts.id', 'in', piece)
      .execute(),
  );
  const changed = rows.filter((row) => isOther(flags.get(row.id), row));
  for (const piece of batches(changed)) {
    const ids = piece.map((row) => row.id);
    await db.deleteFrom('feed_scripts').where('script_id', 'in', ids).execute();
  }
  const told = changed.flatMap((row) => {
    const flag = flags.get(row.id);
    return flag ? [{ script_id: row.id, ...flag }] : [];
  });
  for (const piece of batches(told, 3)) await db.insertInto('feed_scripts').values(piece).execute();
  return changed.map((row) => row.id);
}

function isOther(flag: Flag | undefined, row: { verdict: string | null; category: string | null }): boolean {
  return (flag?.verdict ?? null) !== row.verdict || (flag?.category ?? null) !== row.category;
}
