import { notFound, type Db } from './store.ts';
import type { Row } from './tables.ts';

/** When a site is crawled by itself. What the cron expression means is server/jobs' business. */
export interface Schedule {
  siteId: number;
  cron: string;
  timeZone: string;
  jitterSeconds: number;
  isEnabled: boolean;
  nextRunAt: number | null;
  lastRunAt: number | null;
  /** When it was set or changed last. */
  updatedAt: number;
}

/** Sets or replaces the schedule of a site. */
export async function saveSchedule(
  db: Db,
  schedule: Omit<Schedule, 'lastRunAt' | 'updatedAt'>,
): Promise<Schedule> {
  const columns = {
    cron: schedule.cron,
    time_zone: schedule.timeZone,
    jitter_seconds: schedule.jitterSeconds,
    enabled: schedule.isEnabled ? 1 : 0,
    next_run_at: schedule.nextRunAt,
    updated_at: Date.now(),
  };
  const row = await db
    .insertInto('schedules')
    .values({ site_id: schedule.siteId, ...columns })
    .onConflict((on) => on.column('site_id').doUpdateSet(columns))
    .returningAll()
    .executeTakeFirstOrThrow();
  return scheduleOf(row);
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findSchedule(db: Db, siteId: number): Promise<Schedule> {
  const row = await db.selectFrom('schedules').selectAll().where('site_id', '=', siteId).executeTakeFirst();
  if (!row) throw notFound('schedule of site', siteId);
  return scheduleOf(row);
}

export async function listSchedules(db: Db): Promise<Schedule[]> {
  const rows = await db.selectFrom('schedules').selectAll().orderBy('site_id').execute();
  return rows.map(scheduleOf);
}

export async function removeSchedule(db: Db, siteId: number): Promise<void> {
  await db.deleteFrom('schedules').where('site_id', '=', siteId).execute();
}

/** Enabled schedules whose time has come, earliest first. */
export async function dueSchedules(db: Db, at: number): Promise<Schedule[]> {
  const rows = await db
    .selectFrom('schedules')
    .selectAll()
    .where('enabled', '=', 1)
    .where('next_run_at', '<=', at)
    .orderBy('next_run_at')
    .execute();
  return rows.map(scheduleOf);
}

/**
 * Moves a due schedule to its next time; false when another server did so first, which then starts the crawl. Call it
 * in the transaction that queues the crawl.
 */
export async function advanceSchedule(
  db: Db,
  due: Schedule,
  next: { nextRunAt: number | null; ranAt: number },
): Promise<boolean> {
  const row = await db
    .updateTable('schedules')
    .set({ next_run_at: next.nextRunAt, last_run_at: next.ranAt })
    .where('site_id', '=', due.siteId)
    .where('next_run_at', '=', due.nextRunAt)
    .returning('site_id')
    .executeTakeFirst();
  return row !== undefined;
}

function scheduleOf(row: Row<'schedules'>): Schedule {
  return {
    siteId: row.site_id,
    cron: row.cron,
    timeZone: row.time_zone,
    jitterSeconds: row.jitter_seconds,
    isEnabled: row.enabled === 1,
    nextRunAt: row.next_run_at,
    lastRunAt: row.last_run_at,
    updatedAt: row.updated_at,
  };
}
