/** How a stretch of opened text relates to the text it came from. */
export const Stretch = {
  /** Copied as it was: every offset has its counterpart. */
  copied: 0,
  /** A token printed anew: its start has a counterpart, what follows belongs to it. */
  token: 1,
  /** Decoded: the origin is where the hidden form stands. */
  decoded: 2,
} as const;
export type Stretch = (typeof Stretch)[keyof typeof Stretch];

/** Stretches of an opened text in order; plain tables that cross threads as they are. */
export interface PlaceMapData {
  readonly starts: Uint32Array;
  readonly origins: Uint32Array;
  readonly kinds: Uint8Array;
}

/** A place in the original. `exact`: this very token stands there; otherwise the nearest thing to it. */
export interface OriginalPlace {
  readonly offset: number;
  readonly exact: boolean;
}

/** Collects the stretches of a text as it is written; starts must not fall. */
export class PlaceMapBuilder {
  readonly #starts: number[] = [];
  readonly #origins: number[] = [];
  readonly #kinds: Stretch[] = [];

  add(start: number, origin: number, kind: Stretch): void {
    const last = this.#starts.length - 1;
    // The innermost of several tokens at one place is the last one written.
    if (last >= 0 && this.#starts[last] === start) {
      this.#origins[last] = origin;
      this.#kinds[last] = kind;
      return;
    }
    this.#starts.push(start);
    this.#origins.push(origin);
    this.#kinds.push(kind);
  }

  build(): PlaceMapData {
    return {
      starts: Uint32Array.from(this.#starts),
      origins: Uint32Array.from(this.#origins),
      kinds: Uint8Array.from(this.#kinds),
    };
  }
}

/** Where an offset of the opened text comes from. */
export function placeIn({ starts, origins, kinds }: PlaceMapData, offset: number): OriginalPlace {
  let low = 0;
  let high = starts.length - 1;
  if (high < 0 || offset < starts[0]!) return { offset: 0, exact: false };
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  const origin = origins[low]!;
  const into = offset - starts[low]!;
  if (kinds[low] === Stretch.copied) return { offset: origin + into, exact: true };
  return { offset: origin, exact: kinds[low] === Stretch.token && into === 0 };
}

/** The map of a text opened twice: `outer` leads from the middle text to the original, `inner` from the last to the middle. */
export function composePlaces(outer: PlaceMapData, inner: PlaceMapData): PlaceMapData {
  const built = new PlaceMapBuilder();
  const { starts, origins, kinds } = inner;
  for (let at = 0; at < starts.length; at++) {
    const start = starts[at]!;
    const place = placeIn(outer, origins[at]!);
    if (kinds[at] !== Stretch.copied) {
      built.add(
        start,
        place.offset,
        kinds[at] === Stretch.token && place.exact ? Stretch.token : Stretch.decoded,
      );
      continue;
    }
    copyThrough(built, outer, start, origins[at]!, (starts[at + 1] ?? Infinity) - start);
  }
  return built.build();
}

/** A copied stretch may span several stretches of the text it was copied from. */
function copyThrough(
  built: PlaceMapBuilder,
  outer: PlaceMapData,
  start: number,
  origin: number,
  length: number,
): void {
  const { starts, origins, kinds } = outer;
  let at = lastAtOrBefore(starts, origin);
  if (at < 0) at = 0;
  for (; at < starts.length && starts[at]! < origin + length; at++) {
    const into = Math.max(0, origin - starts[at]!);
    const kind = kinds[at]! as Stretch;
    const from = kind === Stretch.copied ? origins[at]! + into : origins[at]!;
    built.add(
      start + Math.max(0, starts[at]! - origin),
      from,
      kind === Stretch.token && into > 0 ? Stretch.decoded : kind,
    );
  }
}

function lastAtOrBefore(starts: Uint32Array, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
