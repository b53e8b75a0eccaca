import type { ChangeDraft, ChangeRule } from '../draft.ts';
import { newcomers, type Newcomer } from '../newcomer.ts';
import { evidenceOf, summaryOf, worstAnalysis, worstVerdict } from '../summary.ts';
import type { ScriptState } from '../state.ts';

/** Verdicts that differ, and those of scripts that arrived malicious. */
export const verdictChanged: ChangeRule = (before, after) => {
  const old = new Map(before.scripts.map((script) => [script.id, script]));
  const describe = newcomers(before, after);
  return after.scripts.flatMap((script) => {
    const known = old.get(script.id);
    if (known === script) return [];
    const [was, is] = [known ? worstVerdict(known) : null, worstVerdict(script)];
    if (is === null || is === was) return [];
    if (was === null && is !== 'malicious') return [];
    return [verdictDraft(known ?? null, script, known ? null : describe(script))];
  });
};

/** The findings of a first crawl: the only changes a baseline tells. */
export function findingsOf(scripts: readonly ScriptState[]): ChangeDraft[] {
  return scripts
    .filter((script) => worstVerdict(script) === 'malicious')
    .map((script) => verdictDraft(null, script, null));
}

function verdictDraft(
  before: ScriptState | null,
  after: ScriptState,
  newcomer: Newcomer | null,
): ChangeDraft {
  const analysis = worstAnalysis(after);
  const verdict = analysis?.verdict ?? 'unanalysed';
  const reason = verdict === 'benign' ? undefined : analysis?.evidence[0]?.message;
  const message = [
    newcomer ? `New script ${after.label} on ${newcomer.where}` : `Script ${after.label}`,
    ` is ${verdict}`,
    analysis?.category && ` (${analysis.category})`,
    before && `, ${worstVerdict(before) ?? 'not judged'} before`,
    reason === undefined ? '.' : `: ${reason.replace(/[.]?$/, '.')}`,
    newcomer && newcomer.doing !== '' && ` It ${newcomer.doing}.`,
  ];
  return {
    kind: 'verdict-changed',
    subject: { type: 'script', id: after.id, url: after.url },
    message: message.filter((part) => typeof part === 'string').join(''),
    before: before && summaryOf(before),
    after: summaryOf(after),
    reasons: verdict === 'malicious' ? ['malicious'] : verdict === 'suspicious' ? ['turned-suspicious'] : [],
    evidence: verdict === 'benign' ? [] : evidenceOf(after),
  };
}
