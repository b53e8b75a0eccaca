import { openQueue, type JobHandlers, type JobQueue, type WorkOptions } from '../../../server/jobs/index.ts';
import type { Job, Store, StoreAddress } from '../../../server/store/index.ts';
import type { PostgresServer } from '../../../tools/postgres.ts';
import { onEveryDatabase, type Databases } from '../store/databases.ts';

/** A queue on a store of its own, and what failed in it. */
export interface TestQueue {
  store: Store;
  address: StoreAddress;
  queue: JobQueue;
  errors: unknown[];
  /** The database server where there is one. */
  server: (() => PostgresServer) | null;
  /** Another process's view of the same queue. */
  another: () => Promise<JobQueue>;
  work: (handlers: JobHandlers, options?: Partial<WorkOptions>) => ReturnType<JobQueue['work']>;
  options: (handlers: JobHandlers, options?: Partial<WorkOptions>) => WorkOptions;
}

/** The same behaviour of the in-process queue and of pg-boss. */
export function onEveryQueue(title: string, suite: (open: () => Promise<TestQueue>) => void): void {
  onEveryDatabase(title, (databases: Databases) => {
    const queues: JobQueue[] = [];
    afterEach(async () => {
      for (const queue of queues.splice(0)) await queue.close();
    });
    suite(async () => {
      const address = await databases.address();
      const store = await databases.reopen(address);
      const errors: unknown[] = [];
      const open = async (): Promise<JobQueue> => {
        const queue = await openQueue(store, address, (error) => errors.push(error));
        queues.unshift(queue);
        return queue;
      };
      const queue = await open();
      const options = (handlers: JobHandlers, change: Partial<WorkOptions> = {}): WorkOptions => ({
        handlers,
        concurrency: 1,
        leaseMs: 2000,
        pollMs: 20,
        now: Date.now,
        onError: (error) => errors.push(error),
        ...change,
      });
      return {
        store,
        address,
        queue,
        errors,
        another: open,
        server: databases.kind === 'postgres' ? databases.server : null,
        options,
        work: (handlers, change) => queue.work(options(handlers, change)),
      };
    });
  });
}

/** Resolves once `isTrue` says so; gives up after any test's time, since what asks for ever keeps the process alive. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`never came true: ${String(isTrue)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const payloadOf = (job: Job): unknown => job.payload;
