import { differ } from './canary/in-clear.ts';

/** What two shoppers' visits say of each request: by its index in the events of the first. */
export interface Comparison {
  /** Its content changes with what was typed, in a way that is not there to read. */
  readonly dependent: readonly number[];
  /** It was made in both visits, and says the same. */
  readonly independent: readonly number[];
}

export const notCompared: Comparison = { dependent: [], independent: [] };

/**
 * Requests of a run whose content differs for another shopper, and those whose content does not. Runs repeat exactly, so a
 * difference can only come from what was typed, however it was encrypted on the way.
 */
export function compareRequests(
  payloads: ReadonlyMap<number, string>,
  others: ReadonlyMap<number, string>,
): Comparison {
  const theirs = [...others.values()];
  const dependent: number[] = [];
  const independent: number[] = [];
  let position = 0;
  for (const [index, payload] of payloads) {
    const counterpart = theirs[position++];
    if (counterpart === undefined) continue;
    (differ(payload, counterpart) ? dependent : independent).push(index);
  }
  return { dependent, independent };
}
