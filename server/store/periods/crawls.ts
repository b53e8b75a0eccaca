import { crawlOf, type Crawl } from '../crawls.ts';
import type { Db } from '../store.ts';
import type { Period } from './period.ts';

export type { Period } from './period.ts';

/**
 * The crawls of a period, oldest first: those that saw the site in it. A crawl counts when it finished, or when it was
 * queued as long as it has not.
 */
export async function crawlsOfPeriod(db: Db, siteId: number, { from, to }: Period): Promise<Crawl[]> {
  const rows = await db
    .selectFrom('crawls')
    .selectAll()
    .where('site_id', '=', siteId)
    .where((where) => where(where.fn.coalesce('finished_at', 'queued_at'), '>=', from))
    .where((where) => where(where.fn.coalesce('finished_at', 'queued_at'), '<', to))
    .orderBy('id')
    .execute();
  return rows.map(crawlOf);
}
