import type { Db } from './store.ts';

/**
 * Brings back what a clock that stood in the future left there, for otherwise it would be waited for: a queued job is due
 * now, a running one is its worker's for one more lease, which a living worker prolongs. `longestMs` is more than any job
 * waits or is held in good order. Answers how many there were.
 */
export async function mendJobTimes(
  db: Db,
  at: number,
  { longestMs, leaseMs }: { longestMs: number; leaseMs: number },
): Promise<number> {
  const queued = await db
    .updateTable('jobs')
    .set({ run_at: at })
    .where('state', '=', 'queued')
    .where('run_at', '>', at + longestMs)
    .returning('id')
    .execute();
  const running = await db
    .updateTable('jobs')
    .set({ lease_until: at + leaseMs })
    .where('state', '=', 'running')
    .where('lease_until', '>', at + longestMs)
    .returning('id')
    .execute();
  return queued.length + running.length;
}
