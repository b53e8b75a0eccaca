import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ScriptwardenError } from '../../core/errors/index.ts';
import {
  addEntries,
  dropGeneration,
  finishGeneration,
  newGeneration,
  type Feed,
  type FeedEntry,
  type Skipped,
  type Store,
} from '../store/index.ts';
import { parseFeed } from './parse/index.ts';

/** What a list may hold. */
export const feedLimits = { bytes: 256 * 2 ** 20, entries: 2_000_000 } as const;

/** Rows written at a time: others get their turn in between. */
const batchSize = 1000;

/**
 * Brings a list: its entries take the place of the old ones at once, when all of them are there. A list that breaks off,
 * grows too large or holds nothing that can match changes nothing.
 * @throws ScriptwardenError SW_FEED_INVALID, SW_STORE_CONFLICT; what the pieces throw.
 */
export async function importFeed(
  store: Store,
  feed: Feed,
  pieces: AsyncIterable<Uint8Array>,
  at: number,
): Promise<{ entries: number; skipped: Skipped[] }> {
  const { db } = store;
  const hash = createHash('sha256');
  const generation = newGeneration();
  const skipped = new Map<string, Skipped>();
  let batch: FeedEntry[] = [];
  let count = 0;
  let entries = 0;
  const write = async (): Promise<void> => {
    entries += await addEntries(db, feed.id, generation, batch);
    batch = [];
    await nextTurn();
  };
  try {
    for await (const parsed of parseFeed(counted(pieces, hash), feed.format)) {
      if ('skipped' in parsed) {
        const known = skipped.get(parsed.skipped);
        if (known) known.count++;
        else skipped.set(parsed.skipped, { reason: parsed.skipped, count: 1, line: parsed.line });
        continue;
      }
      if (++count > feedLimits.entries) throw tooLarge(`more than ${feedLimits.entries} entries`);
      batch.push({ ...parsed.entry, line: parsed.line });
      if (batch.length >= batchSize) await write();
    }
    await write();
    if (count === 0) throw nothing([...skipped.values()]);
    const list = [...skipped.values()];
    await finishGeneration(store, feed, generation, {
      entries,
      sha256: hash.digest('hex'),
      skipped: list,
      at,
    });
    return { entries, skipped: list };
  } catch (error) {
    await dropGeneration(db, feed.id, generation);
    throw error;
  }
}

async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > feedLimits.bytes) throw tooLarge(`more than ${feedLimits.bytes} bytes`);
    hash.update(piece);
    yield piece;
  }
}

/** A text or a file in memory, in pieces that leave others their turn. */
// eslint-disable-next-line @typescript-eslint/require-await -- an async sequence of what is there already
export async function* piecesOf(bytes: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

function tooLarge(what: string): ScriptwardenError {
  return new ScriptwardenError('SW_FEED_INVALID', {
    message: `The list has ${what}.`,
    fix: 'Split it into several feeds.',
  });
}

function nothing(skipped: readonly Skipped[]): ScriptwardenError {
  const [worst] = [...skipped].sort((one, other) => other.count - one.count);
  const why = worst ? ` Most of it is ${worst.reason}, first in line ${worst.line}.` : '';
  return new ScriptwardenError('SW_FEED_INVALID', {
    message: `The list holds nothing that can match.${why}`,
    fix: 'It needs a domain, URL or SHA-256 a line, or a CSV with a header that names such a column.',
  });
}
