import type { ChangeKind, Severity } from '../../core/schema/index.ts';
import { severities } from '../../core/schema/index.ts';
import { pastChanges, type Db, type PastChange } from '../store/index.ts';
import { sendTime, type Digest, type QuietHours } from './timing/index.ts';

/** What decides when a rule fires and what it sends. */
export interface PreviewRule {
  siteIds: readonly number[] | null;
  kinds: readonly ChangeKind[] | null;
  minSeverity: Severity;
  quietHours: QuietHours | null;
  digest: Digest | null;
}

/** An alert that would have been. */
export interface PastAlert {
  siteId: number;
  crawlId: number;
  at: number;
  severity: Severity;
  changes: number;
  kinds: ChangeKind[];
  /** Of the worst change. */
  message: string;
  sentAt: number;
  sentAs: 'alert' | 'digest';
}

export interface Preview {
  from: number;
  until: number;
  /** Newest first, 100 at most. */
  alerts: PastAlert[];
  alertCount: number;
  changeCount: number;
  /** Messages that would have been sent: a digest is one. */
  messageCount: number;
  /** Whether there were more changes than are looked at; then only the latest count. */
  isCut: boolean;
}

const mostChanges = 20_000;
const mostShown = 100;
const day = 86_400_000;

/** What a rule would have fired on, by the changes that are stored. */
export async function previewRule(db: Db, rule: PreviewRule, days: number, now: number): Promise<Preview> {
  const from = now - days * day;
  const changes = await pastChanges(db, { ...rule, since: from, limit: mostChanges });
  // Changes of a crawl that came at another time were told on their own.
  const groups = Map.groupBy(changes, ({ crawlId, at }) => `${crawlId} ${at}`);
  const alerts = [...groups.values()].map((group) => pastAlert(rule, group));
  const digests = new Set(alerts.filter((alert) => alert.sentAs === 'digest').map((alert) => alert.sentAt));
  return {
    from,
    until: now,
    alerts: alerts.toReversed().slice(0, mostShown),
    alertCount: alerts.length,
    changeCount: changes.length,
    messageCount: alerts.filter((alert) => alert.sentAs === 'alert').length + digests.size,
    isCut: changes.length === mostChanges,
  };
}

function pastAlert(rule: PreviewRule, changes: readonly PastChange[]): PastAlert {
  const rank = ({ severity }: PastChange): number => severities.indexOf(severity);
  const worst = changes.reduce((one, other) => (rank(other) > rank(one) ? other : one));
  const { siteId, crawlId, at, severity, message } = worst;
  const sent = sendTime(rule, severity, at);
  return {
    siteId,
    crawlId,
    at,
    severity,
    changes: changes.length,
    kinds: [...new Set(changes.map((change) => change.kind))].sort(),
    message,
    sentAt: sent.at,
    sentAs: sent.as,
  };
}
