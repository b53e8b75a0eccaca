import type { Line } from './lines.ts';
import { hostsLine, readEntry, type Entry, type SkipReason } from './entry.ts';

/** What became of one line of a list. */
export type Parsed = { line: number } & ({ entry: Entry } | { skipped: SkipReason });

/**
 * A list with one indicator a line, or a hosts file. `#`, `;`, `!` and `//` begin comments, ` #` ends a line.
 */
export async function* plainEntries(lines: AsyncIterable<Line>): AsyncGenerator<Parsed> {
  for await (const { number, text } of lines) {
    if (text === null) {
      yield { line: number, skipped: 'too-long' };
      continue;
    }
    const bare = text
      .replace(/^\s*(?:[#;!]|\/\/).*$/, '')
      .replace(/\s[#;].*$/, '')
      .trim();
    if (bare === '' || (/^\[.*\]$/.test(bare) && !bare.includes(':'))) continue;
    if (bare.includes('\0')) {
      yield { line: number, skipped: 'binary' };
      continue;
    }
    const hosts = hostsLine(bare);
    for (const value of hosts ?? [bare]) {
      const read = readEntry(value, hosts ? 'exact' : 'any');
      if (read === null) continue;
      yield typeof read === 'string' ? { line: number, skipped: read } : { line: number, entry: read };
    }
  }
}
