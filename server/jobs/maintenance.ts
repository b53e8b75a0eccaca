import type { PipelineContext } from '../pipeline/context.ts';
import { listJobs, type Job, type Store } from '../store/index.ts';
import { chores, doChores, type Chore } from './chores.ts';
import type { JobHandler, JobQueue } from './queue.ts';

export const maintenanceKind = 'maintenance';

/**
 * Sees to it that the maintenance of a day (UTC) is queued, and answers whether it is. Any number of workers may ask at
 * once: while one is unfinished its key keeps out a second, and one that still slips in finds the day's work done.
 */
export async function queueMaintenance(
  store: Store,
  queue: Pick<JobQueue, 'enqueue'>,
  now: number,
): Promise<boolean> {
  const day = dayOf(now);
  if ((await maintenanceOf(store, day)).length > 0) return true;
  const job = await store.transaction((db) =>
    queue.enqueue(db, {
      kind: maintenanceKind,
      uniqueKey: maintenanceKind,
      payload: { day },
      priority: -20,
      maxAttempts: 5,
      at: now,
    }),
  );
  // Else another worker's, seen next time, or that of an earlier day, which must come to its end first.
  return job !== null;
}

/** Does the chores of the day that a job names, unless an earlier job did. */
export function maintenanceHandler(
  { store, now }: Pick<PipelineContext, 'store' | 'now'>,
  wanted: readonly Chore[] = chores,
): JobHandler {
  return {
    async run(job) {
      const others = await maintenanceOf(store, (job.payload as { day: string }).day);
      if (others.some(({ id, state }) => id < job.id && state === 'done')) return;
      await doChores({ store, now: now() }, wanted);
    },
  };
}

/** The day of a time, in UTC: what maintenance is done once for. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** Jobs that were queued for a day. The days of the last ones only: a clock that stood in the future hides no day. */
async function maintenanceOf(store: Store, day: string): Promise<Job[]> {
  const jobs = await listJobs(store.db, { kind: maintenanceKind, limit: 50 });
  return jobs.filter(({ payload }) => (payload as { day?: unknown }).day === day);
}
