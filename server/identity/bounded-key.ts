import { sha256 } from '../../core/encoding/index.ts';

/** Longest key in UTF-16 units: PostgreSQL's indexes take 2,704 bytes of a row, and a page chooses its addresses. */
const longestKey = 500;

/** A key that fits into an index: a long one is cut and told apart by its hash. Changes no short one. */
export function boundedKey(key: string): string {
  return key.length <= longestKey ? key : `${key.slice(0, 400).toWellFormed()}#${sha256(key)}`;
}
