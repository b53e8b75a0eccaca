import { sql } from 'kysely';
import { refreshScripts } from './capture/summaries.ts';
import type { Db, Store } from './store.ts';
import { open } from './tables.ts';

/** A page that so many crawls in a row did not reach, while they reached others, … */
const goneAfterCrawls = 10;
/** … and that nobody reached for so long, is gone, and what only it showed with it. */
const goneAfterMs = 30 * 86_400_000;

/** A page is gone when the last crawl that reached it came before this number and ended before this time. */
export interface GoneLimit {
  number: number;
  at: number;
}

/** Where the limit lies after the crawl of a site with this number; null while too few crawls reached anything. */
export async function goneLimit(db: Db, siteId: number, number: number): Promise<GoneLimit | null> {
  const latest = await db
    .selectFrom('crawls')
    .select([sql<number>`number`.as('number'), sql<number>`finished_at`.as('finishedAt')])
    .where('site_id', '=', siteId)
    .where('number', '<=', number)
    // A site that is down for a month is not gone.
    .where('pages', '>', 0)
    .orderBy('number', 'desc')
    .limit(goneAfterCrawls)
    .execute();
  const first = latest.at(-1);
  if (!first || latest.length < goneAfterCrawls) return null;
  return { number: first.number, at: latest[0]!.finishedAt - goneAfterMs };
}

/** Pages of a site that are gone by now, with how often they were reached. */
async function gonePages(db: Db, siteId: number): Promise<{ id: number }[]> {
  const limit = await goneLimit(db, siteId, Number.MAX_SAFE_INTEGER);
  if (!limit) return [];
  return db
    .selectFrom('pages')
    .innerJoin('crawls', 'crawls.id', 'pages.last_crawl_id')
    .select('pages.id')
    .where('pages.site_id', '=', siteId)
    .where('number', '<', limit.number)
    .where('last_reached_at', '<', limit.at)
    .execute();
}

/**
 * Ends what gone pages of a site showed, so that the lists do not call it present; comparisons leave those pages out
 * already. Answers how many scripts that concerns. A page that is reached again begins anew.
 */
export async function closeGonePages(store: Store, siteId: number): Promise<number> {
  return store.transaction(async (db) => {
    // The same lock that storing a crawl takes: it may reach one of the pages at this moment.
    await db
      .selectFrom('sites')
      .select('id')
      .where('id', '=', siteId)
      .$if(store.kind === 'postgres', (query) => query.forUpdate())
      .execute();
    const scripts = new Set<number>();
    for (const { id } of await gonePages(db, siteId)) {
      const { rows } = await sql<{ script_id: number }>`update sightings
        set to_visit = (select reached from pages where pages.id = ${id})
        where page_id = ${id} and to_visit = ${open} returning script_id`.execute(db);
      await sql`update observations set to_visit = (select reached from pages where pages.id = ${id})
        where page_id = ${id} and to_visit = ${open}`.execute(db);
      for (const row of rows) scripts.add(row.script_id);
    }
    await refreshScripts(db, [...scripts]);
    return scripts.size;
  });
}

/**
 * Removes gone pages that no crawl after the cutoff (milliseconds since 1970) reached, with all they ever showed, and
 * pages of which no visit is left. In the transaction of the retention run.
 */
export async function dropGonePages(db: Db, siteId: number, cutoff: number): Promise<void> {
  for (const { id } of await gonePages(db, siteId)) {
    await db.deleteFrom('pages').where('id', '=', id).where('last_reached_at', '<', cutoff).execute();
  }
  await sql`delete from pages where site_id = ${siteId} and reached = 0
    and not exists (select 1 from visits where visits.page_id = pages.id)`.execute(db);
}
