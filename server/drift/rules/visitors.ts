import type { ChangeDraft, ChangeRule } from '../draft.ts';
import { listed } from '../draft.ts';
import type { Aggravation } from '../severity.ts';
import type { ScriptState, SiteState } from '../state.ts';
import { behaviourOf, evidenceOf, summaryOf, worstVerdict } from '../summary.ts';

/** Scripts that only some of the visitors were served, when they were not so before: cloaking, or an experiment. */
export const visitorDivergence: ChangeRule = (before, after) => {
  const old = new Map(before.scripts.map((script) => [script.id, script]));
  const everyone = visitorsOf(after);
  if (everyone.length < 2) return [];
  return after.scripts.flatMap((script) => {
    const missing = missingFor(script, everyone);
    const known = old.get(script.id);
    const was = known ? missingFor(known, visitorsOf(before)) : [];
    return missing.length > 0 && was.length === 0 ? [draft(script, missing)] : [];
  });
};

function draft(script: ScriptState, missing: readonly string[]): ChangeDraft {
  const reasons: Aggravation[] = [];
  if (behaviourOf(script).fields.length > 0) reasons.push('caused-by-field-reader');
  if (worstVerdict(script) === 'malicious') reasons.push('malicious');
  return {
    kind: 'visitor-divergence',
    subject: { type: 'visitor', id: script.id, url: script.url },
    message: `Script ${script.label} is served to ${listed(script.visitors)} but not to ${listed(missing)}.`,
    before: null,
    after: { ...summaryOf(script), visitors: script.visitors },
    reasons,
    evidence: evidenceOf(script),
  };
}

function visitorsOf(state: SiteState): string[] {
  return [...new Set(state.scripts.flatMap((script) => script.visitors))].sort();
}

function missingFor(script: ScriptState, everyone: readonly string[]): string[] {
  return everyone.filter((visitor) => !script.visitors.includes(visitor));
}
