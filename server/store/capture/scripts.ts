import { sql } from 'kysely';
import { batches } from '../batches.ts';
import type { Crawl } from '../crawls.ts';
import type { Db } from '../store.ts';
import { open } from '../tables.ts';
import type { IdentityResult } from '../../identity/index.ts';

/** Writes what identity decided; answers the id of every assignment, those of new scripts included. */
export async function storeScripts(
  db: Db,
  crawl: Crawl,
  number: number,
  result: IdentityResult,
  at: number,
): Promise<number[]> {
  const ids: number[] = [];
  for (const piece of batches(result.created, 12)) {
    const rows = await db
      .insertInto('scripts')
      .values(
        piece.map(({ key, slot, template, label }) => ({
          site_id: crawl.siteId,
          key,
          slot,
          template,
          label,
          first_number: number,
          first_crawl_id: crawl.id,
          first_seen_at: at,
          last_crawl_id: crawl.id,
          last_seen_at: at,
        })),
      )
      .returning(['id', 'key'])
      .execute();
    const byKey = new Map(rows.map((row) => [row.key, row.id]));
    ids.push(...piece.map((script) => byKey.get(script.key)!));
  }
  for (const { id, key, template } of result.moved) {
    await db.updateTable('scripts').set({ key, template, label: template }).where('id', '=', id).execute();
  }
  for (const pattern of result.learned) {
    await db
      .insertInto('url_patterns')
      .values({ site_id: crawl.siteId, pattern, learned_at: at })
      .onConflict((on) => on.columns(['site_id', 'pattern']).doNothing())
      .execute();
  }
  return result.assigned.map((script) => (script < 0 ? ids[-script - 1]! : script));
}

/**
 * Marks every script and version that the reached pages of this crawl show as seen now, and writes the addresses that
 * changed. `addresses` holds those of all scripts seen that have one. Call after the spans.
 */
export async function markSeen(
  db: Db,
  crawl: Crawl,
  at: number,
  addresses: ReadonlyMap<number, string>,
): Promise<void> {
  const shown = sql`sightings.to_visit = ${open} and sightings.page_id in
    (select page_id from visits where crawl_id = ${crawl.id} and ordinal is not null)`;
  await markMoved(db, crawl, at, addresses);
  // Those that `markMoved` marked are left out: on PostgreSQL every update of a row is a new row.
  await sql`update scripts set crawls = crawls + 1, last_crawl_id = ${crawl.id}, last_seen_at = ${at}
    where id in (select script_id from sightings where ${shown})
      and (crawls = 0 or last_crawl_id <> ${crawl.id})`.execute(db);
  await sql`insert into script_versions
      (script_id, version_id, crawls, first_crawl_id, first_seen_at, last_crawl_id, last_seen_at)
    select distinct script_id, version_id, 1, cast(${crawl.id} as bigint), cast(${at} as bigint),
      cast(${crawl.id} as bigint), cast(${at} as bigint)
    from sightings where ${shown}
    on conflict (script_id, version_id) do update set crawls = script_versions.crawls + 1,
      last_crawl_id = excluded.last_crawl_id, last_seen_at = excluded.last_seen_at`.execute(db);
}

/** Marks as seen what is at another address than before, the address with it: with cache-breaking URLs that is most. */
async function markMoved(
  db: Db,
  crawl: Crawl,
  at: number,
  addresses: ReadonlyMap<number, string>,
): Promise<void> {
  const rows = await db
    .selectFrom('scripts')
    .select(['id', 'url'])
    .where('site_id', '=', crawl.siteId)
    .execute();
  const known = new Map(rows.map((row) => [row.id, row.url]));
  const changed = [...addresses].filter(([id, url]) => known.get(id) !== url);
  for (const piece of batches(changed, 3)) {
    const values = piece.map(
      ([id, url]) =>
        sql`(cast(${id} as bigint), cast(${url} as text), cast(${URL.parse(url)?.hostname ?? null} as text))`,
    );
    await sql`update scripts set url = column2, host = column3, crawls = crawls + 1, last_crawl_id = ${crawl.id},
      last_seen_at = ${at}
      from (values ${sql.join(values)}) as seen where scripts.id = seen.column1`.execute(db);
  }
}
