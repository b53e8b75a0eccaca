import type { Digest, QuietHours } from '../../alerts/timing/index.ts';
import { severities, type ChangeKind, type Severity } from '../../../core/schema/index.ts';
import { isBrokenReference } from '../dialect/errors.ts';
import { notFound, type Db } from '../store.ts';
import type { Row } from '../tables.ts';

/** Which changes are told, where, and when. */
export interface AlertRule {
  id: number;
  name: string;
  channelId: number;
  minSeverity: Severity;
  /** Null: every kind. */
  kinds: ChangeKind[] | null;
  /** Null: every site, also those to come. */
  siteIds: number[] | null;
  quietHours: QuietHours | null;
  /** Null: at once. */
  digest: Digest | null;
  enabled: boolean;
  createdAt: number;
  updatedAt: number;
}

export type NewRule = Omit<AlertRule, 'id' | 'createdAt' | 'updatedAt'>;

/** @throws ScriptwardenError SW_STORE_NOT_FOUND when there is no such channel or site. */
export async function addRule(db: Db, rule: NewRule, at: number): Promise<AlertRule> {
  const row = await db
    .insertInto('rules')
    .values({ ...columnsOf(rule), created_at: at, updated_at: at })
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(missing('channel', rule.channelId));
  await saveSites(db, row.id, rule.siteIds);
  return ruleOf(row, rule.siteIds);
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function updateRule(db: Db, id: number, rule: NewRule, at: number): Promise<AlertRule> {
  const row = await db
    .updateTable('rules')
    .set({ ...columnsOf(rule), updated_at: at })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
    .catch(missing('channel', rule.channelId));
  if (!row) throw notFound('rule', id);
  await db.deleteFrom('rule_sites').where('rule_id', '=', id).execute();
  await saveSites(db, id, rule.siteIds);
  return ruleOf(row, rule.siteIds);
}

/** Its alerts and deliveries stay; what waits to be sent is still sent. */
export async function removeRule(db: Db, id: number): Promise<void> {
  const gone = await db.deleteFrom('rules').where('id', '=', id).returning('id').executeTakeFirst();
  if (!gone) throw notFound('rule', id);
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findRule(db: Db, id: number): Promise<AlertRule> {
  const row = await db.selectFrom('rules').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('rule', id);
  return (await withSites(db, [row]))[0]!;
}

/** By id; those that are switched on and watch a site, when one is given. */
export async function listRules(db: Db, watching?: number): Promise<AlertRule[]> {
  let query = db.selectFrom('rules').selectAll().orderBy('id');
  if (watching !== undefined) {
    query = query
      .where('enabled', '=', 1)
      .where((where) =>
        where.or([
          where('every_site', '=', 1),
          where.exists(
            where
              .selectFrom('rule_sites')
              .select('rule_id')
              .whereRef('rule_id', '=', 'rules.id')
              .where('site_id', '=', watching),
          ),
        ]),
      );
  }
  return withSites(db, await query.execute());
}

async function withSites(db: Db, rows: readonly Row<'rules'>[]): Promise<AlertRule[]> {
  if (rows.length === 0) return [];
  const sites = await db
    .selectFrom('rule_sites')
    .selectAll()
    .where(
      'rule_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('site_id')
    .execute();
  return rows.map((row) =>
    ruleOf(
      row,
      row.every_site === 1 ? null : sites.filter((one) => one.rule_id === row.id).map((one) => one.site_id),
    ),
  );
}

async function saveSites(db: Db, ruleId: number, siteIds: readonly number[] | null): Promise<void> {
  if (siteIds === null || siteIds.length === 0) return;
  await db
    .insertInto('rule_sites')
    .values([...new Set(siteIds)].map((siteId) => ({ rule_id: ruleId, site_id: siteId })))
    .execute()
    .catch(missing('site', siteIds.join(', ')));
}

function missing(what: string, name: string | number) {
  return (error: unknown): never => {
    throw isBrokenReference(error) ? notFound(what, name) : error;
  };
}

function columnsOf(rule: NewRule) {
  return {
    name: rule.name,
    channel_id: rule.channelId,
    min_severity: severities.indexOf(rule.minSeverity),
    kinds: rule.kinds && JSON.stringify(rule.kinds),
    every_site: Number(rule.siteIds === null),
    quiet: rule.quietHours && JSON.stringify(rule.quietHours),
    digest: rule.digest && JSON.stringify(rule.digest),
    enabled: Number(rule.enabled),
  };
}

function ruleOf(row: Row<'rules'>, siteIds: number[] | null): AlertRule {
  return {
    id: row.id,
    name: row.name,
    channelId: row.channel_id,
    minSeverity: severities[row.min_severity]!,
    kinds: row.kinds === null ? null : (JSON.parse(row.kinds) as ChangeKind[]),
    siteIds,
    quietHours: row.quiet === null ? null : (JSON.parse(row.quiet) as QuietHours),
    digest: row.digest === null ? null : (JSON.parse(row.digest) as Digest),
    enabled: row.enabled === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
