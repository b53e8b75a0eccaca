import { setImmediate as nextTurn } from 'node:timers/promises';
import { conflict, type Db, type Store } from '../store.ts';
import type { FeedEntryKind } from '../tables/feeds.ts';
import type { Skipped } from './feeds.ts';

export interface FeedEntry {
  kind: FeedEntryKind;
  value: string;
  line: number;
}

const deletedAtOnce = 1000;

/**
 * The number of a new generation of a list's entries, beside the one that counts. Nobody else has it: two who bring the
 * same list at once do not mix.
 */
export function newGeneration(): number {
  return Date.now() * 1000 + Math.floor(Math.random() * 1000);
}

/** Adds entries to a generation and answers how many are new; of one that stands there twice, the first counts. */
export async function addEntries(
  db: Db,
  feedId: number,
  generation: number,
  entries: readonly FeedEntry[],
): Promise<number> {
  if (entries.length === 0) return 0;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('feed_entries')
    .values(entries.map(({ kind, value, line }) => ({ feed_id: feedId, generation, kind, value, line })))
    .onConflict((on) => on.columns(['feed_id', 'generation', 'kind', 'value']).doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows ?? 0);
}

/**
 * From now on this generation counts, if the one that counted when its import began still does; the others go, a piece at
 * a time so that nobody waits long.
 * @throws ScriptwardenError SW_STORE_CONFLICT when somebody else brought another list meanwhile.
 */
export async function finishGeneration(
  { db }: Store,
  feed: { id: number; generation: number },
  generation: number,
  facts: { entries: number; sha256: string; skipped: readonly Skipped[]; at: number },
): Promise<void> {
  const row = await db
    .updateTable('feeds')
    .set({
      generation,
      entries: facts.entries,
      skipped: JSON.stringify(facts.skipped),
      sha256: facts.sha256,
      updated_at: facts.at,
    })
    .where('id', '=', feed.id)
    .where('generation', '=', feed.generation)
    .returning('id')
    .executeTakeFirst();
  if (!row)
    throw conflict(
      'The feed got another list meanwhile.',
      'Look at it, and bring the list again if need be.',
    );
  await dropGenerations(db, feed.id, generation);
}

/** Removes the entries of a list in every generation but one; each is found by the index, none by looking through those kept. */
async function dropGenerations(db: Db, feedId: number, kept: number): Promise<void> {
  for (const side of ['<', '>'] as const) {
    for (;;) {
      const other = await db
        .selectFrom('feed_entries')
        .select('generation')
        .where('feed_id', '=', feedId)
        .where('generation', side, kept)
        .limit(1)
        .executeTakeFirst();
      if (!other) break;
      await dropGeneration(db, feedId, other.generation);
    }
  }
}

/** Removes the entries of one generation, a piece at a time. */
export async function dropGeneration(db: Db, feedId: number, generation: number): Promise<void> {
  for (;;) {
    const gone = await db
      .deleteFrom('feed_entries')
      .where('feed_id', '=', feedId)
      .where('generation', '=', generation)
      .where((where) =>
        where(
          where.refTuple('kind', 'value'),
          'in',
          where
            .selectFrom('feed_entries')
            .select(['kind', 'value'])
            .where('feed_id', '=', feedId)
            .where('generation', '=', generation)
            .limit(deletedAtOnce)
            .$asTuple('kind', 'value'),
        ),
      )
      .executeTakeFirst();
    if (Number(gone.numDeletedRows) < deletedAtOnce) return;
    await nextTurn();
  }
}

/** Takes a list away with all its entries. */
export async function removeFeed(db: Db, feedId: number): Promise<void> {
  await dropGenerations(db, feedId, -1);
  await db.deleteFrom('feeds').where('id', '=', feedId).execute();
}
