import { setImmediate as nextTurn } from 'node:timers/promises';
import { conflict, type Db, type Store } from '../store.ts';
import type { FeedEntryKind } from '../tables/feeds.ts';
import type { Skipped } from './feeds.ts';

export interface FeedEntry {
  kind: FeedEntryKind;
  value: string;
  line: number;
}

const deletedAtOnce = 5000;

/**
 * The number of a new generation of a list's entries, beside the one that counts. Nobody else has it: two who bring the
 * same list at once do not mix.
 */
export function newGeneration(): number {
  return Date.now() * 1000 + Math.floor(Math.random() * 1000);
}

/** Adds entries to a generation; of one that stands there twice, the first counts. */
export async function addEntries(
  db: Db,
  feedId: number,
  generation: number,
  entries: readonly FeedEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await db
    .insertInto('feed_entries')
    .values(entries.map(({ kind, value, line }) => ({ feed_id: feedId, generation, kind, value, line })))
    .onConflict((on) => on.columns(['feed_id', 'generation', 'kind', 'value']).doNothing())
    .execute();
}

/**
 * From now on this generation counts, if the one that counted when its import began still does; the others go, a piece at
 * a time so that nobody waits long. Answers how many entries there are.
 * @throws ScriptwardenError SW_STORE_CONFLICT when somebody else brought another list meanwhile.
 */
export async function finishGeneration(
  { db }: Store,
  feed: { id: number; generation: number },
  generation: number,
  facts: { sha256: string; skipped: readonly Skipped[]; at: number },
): Promise<number> {
  const { entries } = await db
    .selectFrom('feed_entries')
    .select((select) => select.fn.countAll<number>().as('entries'))
    .where('feed_id', '=', feed.id)
    .where('generation', '=', generation)
    .executeTakeFirstOrThrow();
  const row = await db
    .updateTable('feeds')
    .set({
      generation,
      entries,
      skipped: JSON.stringify(facts.skipped),
      sha256: facts.sha256,
      updated_at: facts.at,
    })
    .where('id', '=', feed.id)
    .where('generation', '=', feed.generation)
    .returning('id')
    .executeTakeFirst();
  if (!row) throw conflict('The feed got another list meanwhile.', 'Look at it, and bring the list again if need be.');
  await dropGenerations(db, feed.id, generation);
  return entries;
}

/** Removes the entries of a list in every generation but one. */
async function dropGenerations(db: Db, feedId: number, kept: number): Promise<void> {
  for (;;) {
    const gone = await db
      .deleteFrom('feed_entries')
      .where('feed_id', '=', feedId)
      .where((where) =>
        where(
          where.refTuple('generation', 'kind', 'value'),
          'in',
          where
            .selectFrom('feed_entries')
            .select(['generation', 'kind', 'value'])
            .where('feed_id', '=', feedId)
            .where('generation', '!=', kept)
            .limit(deletedAtOnce)
            .$asTuple('generation', 'kind', 'value'),
        ),
      )
      .executeTakeFirst();
    if (Number(gone.numDeletedRows) < deletedAtOnce) return;
    await nextTurn();
  }
}

/** Removes the entries of an import that failed. */
export async function dropGeneration(db: Db, feedId: number, generation: number): Promise<void> {
  await db.deleteFrom('feed_entries').where('feed_id', '=', feedId).where('generation', '=', generation).execute();
}

/** Takes a list away with all its entries. */
export async function removeFeed(db: Db, feedId: number): Promise<void> {
  await dropGenerations(db, feedId, -1);
  await db.deleteFrom('feeds').where('id', '=', feedId).execute();
}
