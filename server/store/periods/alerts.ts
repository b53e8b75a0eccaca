import { listAlerts, type Alert } from '../alerts/index.ts';
import { inBatches } from '../batches.ts';
import type { Db } from '../store.ts';
import type { Period } from './period.ts';

/** An alert with what was sent of it. */
export interface AlertOfPeriod extends Alert {
  deliveries: { channel: string; state: string; at: number | null }[];
}

/** The alerts raised in a period, latest first, and to whom they went. */
export async function alertsOfPeriod(
  db: Db,
  siteId: number,
  { from, to }: Period,
  limit: number,
): Promise<AlertOfPeriod[]> {
  const { items } = await listAlerts(db, { siteIds: [siteId], since: from, limit: 1000 });
  const alerts = items.filter(({ createdAt }) => createdAt >= from && createdAt < to).slice(0, limit);
  const rows = await inBatches(
    alerts.map(({ id }) => id),
    (piece) =>
      db
        .selectFrom('delivery_items')
        .innerJoin('deliveries', 'deliveries.id', 'delivery_id')
        .select(['alert_id', 'channel_name as channel', 'state', 'finished_at as at'])
        .where('alert_id', 'in', piece)
        .orderBy('deliveries.id')
        .execute(),
  );
  const byAlert = Map.groupBy(rows, (row) => row.alert_id);
  return alerts.map((alert) => ({
    ...alert,
    deliveries: (byAlert.get(alert.id) ?? []).map(({ channel, state, at }) => ({ channel, state, at })),
  }));
}
