import { sha256 } from '../../core/encoding/index.ts';

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A seeded choice of at most `most`, in the order given; what is chosen does not depend on that order. */
export function choose<T>(items: readonly T[], most: number, seed: number, key: (item: T) => string): T[] {
  if (items.length <= most) return [...items];
  const rank = (item: T): string => sha256(`${seed}:${key(item)}`);
  const chosen = new Set(
    items
      .map((item) => ({ item, rank: rank(item) }))
      .sort((one, other) => (one.rank < other.rank ? -1 : 1))
      .slice(0, most)
      .map(({ item }) => item),
  );
  return items.filter((item) => chosen.has(item));
}
