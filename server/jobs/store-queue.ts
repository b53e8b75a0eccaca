import { claimJob, enqueueJob, type Db, type Job, type NewJob, type Store } from '../store/index.ts';
import { createOwner } from './owner.ts';
import type { Consumer, JobQueue, WorkOptions } from './queue.ts';
import { runJob } from './run-job.ts';

/** The in-process queue: workers of this process take jobs from the table, woken when one is queued here. */
export class StoreQueue implements JobQueue {
  readonly #store: Store;
  readonly #wakers = new Set<() => void>();
  readonly #consumers = new Set<Consumer>();

  constructor(store: Store) {
    this.#store = store;
  }

  async enqueue(db: Db, job: NewJob): Promise<Job | null> {
    const queued = await enqueueJob(db, job);
    // After the caller's transaction, at the earliest; who wakes too early finds nothing and sleeps on.
    if (queued) setImmediate(() => this.wake());
    return queued;
  }

  work(options: WorkOptions): Promise<Consumer> {
    const stop = new AbortController();
    const lanes = Array.from({ length: options.concurrency }, () => this.#lane(options, stop.signal));
    const consumer: Consumer = {
      stop: async () => {
        stop.abort();
        this.wake();
        this.#consumers.delete(consumer);
        await Promise.all(lanes);
      },
    };
    this.#consumers.add(consumer);
    return Promise.resolve(consumer);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.stop()));
  }

  async #lane(options: WorkOptions, stop: AbortSignal): Promise<void> {
    const owner = createOwner();
    const kinds = Object.keys(options.handlers);
    while (!stop.aborted) {
      const job = await this.#claim(owner, kinds, options);
      if (job) await this.#run(job, owner, options, stop);
      else await this.#sleep(options.pollMs, stop);
    }
  }

  async #claim(owner: string, kinds: string[], options: WorkOptions): Promise<Job | null> {
    try {
      return await claimJob(this.#store, { owner, kinds, leaseMs: options.leaseMs, at: options.now() });
    } catch (error) {
      options.onError(error, null);
      return null;
    }
  }

  /** A database that fails while a job ends leaves the job to its lease. */
  async #run(job: Job, owner: string, options: WorkOptions, stop: AbortSignal): Promise<void> {
    try {
      await runJob(this.#store, job, owner, options, stop);
    } catch (error) {
      options.onError(error, job);
    }
  }

  #sleep(ms: number, stop: AbortSignal): Promise<void> {
    if (stop.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#wakers.add(wake);
    });
  }

  /** Has the workers look for jobs now: for who queued one in a transaction that has ended since. */
  wake(): void {
    for (const wake of [...this.#wakers]) wake();
  }
}
