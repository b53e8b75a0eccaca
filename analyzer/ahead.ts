import type { ExaminationRequest } from './examine.ts';
import { decode, isNamedAsScript, mediaOf } from './parse/index.ts';
import { callsForEmulation } from './trace/index.ts';

/** Longer inputs are decoded in their Worker only: decoding these here takes less than a millisecond. */
const mostBytes = 100_000;

/**
 * The text that an examination will ask to have run, when that can be told before it: most inputs are one short script.
 * Running it can begin while it is examined. Null when it cannot be told, or nothing is to be run.
 */
export function textToRun({ path, bytes, media, level }: ExaminationRequest): string | null {
  if (level !== 'full' || bytes.length > mostBytes) return null;
  // What is neither called a script nor named as one may turn out to be none.
  if (media !== 'js' && !isNamedAsScript(path)) return null;
  const { text, binary } = decode(bytes);
  return !binary && mediaOf(path, text, media) === 'js' && callsForEmulation(text) ? text : null;
}
