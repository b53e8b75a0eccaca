import { sql } from 'kysely';
import type { Db } from '../store.ts';

/** What became of reports: kept, or why not. Counted by day and site. */
export interface VisitorCount {
  /** Start of the day, UTC. */
  day: number;
  outcome: string;
  count: number;
}

const dayMs = 86_400_000;

/** Adds to the counts of the day. */
export async function addVisitorCounts(
  db: Db,
  siteId: number,
  counts: ReadonlyMap<string, number>,
  at: number,
): Promise<void> {
  const day = Math.floor(at / dayMs) * dayMs;
  const rows = [...counts]
    .filter(([, count]) => count > 0)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([outcome, count]) => ({ site_id: siteId, day, outcome, count }));
  if (rows.length === 0) return;
  await db
    .insertInto('visitor_counts')
    .values(rows)
    .onConflict((on) =>
      on
        .columns(['site_id', 'day', 'outcome'])
        .doUpdateSet({ count: sql<number>`visitor_counts.count + excluded.count` }),
    )
    .execute();
}

/** The counts of a site since a time, oldest day first. */
export async function readVisitorCounts(db: Db, siteId: number, since = 0): Promise<VisitorCount[]> {
  return db
    .selectFrom('visitor_counts')
    .select(['day', 'outcome', 'count'])
    .where('site_id', '=', siteId)
    .where('day', '>=', Math.floor(since / dayMs) * dayMs)
    .orderBy('day')
    .orderBy('outcome')
    .execute();
}
