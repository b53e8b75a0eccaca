import { randomBytes } from 'node:crypto';
import type { Db } from '../store.ts';

/** Where the browsers of a site's visitors report to. */
export interface ReportKey {
  siteId: number;
  key: string;
  salt: string;
  createdAt: number;
}

/** 192 random bits: nobody guesses one, and nobody finds a site by trying. */
const makeKey = (): string => randomBytes(24).toString('base64url');

/** The report key of a site, made when it is asked for the first time. */
export async function ensureReportKey(db: Db, siteId: number, at = Date.now()): Promise<ReportKey> {
  await db
    .insertInto('report_keys')
    .values({ site_id: siteId, key: makeKey(), salt: makeKey(), created_at: at })
    .onConflict((on) => on.column('site_id').doNothing())
    .execute();
  const row = await db
    .selectFrom('report_keys')
    .selectAll()
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  return { siteId, key: row.key, salt: row.salt, createdAt: row.created_at };
}

/** Another key for a site; reports to the old one are dropped from now on. */
export async function rotateReportKey(db: Db, siteId: number, at = Date.now()): Promise<ReportKey> {
  const fresh = { key: makeKey(), salt: makeKey(), created_at: at };
  await db
    .insertInto('report_keys')
    .values({ site_id: siteId, ...fresh })
    .onConflict((on) => on.column('site_id').doUpdateSet(fresh))
    .execute();
  return ensureReportKey(db, siteId, at);
}

export async function listReportKeys(db: Db): Promise<ReportKey[]> {
  const rows = await db.selectFrom('report_keys').selectAll().execute();
  return rows.map((row) => ({
    siteId: row.site_id,
    key: row.key,
    salt: row.salt,
    createdAt: row.created_at,
  }));
}
