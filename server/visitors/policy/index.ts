import { ensureReportKey, type Store } from '../../store/index.ts';
import { readPolicyFacts } from './facts.ts';
import { suggestPolicy } from './suggest.ts';
import type { PolicySuggestion } from './schema.ts';

export { policySuggestion, type PolicySuggestion } from './schema.ts';
export { suggestPolicy } from './suggest.ts';
export { renderPolicy } from './text.ts';

/**
 * A suggestion for a site, reporting to its key at this service.
 * @param publicUrl where browsers reach the service, without a slash at the end
 * @throws ScriptwardenError SW_STORE_NOT_FOUND.
 */
export async function policyOfSite(
  store: Store,
  siteId: number,
  options: { visitors: boolean; publicUrl: string; now: number },
): Promise<PolicySuggestion> {
  const facts = await readPolicyFacts(store.db, siteId, options);
  const { key } = await ensureReportKey(store.db, siteId, options.now);
  return suggestPolicy(facts, `${options.publicUrl}/csp/${key}`);
}
