import { missedRuns, nextRun } from '../schedules/index.ts';
import { crawlMissed } from '../pipeline/site-changes.ts';
import {
  advanceSchedule,
  dueSchedules,
  findJobByKey,
  findSite,
  listSchedules,
  tellOfCrawl,
  type Db,
  type Schedule,
  type Store,
} from '../store/index.ts';
import { crawlKey, queueCrawl } from './crawls.ts';
import type { JobQueue } from './queue.ts';

/** A crawl that starts later than this was missed: somebody should know that no worker was there. */
const graceMs = 15 * 60_000;

const day = 86_400_000;

/**
 * Queues the crawls that are due. After a downtime one crawl catches up for all that were missed, and a change tells how
 * many. A site whose earlier crawl is not finished is left out and told too. Any number of processes may tick at once.
 */
export async function tickSchedules(
  store: Store,
  queue: Pick<JobQueue, 'enqueue'>,
  now: number,
): Promise<number> {
  await mendSchedules(store.db, now);
  let queued = 0;
  for (const due of await dueSchedules(store.db, now)) {
    if (await store.transaction((db) => runDue(db, queue, due, now))) queued++;
  }
  return queued;
}

async function runDue(
  db: Db,
  queue: Pick<JobQueue, 'enqueue'>,
  due: Schedule,
  now: number,
): Promise<boolean> {
  const site = await findSite(db, due.siteId);
  const next = nextRun(due, site.name, new Date(now))?.getTime() ?? null;
  // Of two processes that see the schedule due, one gets on.
  if (!(await advanceSchedule(db, due, { nextRunAt: next, ranAt: now }))) return false;
  const first = new Date(due.nextRunAt!);
  const all = [first, ...missedRuns(due, site.name, first, new Date(now))];
  const crawl = await queueCrawl(queue, db, { siteId: site.id, cause: 'schedule', at: now });
  if (!crawl) {
    const running = await findJobByKey(db, crawlKey(site.id));
    if (running?.crawlId) {
      const of = { id: running.crawlId, siteId: site.id };
      await tellOfCrawl(db, of, [crawlMissed(site, { due: all, why: 'overlap' })], now);
    }
    return false;
  }
  const latest = all.at(-1)!;
  const missed = now - latest.getTime() > graceMs ? all : all.slice(0, -1);
  if (missed.length > 0)
    await tellOfCrawl(db, crawl, [crawlMissed(site, { due: missed, why: 'downtime' })], now);
  return true;
}

/** A clock that once stood in the future left times that are too late: they come back to where they belong. */
async function mendSchedules(db: Db, now: number): Promise<void> {
  for (const schedule of await listSchedules(db)) {
    if (!schedule.isEnabled || schedule.nextRunAt === null || schedule.nextRunAt <= now) continue;
    const { name } = await findSite(db, schedule.siteId);
    // Set back a little, a clock passes a time again at which the site was crawled already.
    const ran = schedule.lastRunAt ?? now;
    const next = nextRun(schedule, name, new Date(ran - now < day ? Math.max(ran, now) : now))?.getTime();
    if (next !== undefined && next < schedule.nextRunAt) {
      await advanceSchedule(db, schedule, { nextRunAt: next, ranAt: schedule.lastRunAt ?? now });
    }
  }
}
