import type { Location } from '../../core/schema/index.ts';

/** Turns offsets of one text into places. */
export interface Positions {
  /** 1-based line and column (UTF-16 units) of an offset; offsets outside the text are clamped. */
  at(offset: number): Location;
  /** The offset of a place; places outside the text are clamped. */
  offsetOf(location: Location): number;
}

/**
 * Lines end at LF, CR LF or a lone CR, as editors count them; U+2028 and U+2029 do not start a line. The table of line
 * starts is built at the first question, because most scripts are never asked about.
 */
export function createPositions(text: string): Positions {
  let starts: number[] | null = null;
  return {
    at(offset) {
      starts ??= lineStarts(text);
      const within = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= within) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: within - starts[low]! + 1 };
    },
    offsetOf({ line, column }) {
      starts ??= lineStarts(text);
      return Math.min(text.length, (starts[line - 1] ?? text.length) + column - 1);
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const end of text.matchAll(/\r\n?|\n/g)) starts.push(end.index + end[0].length);
  return starts;
}

/** At most `limit` characters of the text around a place, on one line, with the place's start in it. */
export function snippetAround(text: string, start: number, end: number, limit = 200): string {
  const spare = Math.max(0, limit - (end - start));
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1) + 1, text.lastIndexOf('\r', start - 1) + 1);
  const from = Math.max(lineStart, start - (spare >> 1));
  const raw = text.slice(from, Math.min(text.length, from + limit));
  return raw.replace(/\s+/g, ' ').trim();
}
