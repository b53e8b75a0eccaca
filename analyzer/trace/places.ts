import type { Program } from 'acorn';

/** What to look for in a source: exact text, or a pattern. */
export type Clue = string | RegExp;

export interface Span {
  readonly start: number;
  readonly end: number;
  /** Whether a clue was found; otherwise it is the statement most likely to have done it. */
  readonly exact: boolean;
}

/** Where text becomes code or is decoded: that is where hidden behaviour comes from. */
const hideouts: readonly Clue[] = [
  /\beval\s*\(|\bexecScript\s*\(|\bFunction\s*\(|['"]eval['"]|\[['"]constructor['"]\]/,
  /document\s*(?:\.|\[['"])write/,
  /\b(?:atob|unescape|fromCharCode|decodeURIComponent)\b/,
];

/** The first place that a clue names, else where the script hides text, else its longest statement. */
export function placeOf(text: string, program: Program | null, clues: readonly Clue[]): Span {
  for (const [index, clue] of [...clues, ...hideouts].entries()) {
    const found = find(text, clue);
    if (found) return { ...found, exact: index < clues.length };
  }
  let longest = { start: 0, end: Math.min(text.length, 1) };
  for (const { start, end } of program?.body ?? [])
    if (end - start > longest.end - longest.start) longest = { start, end };
  return { start: longest.start, end: longest.end, exact: false };
}

function find(text: string, clue: Clue): { start: number; end: number } | null {
  if (typeof clue === 'string') {
    const start = clue === '' ? -1 : text.indexOf(clue);
    return start < 0 ? null : { start, end: start + clue.length };
  }
  const match = clue.exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : null;
}
