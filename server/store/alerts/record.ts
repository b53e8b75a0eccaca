import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { severities, type ChangeKind, type Severity } from '../../../core/schema/index.ts';
import { sendTime, type SendTime } from '../../alerts/timing/index.ts';
import { batches } from '../batches.ts';
import type { Db } from '../store.ts';
import { findChannel } from './channels.ts';
import { listRules, type AlertRule } from './rules.ts';

/** What of a recorded change decides whether a rule asks for it. */
export interface RecordedChange {
  id: number;
  kind: ChangeKind;
  severity: Severity;
}

/** Whether a rule asks for a change of a site that it watches. Pure. */
export function asksFor(
  rule: Pick<AlertRule, 'kinds' | 'minSeverity'>,
  change: Omit<RecordedChange, 'id'>,
): boolean {
  return (
    severities.indexOf(change.severity) >= severities.indexOf(rule.minSeverity) &&
    (rule.kinds === null || rule.kinds.includes(change.kind))
  );
}

/**
 * Records the alerts that newly recorded changes of a crawl raise, one a rule and crawl, and puts what is to be sent into
 * the outbox. Belongs into the transaction that records the changes: then neither is there without the other, and since a
 * change is recorded once, so is its alert. Changes that come to a crawl later (a new detector, visitors' reports) are
 * added to its alert, which is open again and told once more.
 */
export async function recordAlerts(
  db: Db,
  crawl: { id: number; siteId: number },
  changes: readonly RecordedChange[],
  at: number,
): Promise<void> {
  if (changes.length === 0) return;
  for (const rule of await listRules(db, crawl.siteId)) {
    const wanted = changes.filter((change) => asksFor(rule, change));
    if (wanted.length > 0) await raise(db, rule, crawl, wanted, at);
  }
}

async function raise(
  db: Db,
  rule: AlertRule,
  crawl: { id: number; siteId: number },
  changes: readonly RecordedChange[],
  at: number,
): Promise<void> {
  const severity = Math.max(...changes.map((change) => severities.indexOf(change.severity)));
  const alert = await db
    .insertInto('alerts')
    .values({
      rule_id: rule.id,
      rule_name: rule.name,
      site_id: crawl.siteId,
      crawl_id: crawl.id,
      severity,
      changes: changes.length,
      tellings: 1,
      created_at: at,
      updated_at: at,
    })
    .onConflict((on) =>
      on.columns(['rule_id', 'crawl_id']).doUpdateSet({
        severity: sql`case when alerts.severity > excluded.severity then alerts.severity else excluded.severity end`,
        changes: sql`alerts.changes + excluded.changes`,
        tellings: sql`alerts.tellings + 1`,
        updated_at: at,
        acknowledged_at: null,
        acknowledged_by: null,
      }),
    )
    .returning(['id', 'tellings'])
    .executeTakeFirstOrThrow();
  for (const piece of batches(changes, 3)) {
    await db
      .insertInto('alert_changes')
      .values(piece.map(({ id }) => ({ alert_id: alert.id, change_id: id, telling: alert.tellings })))
      .execute();
  }
  const deliveryId = await deliveryFor(db, rule, sendTime(rule, severities[severity]!, at), at);
  await db
    .insertInto('delivery_items')
    .values({ delivery_id: deliveryId, alert_id: alert.id, telling: alert.tellings })
    .execute();
}

/** A delivery of its own, or the digest that gathers this time. */
async function deliveryFor(db: Db, rule: AlertRule, time: SendTime, at: number): Promise<number> {
  const channel = await findChannel(db, rule.channelId);
  const row = {
    kind: time.as,
    channel_id: channel.id,
    channel_name: channel.name,
    rule_id: rule.id,
    rule_name: rule.name,
    webhook_id: newWebhookId(),
    due_at: time.at,
    created_at: at,
    ...(channel.enabled
      ? { state: 'waiting' as const }
      : {
          state: 'parked' as const,
          error: channel.disabledReason ?? 'the channel is switched off',
          finished_at: at,
        }),
  };
  if (time.as === 'alert' || !channel.enabled) {
    const { id } = await db.insertInto('deliveries').values(row).returning('id').executeTakeFirstOrThrow();
    return id;
  }
  for (let next = time; ; next = sendTime(rule, 'info', next.at)) {
    const key = `${rule.id}:${next.at}`;
    await db
      .insertInto('deliveries')
      .values({ ...row, due_at: next.at, digest_key: key, digest_from: at })
      .onConflict((on) => on.column('digest_key').doNothing())
      .execute();
    // Holds the row until this transaction ends, so that it is not sent without what is about to be put in.
    const open = await db
      .updateTable('deliveries')
      .set({ due_at: next.at })
      .where('digest_key', '=', key)
      .where('state', '=', 'waiting')
      .where('attempts', '=', 0)
      .returning('id')
      .executeTakeFirst();
    if (open) return open.id;
  }
}

/** As Standard Webhooks wants it: the same for every attempt, and no dot in it. */
export function newWebhookId(): string {
  return `msg_${randomUUID().replaceAll('-', '')}`;
}
