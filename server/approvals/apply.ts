import { sha256 } from '../../core/encoding/index.ts';
import type { Behaviour, Change, ChangeKind } from '../../core/schema/index.ts';
import {
  baseSeverity,
  behaviourSets,
  behaviourOf,
  gained,
  isEmpty,
  severityOf,
  severityRank,
  union,
  type ScriptState,
  type SiteState,
} from '../drift/index.ts';
import { covers, isFalsePositive, isInForce, type Approval } from './approval.ts';

export interface AppliedApprovals {
  /** The changes, those that a person foresaw lowered to `info` and saying by whom; lost approvals added. */
  changes: Change[];
  /** Approvals that no longer hold, with the reason; the caller ends them. */
  ended: { id: string; reason: string }[];
}

/**
 * Weighs the changes of a crawl against what people decided. Nothing is dropped: a foreseen change stays in the list as
 * `info`. No approval lowers a malicious verdict; only a false-positive decision on that structure hash does. Approvals
 * by vendor, host or structure say nothing of behaviour unless they recorded it, so they lower up to `medium`. What a
 * person rejected is raised when it comes or does more. Pure.
 * @param before what a script did there under a decision that held then is no gain: a newer detector may see more in it
 */
export function applyApprovals(
  changes: readonly Change[],
  state: SiteState,
  approvals: readonly Approval[],
  before: SiteState | null = null,
): AppliedApprovals {
  const now = state.at;
  const inForce = approvals.filter((approval) => isInForce(approval, now));
  const lost = lostApprovals(before, state, inForce);
  const endedIds = new Set(lost.map(({ approval }) => approval.id));
  const valid = inForce.filter((approval) => !endedIds.has(approval.id));
  const scripts = new Map(state.scripts.map((script) => [script.id, script]));
  return {
    changes: [
      ...changes.map((change) => weigh(change, scripts, valid, now)),
      ...lost.map(({ approval, script, gain }) => lostChange(changes, state, approval, script, gain)),
    ],
    ended: lost.map(({ approval, gain }) => ({ id: approval.id, reason: `gained ${describe(gain)}` })),
  };
}

function weigh(
  change: Change,
  scripts: ReadonlyMap<string, ScriptState>,
  approvals: readonly Approval[],
  now: string,
): Change {
  const script = scripts.get(change.subject.id) ?? null;
  if (isAccusation(change)) {
    if (change.severity === 'info') return change;
    if (!script || !isFalsePositive(script, approvals, now)) return change;
    const decision = approvals.find(
      (approval) => approval.decision === 'false-positive' && covers(approval, script),
    );
    return decision ? lowered(change, decision, 'a false positive') : change;
  }
  const rejected = bringsSomething.has(change.kind)
    ? approvals.find((approval) => approval.decision === 'rejected' && concerns(approval, change, script))
    : undefined;
  if (rejected) return raised(change, rejected);
  if (change.severity === 'info') return change;
  const foreseen =
    approvals.find((approval) => approval.decision === 'approved' && foresees(approval, change, script)) ??
    approvalOfCauses(change, scripts, approvals);
  return foreseen ? lowered(change, foreseen, 'approved') : change;
}

/** Whether the change says that a script is malicious or data leaked: no approval is about that. */
function isAccusation(change: Change): boolean {
  const after = change.after as { verdict?: string } | null;
  return (
    change.kind === 'canary-leak' ||
    (after !== null && typeof after === 'object' && after.verdict === 'malicious')
  );
}

/** Kinds by which something that a person rejected comes to the site or does more there. */
const bringsSomething: ReadonlySet<ChangeKind> = new Set([
  'script-added',
  'script-behaviour',
  'host-added',
  'visitor-divergence',
]);

/** Whether a decision is about what a change is about. */
function concerns(approval: Approval, change: Change, script: ScriptState | null): boolean {
  const { type, id } = change.subject;
  if (type === 'script') return script !== null && covers(approval, script);
  if (type !== 'host') return false;
  return (
    (approval.scope === 'host' && approval.target === id) ||
    (approval.scope === 'vendor' && (id === approval.target || id.endsWith(`.${approval.target}`)))
  );
}

function foresees(approval: Approval, change: Change, script: ScriptState | null): boolean {
  if (!concerns(approval, change, script)) return false;
  const isMild = severityRank(change.severity) <= severityRank('medium');
  if (change.subject.type === 'host') return isMild;
  // With a recorded behaviour the approval would have been lost, had the script gained anything.
  return approval.behaviour !== null || isMild;
}

/** The approval that foresaw a new host: each script that asked it was approved as one that does. */
function approvalOfCauses(
  { kind, subject, after }: Change,
  scripts: ReadonlyMap<string, ScriptState>,
  approvals: readonly Approval[],
): Approval | undefined {
  if (kind !== 'host-added') return undefined;
  const causes = (after as { scripts?: readonly string[] } | null)?.scripts ?? [];
  const foreseen = causes.map((id) => {
    const script = scripts.get(id);
    return approvals.find(
      (approval) =>
        approval.decision === 'approved' &&
        approval.behaviour?.hosts.includes(subject.id) &&
        script !== undefined &&
        covers(approval, script),
    );
  });
  return foreseen.every((approval) => approval !== undefined) ? foreseen[0] : undefined;
}

interface LostApproval {
  approval: Approval;
  script: ScriptState;
  gain: Behaviour;
}

/** Approvals of scripts that do more now than what was approved. */
function lostApprovals(
  before: SiteState | null,
  state: SiteState,
  approvals: readonly Approval[],
): LostApproval[] {
  const old = new Map(before?.scripts.map((script) => [script.id, script]));
  return approvals.flatMap((approval) => {
    const { behaviour } = approval;
    if (approval.decision !== 'approved' || behaviour === null) return [];
    for (const script of state.scripts) {
      if (!covers(approval, script)) continue;
      const known = old.get(script.id);
      const did = known && covers(approval, known) ? behaviourOf(known) : undefined;
      // An announced release was approved by its code, with what it does.
      const announced = approvals.flatMap((other) =>
        other.decision === 'approved' && other.behaviour && covers(other, script) ? [other.behaviour] : [],
      );
      const gain = gained(union([did, ...announced]), behaviourOf(script));
      if (!isEmpty(gain)) return [{ approval, script, gain }];
    }
    return [];
  });
}

function lostChange(
  changes: readonly Change[],
  state: SiteState,
  approval: Approval,
  script: ScriptState,
  gain: Behaviour,
): Change {
  const gainedBefore = changes.find(
    (change) => change.kind === 'script-behaviour' && change.subject.id === script.id,
  );
  return {
    schemaVersion: 1,
    id: sha256(JSON.stringify([state.site, state.crawl, 'approval-lost', approval.id])).slice(0, 32),
    site: state.site,
    crawl: state.crawl,
    previousCrawl: gainedBefore?.previousCrawl ?? changes[0]?.previousCrawl ?? null,
    kind: 'approval-lost',
    severity: baseSeverity['approval-lost'],
    subject: { type: 'script', id: script.id, url: script.url },
    message: `Script ${script.label} lost the approval that ${approval.decidedBy} gave: since then it gained ${describe(gain)}.`,
    before: { approval: approval.id, behaviour: approval.behaviour },
    after: { gained: gain },
    evidence: [],
    at: state.at,
  };
}

function lowered(change: Change, approval: Approval, as: string): Change {
  const until = approval.expiresAt === null ? '' : ` until ${approval.expiresAt.slice(0, 10)}`;
  const why = approval.justification === null ? '' : `: ${approval.justification}`;
  return {
    ...change,
    severity: 'info',
    message: `${change.message} (${as} by ${approval.decidedBy}${until}${why})`,
  };
}

function raised(change: Change, decision: Approval): Change {
  const why = decision.justification === null ? '' : `: ${decision.justification}`;
  return {
    ...change,
    severity: severityOf(change.kind, ['rejected-by-a-person'], change.severity),
    message: `${change.message} (rejected by ${decision.decidedBy}${why})`,
  };
}

const words: Record<(typeof behaviourSets)[number], string> = {
  fields: 'fields',
  hosts: 'hosts',
  sinks: 'ways out',
  dynamicCode: 'dynamic code',
  storage: 'storage',
};

function describe(behaviour: Behaviour): string {
  return behaviourSets
    .filter((set) => behaviour[set].length > 0)
    .map((set) => `${words[set]} ${behaviour[set].slice(0, 5).join(', ')}`)
    .join('; ');
}
