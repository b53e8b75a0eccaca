import { defaultTreeAdapter, parseFragment } from 'parse5';

/** For every UTF-16 unit of a decoded text, and its end, the offset of its source in the raw text. */
export type OffsetMap = Int32Array;

/** A character reference as HTML writes it; the semicolon may be missing. */
const reference = /&(?:#x[0-9a-f]+|#[0-9]+|[a-z][a-z0-9]*);?/iy;

const carriageReturn = 13;
const lineFeed = 10;
const ampersand = 38;

/**
 * Finds where each character of `decoded` came from in `raw`, the same attribute value (or text) before HTML decoded its
 * character references and line ends. Both are read side by side; after a reference both go on.
 */
export function alignOffsets(raw: string, decoded: string): OffsetMap {
  const map = new Int32Array(decoded.length + 1);
  const lengths = new Map<string, number>();
  let from = 0;
  let to = 0;
  while (to < decoded.length && from < raw.length) {
    const code = raw.charCodeAt(from);
    let read = 1;
    let made = 1;
    if (code === carriageReturn && decoded.charCodeAt(to) === lineFeed) {
      read = raw.charCodeAt(from + 1) === lineFeed ? 2 : 1;
    } else if (code === ampersand) {
      reference.lastIndex = from;
      const [written] = reference.exec(raw) ?? [];
      if (written) {
        read = written.length;
        made = decodedLength(written, raw[from + read] === '=', lengths);
      }
    }
    for (let unit = 0; unit < made && to + unit < decoded.length; unit++) {
      map[to + unit] = made === read ? from + unit : from;
    }
    from += read;
    to += made;
  }
  map.fill(Math.min(from, raw.length), Math.min(to, decoded.length));
  return map;
}

/** UTF-16 units that a reference becomes; its own length when it is none and stays as written. */
function decodedLength(written: string, beforeEquals: boolean, known: Map<string, number>): number {
  if (beforeEquals && !written.endsWith(';')) return written.length;
  let length = known.get(written);
  if (length === undefined) {
    const [element] = parseFragment(`<i title="${written}">`).childNodes;
    const value = element && defaultTreeAdapter.isElementNode(element) ? element.attrs[0]?.value : undefined;
    known.set(written, (length = value?.length ?? written.length));
  }
  return length;
}
