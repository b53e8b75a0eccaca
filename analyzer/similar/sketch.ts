import { mixed, shortHash } from '../../core/encoding/index.ts';

/** The smallest hashes of a text's shingles: two texts share about the same part of them as of all (Broder, 1997). */
export type Sketch = readonly number[];

const size = 128;
const shingle = 5;
/** Fewer shingles say nothing. */
const least = 24;
/** UTF-16 units that are read. */
const maxLength = 200_000;

const tokens =
  /\/\*[^]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|(\.?)\s*([A-Za-z_$][\w$]*)|\d[\w.]*|[^\s\w]/g;
const keywords = new Set(
  `function return if else for while do try catch throw new typeof in of instanceof this null true false switch case var let const
  document window navigator location JSON Math Date String Array Object fetch XMLHttpRequest WebSocket Image FormData localStorage
  sessionStorage setTimeout setInterval encodeURIComponent btoa atob eval Function`.split(/\s+/),
);

/**
 * A sketch of the shape of a script: names of properties, keywords and well-known globals stay, all other names, texts and
 * numbers are one token each. Null for what is too short to tell.
 */
export function sketchOf(text: string): Sketch | null {
  const found = new Set<number>();
  const window: number[] = [];
  for (const match of text.slice(0, maxLength).matchAll(tokens)) {
    const token = tokenOf(match);
    if (token === null) continue;
    window.push(shortHash(token));
    if (window.length > shingle) window.shift();
    if (window.length === shingle) found.add(window.reduce((sum, one) => mixed(sum ^ one), 0x9e3779b9));
  }
  return found.size < least ? null : [...found].sort((one, other) => one - other).slice(0, size);
}

function tokenOf([whole, dot, name]: RegExpMatchArray): string | null {
  if (whole.startsWith('/*') || whole.startsWith('//')) return null;
  if (name !== undefined) return dot === '.' || keywords.has(name) ? name : 'I';
  if (/^['"`]/.test(whole)) return 'S';
  if (/^\d/.test(whole)) return 'N';
  // What minifiers add and leave out.
  return whole === ';' || whole === ',' ? null : whole;
}

/** About the share of shingles that two texts have in common, 0 to 1. */
export function alike(one: Sketch, other: Sketch): number {
  const mine = new Set(one);
  const theirs = new Set(other);
  const together = [...new Set([...one, ...other])]
    .sort((a, b) => a - b)
    .slice(0, Math.min(size, Math.max(one.length, other.length)));
  if (together.length === 0) return 0;
  return together.filter((value) => mine.has(value) && theirs.has(value)).length / together.length;
}
