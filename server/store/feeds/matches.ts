import type { Category } from '../../../core/schema/index.ts';
import { inBatches } from '../batches.ts';
import type { Db } from '../store.ts';
import type { FeedEntryKind, FeedSeverity } from '../tables/feeds.ts';

/** An entry of a list that counts, found by what it matches. */
export interface FoundEntry {
  kind: FeedEntryKind;
  value: string;
  line: number;
  feedId: number;
  feed: string;
  severity: FeedSeverity;
  category: Category;
}

/** Entries of enabled lists with one of these values. */
export async function findEntries(
  db: Db,
  kind: FeedEntryKind,
  values: readonly string[],
): Promise<FoundEntry[]> {
  return inBatches([...new Set(values)], (piece) =>
    db
      .selectFrom('feed_entries')
      .innerJoin('feeds', (join) =>
        join
          .onRef('feeds.id', '=', 'feed_entries.feed_id')
          .onRef('feeds.generation', '=', 'feed_entries.generation'),
      )
      .select([
        'feed_entries.kind',
        'feed_entries.value',
        'feed_entries.line',
        'feeds.id as feedId',
        'feeds.name as feed',
        'feeds.severity',
        'feeds.category',
      ])
      .where('feeds.enabled', '=', 1)
      .where('feed_entries.kind', '=', kind)
      .where('feed_entries.value', 'in', piece)
      .orderBy('feeds.id')
      .execute(),
  );
}

/** Whether any list counts: without one, nothing needs to be asked. */
export async function hasFeeds(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('feeds')
    .select('id')
    .where('enabled', '=', 1)
    .where('generation', '>', 0)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
