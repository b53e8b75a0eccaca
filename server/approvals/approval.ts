import { siteOf } from '../../core/egress/index.ts';
import type { Behaviour } from '../../core/schema/index.ts';
import type { ScriptState } from '../drift/index.ts';

/** What a decision is about: one script, all scripts of a vendor's domain, of a host, or one structure hash. */
export const approvalScopes = ['script', 'vendor', 'host', 'structure'] as const;

/** A person's decision. `false-positive` is about the verdict, the others about the script. */
export interface Approval {
  id: string;
  scope: (typeof approvalScopes)[number];
  /** Script id, registrable domain, host or structure hash, by scope. */
  target: string;
  decision: 'approved' | 'rejected' | 'false-positive';
  owner: string | null;
  purpose: string | null;
  justification: string | null;
  decidedBy: string;
  /** RFC 3339. */
  decidedAt: string;
  expiresAt: string | null;
  /** What was approved; gaining anything beyond it ends the approval. Null: nothing was recorded. */
  behaviour: Behaviour | null;
}

/** Whether the decision still holds at a moment (RFC 3339). */
export function isInForce(approval: Approval, now: string): boolean {
  return approval.expiresAt === null || Date.parse(now) < Date.parse(approval.expiresAt);
}

/** Whether the decision is about this script. By structure only when every version present has that structure. */
export function covers(approval: Approval, script: ScriptState): boolean {
  switch (approval.scope) {
    case 'script':
      return approval.target === script.id;
    case 'host':
      return script.host === approval.target;
    case 'vendor':
      return script.host !== null && siteOf(script.host) === approval.target;
    case 'structure':
      return (
        script.versions.length > 0 &&
        script.versions.every((version) => version.structureHash === approval.target)
      );
  }
}

/** Whether a person said, with an end date, that this structure's malicious verdict is wrong. */
export function isFalsePositive(script: ScriptState, approvals: readonly Approval[], now: string): boolean {
  const accused = script.versions.filter((version) => version.analysis?.verdict === 'malicious');
  return (
    accused.length > 0 &&
    accused.every((version) =>
      approvals.some(
        (approval) =>
          approval.decision === 'false-positive' &&
          approval.scope === 'structure' &&
          approval.target === version.structureHash &&
          approval.expiresAt !== null &&
          isInForce(approval, now),
      ),
    )
  );
}
