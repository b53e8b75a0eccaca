import type { Facts } from '../static/facts.ts';
import { candidatesOf } from './candidates.ts';
import { choose, judgeOf } from './choose.ts';
import { reachOf } from './reach.ts';
import { islandOf, type Island } from './text.ts';

export type { Island } from './text.ts';

/** Characters of a script that is searched: what is shorter, its numbers show well enough. */
const leastScript = 4_000;

/**
 * The islands of a script that deserve a look of their own: malice put into an innocent library is one, wherever it was put, and
 * its signs must not drown in the library's. At most three, those with most signs of an attack for their size first. Pure.
 *
 * @param isKnown by node: 1 for code of well-known libraries, which is no island.
 */
export function islandsOf(
  { text, tree, scopes, vocabulary, evidence }: Facts,
  isKnown: Uint8Array,
): Island[] {
  if (!tree || !scopes || text.length < leastScript) return [];
  const judge = judgeOf(text, tree, vocabulary.masks, evidence);
  const reach = reachOf(tree, scopes, vocabulary.masks);
  const candidates = candidatesOf(text, tree, reach, judge, isKnown);
  return choose(candidates, judge).map(({ units }) => islandOf(text, units));
}
