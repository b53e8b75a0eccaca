import { ScriptwardenError } from '../../../core/errors/index.ts';
import type { FeedFormat } from '../../store/index.ts';
import { csvEntries, csvHeader, type CsvHeader } from './csv.ts';
import { linesOf } from './lines.ts';
import { plainEntries, type Parsed } from './plain.ts';

export type { Entry, SkipReason } from './entry.ts';
export type { Parsed } from './plain.ts';

/** Within so many bytes a list shows whether it is CSV. */
const peekBytes = 64 * 1024;

/**
 * The entries of a list that arrives in pieces, whatever its form; `auto` takes it for CSV when its first row, or the
 * last comment before it, names a column that we know.
 * @throws ScriptwardenError SW_FEED_INVALID for a CSV without such a header.
 */
export async function* parseFeed(
  pieces: AsyncIterable<Uint8Array>,
  format: FeedFormat,
): AsyncGenerator<Parsed> {
  const iterator = pieces[Symbol.asyncIterator]();
  const early: Uint8Array[] = [];
  let size = 0;
  let done = false;
  while (!done && size < peekBytes) {
    const next = await iterator.next();
    done = next.done === true;
    if (next.done !== true) {
      early.push(next.value);
      size += next.value.length;
    }
  }
  const all = async function* (): AsyncGenerator<Uint8Array> {
    yield* early;
    while (!done) {
      const next = await iterator.next();
      if (next.done === true) return;
      yield next.value;
    }
  };
  const header = format === 'plain' ? null : findHeader(Buffer.concat(early).toString('utf8'));
  if (header) yield* csvEntries(all(), header);
  else if (format === 'csv') throw withoutHeader();
  else yield* plainEntries(linesOf(all()));
}

/** The first row that is no comment, else the comment before it. */
function findHeader(text: string): CsvHeader | null {
  let comment: string | null = null;
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (/^\ufeff?\s*$/.test(line)) continue;
    if (/^\ufeff?\s*#/.test(line)) {
      comment = line;
      continue;
    }
    const header = csvHeader(line);
    if (header) return header;
    const before = comment === null ? null : csvHeader(comment);
    // A comment of prose may name a column; that of a CSV names several, and the row has as many.
    return before && line.includes(before.delimiter) ? before : null;
  }
  return null;
}

function withoutHeader(): ScriptwardenError {
  return new ScriptwardenError('SW_FEED_INVALID', {
    message: 'The list has no header row that names a column such as domain, url, sha256 or indicator.',
    fix: 'Begin it with a row of column names, or give the format "plain" when it has one entry a line.',
  });
}
