import { shortHash } from '../../../core/encoding/index.ts';

/** Length of the sketch; two texts share about the same part of it as of their shingles (Broder 1997). */
const hashes = 48;
const shingle = 5;

/** MinHash over shingles of five tokens, where names are one token and literals another: the shape, not the vocabulary. */
export function sketch(text: string): Uint32Array {
  const tokens = (text.slice(0, 20_000).match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[\w$]+|[^\s\w]/g) ?? []).map((token) =>
    /^['"]/.test(token) ? 'S' : /^\d/.test(token) ? 'N' : token.length < 3 || /^_0x|\d/.test(token) ? 'I' : token,
  );
  const least = new Uint32Array(hashes).fill(0xffffffff);
  for (let at = 0; at === 0 || at + shingle <= tokens.length; at++) {
    const base = shortHash(tokens.slice(at, at + shingle).join(' '));
    for (let index = 0; index < hashes; index++) {
      const value = (Math.imul(base ^ (base >>> 15), 0x9e3779b1 + 2 * index * 0x85ebca6b) ^ (index * 0xc2b2ae35)) >>> 0;
      if (value < least[index]!) least[index] = value;
    }
  }
  return least;
}

/** Part of the sketches that agrees, from 0 to 1. */
export function alike(one: Uint32Array, other: Uint32Array): number {
  let same = 0;
  for (let index = 0; index < hashes; index++) if (one[index] === other[index]) same++;
  return same / hashes;
}

/** Remembers what was let in; refuses what is at least `limit` alike to anything before. */
export class Thinner {
  readonly #kept: Uint32Array[] = [];
  readonly #limit: number;

  constructor(limit = 0.9) {
    this.#limit = limit;
  }

  admits(text: string): boolean {
    const mine = sketch(text);
    if (this.#kept.some((other) => alike(mine, other) >= this.#limit)) return false;
    this.#kept.push(mine);
    return true;
  }
}
