import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { readEntry, type Expected } from './entry.ts';
import type { Parsed } from './plain.ts';

/** Column names that tell what a column holds. */
const known: Readonly<Record<string, Expected>> = {
  url: 'url',
  uri: 'url',
  link: 'url',
  domain: 'domain',
  domain_name: 'domain',
  host: 'domain',
  hostname: 'domain',
  fqdn: 'domain',
  sha256: 'hash',
  sha256_hash: 'hash',
  file_sha256: 'hash',
  hash: 'hash',
  file_hash: 'hash',
  ip: 'exact',
  ip_address: 'exact',
  address: 'exact',
  ioc: 'any',
  ioc_value: 'any',
  indicator: 'any',
  observable: 'any',
  value: 'any',
  entry: 'any',
};

export interface CsvHeader {
  delimiter: ',' | ';' | '\t';
  /** Columns that hold indicators, by position. */
  columns: readonly { position: number; expected: Expected }[];
  /** The header as it stood, to be passed over; a comment passes itself over. */
  line: string;
}

/** The header of a CSV in a line, with or without a comment sign before it; null when it names nothing that we know. */
export function csvHeader(line: string): CsvHeader | null {
  const bare = line.replace(/^\ufeff?[\s#;/]*/, '').trim();
  for (const delimiter of [',', ';', '\t'] as const) {
    const names = bare.split(delimiter).map((name) =>
      name
        .trim()
        .replace(/^["']|["']$/g, '')
        .trim()
        .toLowerCase()
        .replaceAll(/[\s-]+/g, '_'),
    );
    if (names.length === 1 && delimiter !== ',') continue;
    const columns = names.flatMap((name, position) => {
      const expected = Object.hasOwn(known, name) ? known[name]! : null;
      return expected === null ? [] : [{ position, expected }];
    });
    if (columns.length > 0) return { delimiter, columns: narrowest(columns), line: bare };
  }
  return null;
}

/** Where a list names addresses, their hosts are not all bad: a file on a shared host damns that file only. */
function narrowest(columns: CsvHeader['columns']): CsvHeader['columns'] {
  if (!columns.some(({ expected }) => expected === 'url')) return columns;
  return columns.filter(({ expected }) => expected === 'url' || expected === 'hash');
}

/** Rows of a CSV, with quotes as people write them. A row that is broken is passed over, not the list. */
export async function* csvEntries(
  pieces: AsyncIterable<Uint8Array>,
  header: CsvHeader,
): AsyncGenerator<Parsed> {
  const parser = parse({
    delimiter: header.delimiter,
    bom: true,
    comment: '#',
    comment_no_infix: true,
    info: true,
    max_record_size: 64 * 1024,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
  });
  const skipped: number[] = [];
  parser.on('skip', (error: { lines?: number } | undefined) => skipped.push(error?.lines ?? 0));
  const source = Readable.from(pieces, { objectMode: true });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let isFirst = true;
  for await (const { record, info } of parser as AsyncIterable<{
    record: string[];
    info: { lines: number };
  }>) {
    const wasFirst = isFirst;
    isFirst = false;
    if (wasFirst && csvHeader(record.join(header.delimiter))?.columns.length === header.columns.length)
      continue;
    for (const line of skipped.splice(0)) yield { line, skipped: 'not-understood' };
    for (const { position, expected } of header.columns) {
      const read = readEntry(record[position] ?? '', expected);
      if (read === null) continue;
      yield typeof read === 'string'
        ? { line: info.lines, skipped: read }
        : { line: info.lines, entry: read };
    }
  }
}
