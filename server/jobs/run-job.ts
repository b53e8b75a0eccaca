import { cancelReason } from '../pipeline/cancel.ts';
import { completeJob, failJob, findJob, keepJob, releaseJob, type Job, type Store } from '../store/index.ts';
import type { WorkOptions } from './queue.ts';

export const firstRetryMs = 30_000;
const longestRetryMs = 30 * 60_000;

/** When to try again after the given number of attempts: 30 s, 2 min, 8 min … half an hour at most. */
export function retryDelay(attempts: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 4 ** Math.max(0, attempts - 1));
}

/**
 * Does a claimed job and writes down how it ended. While it runs its lease is prolonged; when that fails, because the job
 * was cancelled or another worker holds it by now, the handler is told to stop. `stop` lets go of the job unfinished.
 * Without `retries` the first failure is final.
 */
export async function runJob(
  store: Store,
  job: Job,
  owner: string,
  options: Pick<WorkOptions, 'handlers' | 'leaseMs' | 'now' | 'onError'>,
  stop: AbortSignal,
  retries = true,
): Promise<void> {
  const { now } = options;
  const control = new AbortController();
  const letGo = (): void => control.abort('stopping');
  stop.addEventListener('abort', letGo);
  if (stop.aborted) letGo();
  const beat = async (): Promise<void> => {
    if (await keepJob(store.db, job.id, owner, options.leaseMs, now())) return;
    const { state } = await findJob(store.db, job.id);
    control.abort(state === 'cancelled' ? cancelReason : 'lost');
  };
  // A missed beat is no harm: the next one comes before the lease ends.
  const timer = setInterval(
    () => void beat().catch((error: unknown) => options.onError(error, job)),
    options.leaseMs / 4,
  );
  const handler = options.handlers[job.kind];
  try {
    if (!handler) throw new Error(`nothing here does jobs of kind ${job.kind}`);
    await handler.run(job, { signal: control.signal, isLast: !retries || job.attempts >= job.maxAttempts });
    await completeJob(store.db, job.id, owner, now());
  } catch (error) {
    if (stop.aborted) await releaseJob(store.db, job.id, owner, now());
    else if (!control.signal.aborted) {
      options.onError(error, job);
      await store.transaction(async (db) => {
        const isFinal = !retries || job.attempts >= job.maxAttempts;
        const retryAt = isFinal ? null : now() + retryDelay(job.attempts);
        const text = error instanceof Error ? error.message : String(error);
        const isOurs = await failJob(db, job.id, owner, { error: text, retryAt, at: now() });
        if (isOurs && isFinal) await handler?.giveUp?.(db, job, error);
      });
    }
  } finally {
    clearInterval(timer);
    stop.removeEventListener('abort', letGo);
  }
}
