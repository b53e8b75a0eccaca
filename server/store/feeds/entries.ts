import { setImmediate as nextTurn } from 'node:timers/promises';
import { notFound, type Db, type Store } from '../store.ts';
import type { FeedEntryKind } from '../tables/feeds.ts';
import type { Skipped } from './feeds.ts';

export interface FeedEntry {
  kind: FeedEntryKind;
  value: string;
  line: number;
}

const deletedAtOnce = 5000;

/**
 * Begins a new generation of a list's entries, beside the one that counts. What an earlier attempt left goes first.
 * @throws ScriptwardenError SW_STORE_NOT_FOUND.
 */
export async function beginGeneration(db: Db, feedId: number): Promise<number> {
  const row = await db.selectFrom('feeds').select('generation').where('id', '=', feedId).executeTakeFirst();
  if (!row) throw notFound('feed', feedId);
  await dropGenerations(db, feedId, row.generation);
  return row.generation + 1;
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

/** From now on this generation counts; the one before goes, a piece at a time so that nobody waits long. */
export async function finishGeneration(
  store: Store,
  feedId: number,
  generation: number,
  facts: { sha256: string; skipped: readonly Skipped[]; at: number },
): Promise<number> {
  const { db } = store;
  const { entries } = await db
    .selectFrom('feed_entries')
    .select((select) => select.fn.countAll<number>().as('entries'))
    .where('feed_id', '=', feedId)
    .where('generation', '=', generation)
    .executeTakeFirstOrThrow();
  await db
    .updateTable('feeds')
    .set({
      generation,
      entries,
      skipped: JSON.stringify(facts.skipped),
      sha256: facts.sha256,
      updated_at: facts.at,
    })
    .where('id', '=', feedId)
    .execute();
  await dropGenerations(db, feedId, generation);
  return entries;
}

/** Removes the entries of a list in every generation but one. */
export async function dropGenerations(db: Db, feedId: number, kept: number): Promise<void> {
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

/** Takes a list away with all its entries. */
export async function removeFeed(db: Db, feedId: number): Promise<void> {
  await dropGenerations(db, feedId, -1);
  await db.deleteFrom('feeds').where('id', '=', feedId).execute();
}
