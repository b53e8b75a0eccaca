import type { Change } from '../../core/schema/index.ts';
import { dedupeKey } from './compare.ts';
import { severityRank } from './severity.ts';

/**
 * Leaves out changes that were told before and are not worth telling again: what comes back is told again unless it is
 * `info` or `low`, so the two sides of an A/B test are each told once and then stay quiet.
 * @param told dedupe keys of all changes told for the site so far
 */
export function tellOnce(changes: readonly Change[], told: ReadonlySet<string>): Change[] {
  const fresh = new Set<string>();
  return changes.filter((change) => {
    const key = dedupeKey(change);
    if (fresh.has(key)) return false;
    fresh.add(key);
    return severityRank(change.severity) >= severityRank('medium') || !told.has(key);
  });
}
