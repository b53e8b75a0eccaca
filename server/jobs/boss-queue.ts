import { fromKysely, PgBoss } from 'pg-boss';
import { claimJob, dueJobs, enqueueJob, type Db, type Job, type NewJob, type Store } from '../store/index.ts';
import { createOwner } from './owner.ts';
import type { Consumer, JobQueue, WorkOptions } from './queue.ts';
import { runJob } from './run-job.ts';

const queueName = 'scriptwarden-jobs';

/**
 * Work shared by any number of processes through pg-boss. pg-boss delivers the number of a job; what the job is and who
 * holds it stands in the store. A message that is lost, or whose worker died, is sent again: each process looks for due
 * jobs now and then, and taking a job twice is impossible because its row can be claimed once.
 */
export class BossQueue implements JobQueue {
  readonly #store: Store;
  readonly #boss: PgBoss;
  readonly #consumers = new Set<Consumer>();

  private constructor(store: Store, boss: PgBoss) {
    this.#store = store;
    this.#boss = boss;
  }

  /** Starts pg-boss on the same database, its tables in a schema of their own. */
  static async open(
    store: Store,
    databaseUrl: string,
    onError: (error: unknown) => void,
  ): Promise<BossQueue> {
    const boss = new PgBoss({
      connectionString: databaseUrl,
      application_name: 'scriptwarden-jobs',
      max: 4,
      schedule: false,
    });
    boss.on('error', onError);
    await boss.start();
    await boss.createQueue(queueName, { policy: 'short', retryLimit: 0, expireInSeconds: 23 * 3600 });
    return new BossQueue(store, boss);
  }

  async enqueue(db: Db, job: NewJob): Promise<Job | null> {
    const queued = await enqueueJob(db, job);
    // What is due later is sent when it is: a message that waits would keep the job back when the clock is set back.
    if (queued && queued.runAt <= Date.now()) await this.#send(queued, db);
    return queued;
  }

  async work(options: WorkOptions): Promise<Consumer> {
    const stop = new AbortController();
    const running = new Set<Promise<void>>();
    const take = async (id: number): Promise<void> => {
      if (stop.signal.aborted) return;
      const owner = createOwner();
      const job = await claimJob(this.#store, { owner, id, leaseMs: options.leaseMs, at: options.now() });
      if (!job) return;
      const done = runJob(this.#store, job, owner, options, stop.signal);
      running.add(done);
      await done.finally(() => running.delete(done));
    };
    const seconds = Math.max(0.5, options.pollMs / 1000);
    const workers: string[] = [];
    for (let lane = 0; lane < options.concurrency; lane++) {
      workers.push(
        await this.#boss.work<{ job: number }>(
          queueName,
          { pollingIntervalSeconds: seconds, batchSize: 1, burstWhenBatchFull: true },
          async ([message]) => {
            try {
              if (message) await take(message.data.job);
            } catch (error) {
              options.onError(error, null);
            }
          },
        ),
      );
    }
    const sweep = async (): Promise<void> => {
      for (const job of await dueJobs(this.#store.db, options.now())) await this.#send(job, this.#store.db);
    };
    const sweepMs = Math.max(1000, options.leaseMs / 2);
    const timer = setInterval(
      () => void sweep().catch((error: unknown) => options.onError(error, null)),
      sweepMs,
    );
    await sweep();
    const consumer: Consumer = {
      stop: async () => {
        clearInterval(timer);
        stop.abort();
        this.#consumers.delete(consumer);
        for (const id of workers) await this.#boss.offWork(queueName, { id, wait: true });
        await Promise.allSettled(running);
      },
    };
    this.#consumers.add(consumer);
    return consumer;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.stop()));
    await this.#boss.stop({ graceful: false });
  }

  /** At most one message of a job waits: pg-boss drops a second one. */
  async #send(job: Job, db: Db): Promise<void> {
    await this.#boss.send(queueName, { job: job.id }, { db: fromKysely(db), singletonKey: String(job.id) });
  }
}
