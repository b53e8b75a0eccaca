import { sql } from 'kysely';
import type { Crawl } from '../crawls.ts';
import { batches, inBatches } from '../batches.ts';
import type { Db } from '../store.ts';
import type { PlannedPage } from './plan.ts';

/** A planned page with its row; `ordinal` is which time this crawl reaches it, null when it does not. */
export interface StoredPage extends PlannedPage {
  id: number;
  ordinal: number | null;
  /** Ids of the scripts of the last visit in document order. */
  scriptOrder: number[];
}

/** Finds the rows of the pages, making those that are new. */
export async function storePages(
  db: Db,
  siteId: number,
  planned: readonly PlannedPage[],
): Promise<StoredPage[]> {
  for (const piece of batches(planned, 7)) {
    await db
      .insertInto('pages')
      .values(
        piece.map(({ key, url, visits }) => ({
          site_id: siteId,
          key,
          url,
          journey: visits[0]?.step?.journey ?? null,
          step: visits[0]?.step?.index ?? null,
          visitor: visits[0]?.visitor ?? null,
          script_order: '[]',
        })),
      )
      .onConflict((on) => on.columns(['site_id', 'key']).doNothing())
      .execute();
  }
  const rows = await inBatches(planned, (piece) =>
    db
      .selectFrom('pages')
      .select(['id', 'key', 'reached', 'script_order'])
      .where('site_id', '=', siteId)
      .where(
        'key',
        'in',
        piece.map((page) => page.key),
      )
      .execute(),
  );
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return planned.map((page) => {
    const row = byKey.get(page.key)!;
    return {
      ...page,
      id: row.id,
      ordinal: page.isReached ? row.reached + 1 : null,
      scriptOrder: JSON.parse(row.script_order) as number[],
    };
  });
}

/** Writes what was asked for, reached or not. */
export async function storeVisits(db: Db, crawl: Crawl, pages: readonly StoredPage[]): Promise<void> {
  const rows = pages.flatMap((page) =>
    page.visits.map((visit) => ({
      crawl_id: crawl.id,
      page_id: page.id,
      ordinal: visit.outcome === 'ok' ? page.ordinal : null,
      outcome: visit.outcome,
      error: visit.error ? JSON.stringify(visit.error) : null,
      requested_url: visit.requestedUrl,
      url: visit.url,
      status: visit.status ?? null,
      title: visit.title ?? null,
      started_at: Date.parse(visit.startedAt),
      duration_ms: visit.durationMs,
    })),
  );
  for (const piece of batches(rows, 11)) await db.insertInto('visits').values(piece).execute();
}

/** Remembers on each reached page that this crawl was the last to reach it, and in which order its scripts stand. */
export async function advancePages(
  db: Db,
  crawl: Crawl,
  pages: readonly StoredPage[],
  orders: ReadonlyMap<number, readonly number[]>,
  at: number,
): Promise<void> {
  const reached = pages.filter((page) => page.ordinal !== null);
  for (const piece of batches(reached, 3)) {
    const values = piece.map(
      (page) =>
        sql`(cast(${page.id} as bigint), cast(${page.ordinal} as bigint), ${JSON.stringify(orders.get(page.id) ?? [])})`,
    );
    await sql`update pages set reached = column2, last_crawl_id = ${crawl.id}, last_reached_at = ${at},
      script_order = column3 from (values ${sql.join(values)}) as seen where pages.id = seen.column1`.execute(
      db,
    );
  }
}
