import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns a text takes on a terminal; colour codes take none. */
export const widthOf: (text: string) => number = stringWidth;

/** Fills up with spaces to a width. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + space : space + text;
}

/**
 * Shortens plain text to at most `width` columns by leaving out its middle: hosts and URLs are told apart by both ends.
 * The end gets the larger share, since that is where the registrable domain and the file name stand.
 */
export function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width <= 1) return width === 1 ? '…' : '';
  const pieces = graphemesOf(text);
  const head = take(pieces, Math.floor((width - 1) * 0.4));
  const tail = take(pieces.toReversed(), width - 1 - widthOf(head.join('')));
  return `${head.join('')}…${tail.reverse().join('')}`;
}

/** Shortens plain text to at most `width` columns by leaving out its end. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return take(graphemesOf(text), width - 1).join('') + '…';
}

/** Breaks plain text into lines of at most `width` columns, between words where it can. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    let rest = graphemesOf(word);
    for (
      let piece = take(rest, width);
      piece.length > 0 && piece.length < rest.length;
      piece = take(rest, width)
    ) {
      lines.push(piece.join(''));
      rest = rest.slice(piece.length);
    }
    line = rest.join('');
  }
  return line === '' ? lines : [...lines, line];
}

/** What a cut may stand between. Some notes of music are one character to the eye and three columns wide: they come apart. */
function graphemesOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) =>
    widthOf(segment) > 2 ? Array.from(segment) : [segment],
  ).flat();
}

/** As many of the first pieces as fit into `width` columns. */
function take(pieces: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const piece of pieces) {
    used += widthOf(piece);
    if (used > width) break;
    taken.push(piece);
  }
  return taken;
}
