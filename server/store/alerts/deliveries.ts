import type { Page } from '../lists.ts';
import { notFound, type Db } from '../store.ts';
import type { DeliveryKind, DeliveryState, Row } from '../tables.ts';

/** Something to be told to one channel: an alert, a digest of several, or a test. */
export interface Delivery {
  id: number;
  kind: DeliveryKind;
  /** Null when it was removed. */
  channelId: number | null;
  channelName: string;
  ruleId: number | null;
  ruleName: string | null;
  webhookId: string;
  state: DeliveryState;
  dueAt: number;
  attempts: number;
  /** Failures in a row. */
  failures: number;
  error: string | null;
  /** Start of the time that a digest is about. */
  digestFrom: number | null;
  createdAt: number;
  finishedAt: number | null;
}

export interface DeliveryAttempt {
  number: number;
  at: number;
  durationMs: number;
  outcome: 'delivered' | 'failed';
  status: number | null;
  error: string | null;
}

/** One telling of an alert, as a delivery carries it. */
export interface DeliveryItem {
  alertId: number;
  telling: number;
  siteId: number;
}

export async function addTestDelivery(
  db: Db,
  delivery: { channelId: number; channelName: string; webhookId: string; at: number },
): Promise<Delivery> {
  const row = await db
    .insertInto('deliveries')
    .values({
      kind: 'test',
      channel_id: delivery.channelId,
      channel_name: delivery.channelName,
      webhook_id: delivery.webhookId,
      state: 'waiting',
      // Whoever asked for it sends it himself; should his process die, nobody wants it later.
      due_at: Number.MAX_SAFE_INTEGER,
      created_at: delivery.at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return deliveryOf(row);
}

export interface DeliveryFilter {
  channelId?: number;
  alertId?: number;
  states?: readonly DeliveryState[];
  /** Only those that tell of these sites and no others. */
  siteIds?: readonly number[];
  limit?: number;
  after?: string;
}

/** Newest first. */
export async function listDeliveries(db: Db, filter: DeliveryFilter = {}): Promise<Page<Delivery>> {
  const limit = filter.limit ?? 100;
  let query = db.selectFrom('deliveries').selectAll('deliveries');
  if (filter.channelId !== undefined) query = query.where('channel_id', '=', filter.channelId);
  if (filter.states) query = query.where('state', 'in', filter.states);
  if (filter.after !== undefined) query = query.where('deliveries.id', '<', Number(filter.after) || 0);
  const { alertId, siteIds } = filter;
  if (alertId !== undefined) {
    query = query.where('deliveries.id', 'in', (select) =>
      select.selectFrom('delivery_items').select('delivery_id').where('alert_id', '=', alertId),
    );
  }
  if (siteIds !== undefined) {
    const items = (select: typeof db) =>
      select
        .selectFrom('delivery_items')
        .innerJoin('alerts', 'alerts.id', 'delivery_items.alert_id')
        .select('delivery_items.delivery_id');
    query = query
      .where('deliveries.id', 'in', items(db).where('alerts.site_id', 'in', [-1, ...siteIds]))
      .where('deliveries.id', 'not in', items(db).where('alerts.site_id', 'not in', [-1, ...siteIds]));
  }
  const rows = await query
    .orderBy('deliveries.id', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(deliveryOf);
  return { items, next: rows.length > limit ? String(items.at(-1)!.id) : null };
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findDelivery(db: Db, id: number): Promise<Delivery> {
  const row = await db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('delivery', id);
  return deliveryOf(row);
}

/** First to last. */
export async function deliveryAttempts(db: Db, id: number): Promise<DeliveryAttempt[]> {
  const rows = await db
    .selectFrom('delivery_attempts')
    .selectAll()
    .where('delivery_id', '=', id)
    .orderBy('number')
    .execute();
  return rows.map(({ number, at, duration_ms: durationMs, outcome, status, error }) => ({
    number,
    at,
    durationMs,
    outcome,
    status,
    error,
  }));
}

/** What it tells, the worst alert first. */
export async function deliveryItems(db: Db, id: number): Promise<DeliveryItem[]> {
  return db
    .selectFrom('delivery_items')
    .innerJoin('alerts', 'alerts.id', 'delivery_items.alert_id')
    .select(['alert_id as alertId', 'telling', 'site_id as siteId'])
    .where('delivery_id', '=', id)
    .orderBy('severity', 'desc')
    .orderBy('alert_id')
    .orderBy('telling')
    .execute();
}

/** How many wait, are parked, and so on; and since when the longest waiting one has been due. */
export async function countDeliveries(
  db: Db,
): Promise<{ byState: Record<DeliveryState, number>; oldestDueAt: number | null }> {
  const rows = await db
    .selectFrom('deliveries')
    .select((select) => ['state', select.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  const oldest = await db
    .selectFrom('deliveries')
    .select((select) => select.fn.min('due_at').as('at'))
    .where('state', '=', 'waiting')
    .where('kind', '<>', 'test')
    .executeTakeFirst();
  const byState = { waiting: 0, sending: 0, delivered: 0, parked: 0 };
  for (const { state, count } of rows) byState[state] = count;
  return { byState, oldestDueAt: (oldest?.at as number | null | undefined) ?? null };
}

/** Removes deliveries that ended before a time, with their attempts. */
export async function dropDeliveries(db: Db, before: number): Promise<number> {
  const gone = await db
    .deleteFrom('deliveries')
    .where('finished_at', 'is not', null)
    .where('finished_at', '<', before)
    .returning('id')
    .execute();
  return gone.length;
}

export function deliveryOf(row: Row<'deliveries'>): Delivery {
  return {
    id: row.id,
    kind: row.kind,
    channelId: row.channel_id,
    channelName: row.channel_name,
    ruleId: row.rule_id,
    ruleName: row.rule_name,
    webhookId: row.webhook_id,
    state: row.state,
    dueAt: row.due_at,
    attempts: row.attempts,
    failures: row.failures,
    error: row.error,
    digestFrom: row.digest_from,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
