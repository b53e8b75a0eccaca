import type { Change } from '../../core/schema/index.ts';
import { evidenceOf, summaryOf, type ScriptState, type SiteState } from '../drift/index.ts';
import { isFalsePositive, type Approval } from './approval.ts';

/** A false-positive decision that holds no more. */
export interface EndedDecision extends Approval {
  /** RFC 3339: when it was ended, or its end date. */
  endedAt: string;
}

/**
 * Scripts that are malicious still and were kept quiet by a decision which ended since the last comparison: nothing on the
 * site changed, so no rule would tell them. What `changes` tells already is left out. Pure.
 */
export function lapsedFalsePositives(
  changes: readonly Change[],
  before: SiteState | null,
  after: SiteState,
  decisions: { ended: readonly EndedDecision[]; inForce: readonly Approval[] },
): Change[] {
  if (!before) return [];
  const [from, to] = [Date.parse(before.at), Date.parse(after.at)];
  const lapsed = decisions.ended.filter(({ endedAt }) => {
    const end = Date.parse(endedAt);
    return end > from && end <= to;
  });
  const told = new Set(
    changes.filter((change) => change.kind === 'verdict-changed').map((change) => change.subject.id),
  );
  return after.scripts.flatMap((script) => {
    if (told.has(script.id) || isFalsePositive(script, decisions.inForce, after.at)) return [];
    const decision = lapsed.findLast((one) => isAccused(script, one.target));
    return decision ? [changeOf(script, decision, before, after)] : [];
  });
}

function isAccused(script: ScriptState, structureHash: string): boolean {
  return script.versions.some(
    (version) => version.structureHash === structureHash && version.analysis?.verdict === 'malicious',
  );
}

function changeOf(script: ScriptState, decision: EndedDecision, before: SiteState, after: SiteState): Change {
  const { category } = summaryOf(script);
  const reason = evidenceOf(script)[0]?.message.replace(/[.]?$/, '');
  const why = decision.justification === null ? '' : ` (${decision.justification})`;
  return {
    schemaVersion: 1,
    id: `lapsed-${after.crawl}-${decision.id}-${script.id}`.slice(0, 64),
    site: after.site,
    crawl: after.crawl,
    previousCrawl: before.crawl,
    kind: 'verdict-changed',
    severity: 'critical',
    subject: { type: 'script', id: script.id, url: script.url },
    message:
      `Script ${script.label} is malicious${category ? ` (${category})` : ''}${reason === undefined ? '' : `: ${reason}`}. ` +
      `That ${decision.decidedBy} called it a false positive${why} holds no more since ${decision.endedAt.slice(0, 10)}.`,
    before: { verdict: 'malicious', decision: decision.id },
    after: { verdict: 'malicious', structureHash: decision.target, decisionEnded: decision.id },
    evidence: evidenceOf(script),
    at: after.at,
  };
}
