import type { Change, ReportedAlert, ReportedChange, ReportedScript } from '../../core/schema/index.ts';
import type { Decisions } from './decisions.ts';
import type { ReportFacts } from './facts.ts';

/** The changes of the period with what came of each, worst first. Pure. */
export function reportChanges(
  { changes }: ReportFacts,
  scripts: readonly ReportedScript[],
  decisions: Decisions,
): ReportedChange[] {
  const byId = new Map(scripts.map((script) => [script.id, script]));
  return changes.map((change) => ({ ...change, state: stateOf(change, byId, decisions) }));
}

function stateOf(
  change: Change,
  scripts: ReadonlyMap<string, ReportedScript>,
  decisions: Decisions,
): ReportedChange['state'] {
  const { subject, severity, at } = change;
  if (severity === 'info') return 'foreseen';
  if (subject.type === 'host') {
    const decision = decisions.ofHost(subject.id);
    if (decision?.decision === 'approved') return 'approved';
    return decision?.decision === 'rejected' ? 'rejected' : 'open';
  }
  if (subject.type !== 'script' && subject.type !== 'visitor') return 'recorded';
  const script = scripts.get(subject.id);
  if (script?.approval && script.approvalState !== 'expired' && script.approval.decidedAt >= at) {
    return script.approvalState === 'rejected' ? 'rejected' : 'approved';
  }
  return script?.isPresent === true ? 'open' : 'gone';
}

/** The alerts of the period, to whom they went, and who saw to them. Pure. */
export function reportAlerts({ alerts }: ReportFacts): ReportedAlert[] {
  return alerts.map((alert) => ({
    id: String(alert.id),
    rule: alert.ruleName,
    crawl: String(alert.crawlId),
    severity: alert.severity,
    changes: alert.changes,
    at: text(alert.createdAt)!,
    deliveries: alert.deliveries.map(({ channel, state, at }) => ({ channel, state, at: text(at) })),
    acknowledgedBy: alert.acknowledgedBy,
    acknowledgedAt: text(alert.acknowledgedAt),
    note: alert.note,
  }));
}

function text(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
