import type { ReportedDecision, ReportedScript } from '../../core/schema/index.ts';
import { covers, isFalsePositive, isInForce, type Approval as Decision } from '../approvals/index.ts';
import type { ScriptState } from '../drift/index.ts';
import { approvalOf } from '../pipeline/compare.ts';
import type { Approval } from '../store/index.ts';

/** What people decided, as it stood at the end of a period. */
export class Decisions {
  readonly #at: string;
  readonly #inForce: readonly Decision[];
  readonly #expired: readonly Decision[];

  constructor(all: readonly Approval[], at: number) {
    this.#at = new Date(at).toISOString();
    const standing = all.filter(({ endedAt }) => endedAt === null || endedAt > at).map(approvalOf);
    this.#inForce = standing.filter((one) => isInForce(one, this.#at));
    this.#expired = standing.filter((one) => !isInForce(one, this.#at));
  }

  /** The decision that counts for a script: the most exact, of several the latest. Else one that ran out. */
  of(script: ScriptState): Pick<ReportedScript, 'approval' | 'approvalState' | 'isFalsePositive'> {
    const decision = mostExact(this.#inForce, script);
    const expired = decision ? null : mostExact(this.#expired, script);
    const state = decision?.decision === 'rejected' ? 'rejected' : decision ? 'approved' : null;
    return {
      approvalState: state ?? (expired ? 'expired' : 'undecided'),
      approval: shown(decision ?? expired),
      isFalsePositive: isFalsePositive(script, this.#inForce, this.#at),
    };
  }

  /** The decision in force on a host or its vendor. */
  ofHost(host: string): Decision | null {
    return (
      this.#inForce.findLast(
        ({ scope, target }) =>
          (scope === 'host' && target === host) ||
          (scope === 'vendor' && (target === host || host.endsWith(`.${target}`))),
      ) ?? null
    );
  }
}

const exactness: readonly Decision['scope'][] = ['script', 'structure', 'host', 'vendor'];

function mostExact(decisions: readonly Decision[], script: ScriptState): Decision | null {
  const about = decisions.filter((one) => one.decision !== 'false-positive' && covers(one, script));
  for (const scope of exactness) {
    const found = about.findLast((one) => one.scope === scope);
    if (found) return found;
  }
  return null;
}

function shown(decision: Decision | null): ReportedDecision | null {
  if (!decision) return null;
  const { id, scope, target, owner, purpose, justification, decidedBy, decidedAt, expiresAt } = decision;
  const words = { owner, purpose, justification };
  return { id, scope, target, decision: decision.decision, ...words, decidedBy, decidedAt, expiresAt };
}
