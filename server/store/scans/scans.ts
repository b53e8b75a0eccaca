import { randomBytes } from 'node:crypto';
import type { Page } from '../lists.ts';
import { notFound, type Db } from '../store.ts';
import type { Row } from '../tables.ts';
import type { ScanSource, ScanState } from '../tables/scans.ts';

/** One upload of one user. */
export interface Scan {
  id: number;
  key: string;
  ownerId: number;
  source: ScanSource;
  /** What it is called in lists. */
  name: string;
  /** The address it was fetched from. */
  url: string | null;
  state: ScanState;
  error: { code: string; message: string } | null;
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  expiresAt: number;
}

export interface NewScan {
  ownerId: number;
  source: ScanSource;
  name: string;
  url?: string | null;
  at: number;
  expiresAt: number;
}

export async function createScan(db: Db, scan: NewScan): Promise<Scan> {
  const row = await db
    .insertInto('scans')
    .values({
      key: randomBytes(16).toString('hex'),
      owner_id: scan.ownerId,
      source: scan.source,
      name: scan.name,
      url: scan.url ?? null,
      state: 'queued',
      error: null,
      created_at: scan.at,
      started_at: null,
      finished_at: null,
      expires_at: scan.expiresAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return scanOf(row);
}

/** By its outside name, for somebody: `owner` null sees every scan. @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findScan(db: Db, key: string, owner: number | null): Promise<Scan> {
  const row = await db
    .selectFrom('scans')
    .selectAll()
    .where('key', '=', key)
    .$if(owner !== null, (query) => query.where('owner_id', '=', owner!))
    .executeTakeFirst();
  if (!row) throw notFound('scan', key);
  return scanOf(row);
}

/** Null when it was deleted meanwhile. */
export async function findScanById(db: Db, id: number): Promise<Scan | null> {
  const row = await db.selectFrom('scans').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? scanOf(row) : null;
}

export interface ScanFilter {
  ownerId?: number;
  states?: readonly ScanState[];
  sinceTime?: number;
  limit?: number;
  after?: string;
}

/** Newest first. */
export async function listScans(db: Db, filter: ScanFilter = {}): Promise<Page<Scan>> {
  const limit = filter.limit ?? 100;
  let query = db.selectFrom('scans').selectAll();
  if (filter.ownerId !== undefined) query = query.where('owner_id', '=', filter.ownerId);
  if (filter.states) query = query.where('state', 'in', filter.states);
  if (filter.sinceTime !== undefined) query = query.where('created_at', '>=', filter.sinceTime);
  if (filter.after !== undefined) {
    const [time = '', key = ''] = filter.after.split('.');
    const at = Number.isSafeInteger(Number(time)) ? Number(time) : 0;
    query = query.where((where) => where(where.refTuple('created_at', 'key'), '<', where.tuple(at, key)));
  }
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('key', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(scanOf);
  const end = items.at(-1);
  return { items, next: rows.length > limit && end ? `${end.createdAt}.${end.key}` : null };
}

/** How many scans of this user wait or run. */
export async function countOpenScans(db: Db, ownerId: number): Promise<number> {
  const row = await db
    .selectFrom('scans')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('owner_id', '=', ownerId)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirstOrThrow();
  return row.count;
}

/** queued or running → running. False when it is over or gone. */
export async function startScan(db: Db, id: number, at: number): Promise<boolean> {
  const row = await db
    .updateTable('scans')
    .set((set) => ({ state: 'running' as const, started_at: set.fn.coalesce('started_at', set.val(at)) }))
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** queued or running → done, or failed when there is an error. False when it was over already or is gone. */
export async function finishScan(
  db: Db,
  id: number,
  error: { code: string; message: string } | null,
  at: number,
): Promise<boolean> {
  const row = await db
    .updateTable('scans')
    .set({
      state: error ? 'failed' : 'done',
      error: error && JSON.stringify({ code: error.code, message: error.message.slice(0, 2000) }),
      finished_at: at,
    })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes it away with its files; bodies and results that nothing else needs go with the next `dropUnusedUploads`. */
export async function deleteScan(db: Db, id: number): Promise<void> {
  await db.deleteFrom('scans').where('id', '=', id).execute();
}

/** Scans older than their owner's time for them; answers how many went. */
export async function expireScans(db: Db, now: number): Promise<number> {
  const gone = await db.deleteFrom('scans').where('expires_at', '<', now).returning('id').execute();
  return gone.length;
}

/** Scans that wait or run although no job will ever take them up. */
export async function strandedScans(db: Db): Promise<number[]> {
  const scans = await db
    .selectFrom('scans')
    .select('id')
    .where('state', 'in', ['queued', 'running'])
    .orderBy('id')
    .limit(1000)
    .execute();
  if (scans.length === 0) return [];
  const jobs = await db
    .selectFrom('jobs')
    .select('unique_key')
    .where('state', 'in', ['queued', 'running'])
    .where(
      'unique_key',
      'in',
      scans.map(({ id }) => scanJobKey(id)),
    )
    .execute();
  const taken = new Set(jobs.map((job) => job.unique_key));
  return scans.map(({ id }) => id).filter((id) => !taken.has(scanJobKey(id)));
}

/** The unique key of the job that does a scan. */
export function scanJobKey(scanId: number): string {
  return `scan:${scanId}`;
}

function scanOf(row: Row<'scans'>): Scan {
  return {
    id: row.id,
    key: row.key,
    ownerId: row.owner_id,
    source: row.source,
    name: row.name,
    url: row.url,
    state: row.state,
    error: row.error === null ? null : (JSON.parse(row.error) as Scan['error']),
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    expiresAt: row.expires_at,
  };
}
