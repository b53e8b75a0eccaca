import { PlaceMapBuilder, Stretch, type PlaceMapData } from './places.ts';

/** Text that takes the place of the original's `start` to `end`. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with its replacements, which must not overlap, and the map back. */
export function splice(
  text: string,
  replacements: readonly Replacement[],
): { text: string; places: PlaceMapData } {
  const built = new PlaceMapBuilder();
  const parts: string[] = [];
  let written = 0;
  let read = 0;
  const copy = (end: number): void => {
    if (end <= read) return;
    built.add(written, read, Stretch.copied);
    parts.push(text.slice(read, end));
    written += end - read;
  };
  for (const one of [...replacements].sort((a, b) => a.start - b.start)) {
    if (one.start < read) continue;
    copy(one.start);
    if (one.text !== '') built.add(written, one.start, Stretch.decoded);
    parts.push(one.text);
    written += one.text.length;
    read = one.end;
  }
  copy(text.length);
  return { text: parts.join(''), places: built.build() };
}
