import { severities, type Change, type Severity } from '../../../core/schema/index.ts';
import { changeOf } from '../changes.ts';
import type { Page } from '../lists.ts';
import { notFound, type Db } from '../store.ts';
import type { Row } from '../tables.ts';

/** A rule that fired for a crawl. */
export interface Alert {
  id: number;
  /** Null when it was removed. */
  ruleId: number | null;
  ruleName: string;
  siteId: number;
  crawlId: number;
  severity: Severity;
  /** How many changes it is about. */
  changes: number;
  tellings: number;
  createdAt: number;
  updatedAt: number;
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
  note: string | null;
}

export interface AlertFilter {
  siteIds?: readonly number[];
  ruleId?: number;
  crawlId?: number;
  minSeverity?: Severity;
  acknowledged?: boolean;
  /** Milliseconds since 1970. */
  since?: number;
  limit?: number;
  after?: string;
}

/** Newest first. */
export async function listAlerts(db: Db, filter: AlertFilter = {}): Promise<Page<Alert>> {
  const limit = filter.limit ?? 100;
  let query = db.selectFrom('alerts').selectAll();
  if (filter.siteIds !== undefined) query = query.where('site_id', 'in', [-1, ...filter.siteIds]);
  if (filter.ruleId !== undefined) query = query.where('rule_id', '=', filter.ruleId);
  if (filter.crawlId !== undefined) query = query.where('crawl_id', '=', filter.crawlId);
  if (filter.minSeverity !== undefined)
    query = query.where('severity', '>=', severities.indexOf(filter.minSeverity));
  if (filter.acknowledged !== undefined)
    query = query.where('acknowledged_at', filter.acknowledged ? 'is not' : 'is', null);
  if (filter.since !== undefined) query = query.where('updated_at', '>=', filter.since);
  if (filter.after !== undefined) query = query.where('id', '<', Number(filter.after) || 0);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(alertOf);
  return { items, next: rows.length > limit ? String(items.at(-1)!.id) : null };
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findAlert(db: Db, id: number): Promise<Alert> {
  const row = await db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('alert', id);
  return alertOf(row);
}

/** Changes of an alert, worst first: all of them, or those that one telling brought. */
export async function alertChanges(
  db: Db,
  alertId: number,
  { telling, limit = 1000 }: { telling?: number; limit?: number } = {},
): Promise<Change[]> {
  let query = db
    .selectFrom('alert_changes')
    .innerJoin('changes', 'changes.id', 'alert_changes.change_id')
    .selectAll('changes')
    .where('alert_id', '=', alertId);
  if (telling !== undefined) query = query.where('telling', '=', telling);
  const rows = await query.orderBy('severity', 'desc').orderBy('changes.id').limit(limit).execute();
  return rows.map(changeOf);
}

/** How many changes one telling of an alert brought. */
export async function countTold(db: Db, alertId: number, telling: number): Promise<number> {
  const { count } = await db
    .selectFrom('alert_changes')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('alert_id', '=', alertId)
    .where('telling', '=', telling)
    .executeTakeFirstOrThrow();
  return count;
}

/** Somebody has seen to it; `by` null takes that back. @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function acknowledgeAlert(
  db: Db,
  id: number,
  { by, note, at }: { by: string | null; note: string | null; at: number },
): Promise<Alert> {
  const row = await db
    .updateTable('alerts')
    .set({ acknowledged_at: by === null ? null : at, acknowledged_by: by, note })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw notFound('alert', id);
  return alertOf(row);
}

function alertOf(row: Row<'alerts'>): Alert {
  return {
    id: row.id,
    ruleId: row.rule_id,
    ruleName: row.rule_name,
    siteId: row.site_id,
    crawlId: row.crawl_id,
    severity: severities[row.severity]!,
    changes: row.changes,
    tellings: row.tellings,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedBy: row.acknowledged_by,
    note: row.note,
  };
}
