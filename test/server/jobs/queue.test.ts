import assert from 'node:assert/strict';
import { cancelJob, claimJob, findJob, listJobs } from '../../../server/store/index.ts';
import { retryDelay } from '../../../server/jobs/index.ts';
import { onEveryQueue, payloadOf, until } from './queues.ts';

onEveryQueue('a queue', (open) => {
  it('does each job once, whoever works', async () => {
    const { store, queue, another, options } = await open();
    const done: unknown[] = [];
    const handlers = {
      note: {
        run: (job: Parameters<typeof payloadOf>[0]) => Promise.resolve(void done.push(payloadOf(job))),
      },
    };
    for (let n = 0; n < 6; n++) await queue.enqueue(store.db, { kind: 'note', payload: n });
    const consumers = [
      await queue.work(options(handlers, { concurrency: 2 })),
      await (await another()).work(options(handlers)),
    ];
    await until(async () => (await listJobs(store.db, { states: ['done'] })).length === 6);
    for (const consumer of consumers) await consumer.stop();
    assert.deepEqual(done.sort(), [0, 1, 2, 3, 4, 5]);
  });

  it('queues nothing when the transaction around it fails', async () => {
    const { store, queue } = await open();
    const work = store.transaction(async (db) => {
      await queue.enqueue(db, { kind: 'note' });
      throw new RangeError('no');
    });
    await assert.rejects(work, RangeError);
    assert.deepEqual(await listJobs(store.db), []);
  });

  it('tries again later what failed, and gives up in the end', async () => {
    const { store, queue, work, errors } = await open();
    let now = Date.now();
    const gaveUp: string[] = [];
    const job = await queue.enqueue(store.db, { kind: 'note', maxAttempts: 2, runAt: now });
    const isLast: boolean[] = [];
    await work(
      {
        note: {
          run: (_, attempt) => {
            isLast.push(attempt.isLast);
            return Promise.reject(new Error(`no ${isLast.length}`));
          },
          giveUp: (_db, _job, error) => Promise.resolve(void gaveUp.push((error as Error).message)),
        },
      },
      { now: () => now },
    );
    await until(() => isLast.length === 1);
    await until(async () => (await findJob(store.db, job!.id)).state === 'queued');
    const waiting = await findJob(store.db, job!.id);
    assert.deepEqual([waiting.error, waiting.runAt >= now + retryDelay(1)], ['no 1', true]);
    now += retryDelay(1);
    await until(async () => (await findJob(store.db, job!.id)).state === 'failed');
    assert.deepEqual([gaveUp, isLast], [['no 2'], [false, true]]);
    assert.equal(errors.length, 2);
  });

  it('tells a job that it was cancelled', async () => {
    const { store, queue, work } = await open();
    let reason: unknown;
    let isRunning = false;
    const job = await queue.enqueue(store.db, { kind: 'note' });
    await work(
      {
        note: {
          run: (_, { signal }) => {
            isRunning = true;
            return new Promise((resolve) => {
              signal.addEventListener('abort', () => {
                reason = signal.reason;
                resolve();
              });
            });
          },
        },
      },
      { leaseMs: 400 },
    );
    await until(() => isRunning);
    await cancelJob(store.db, job!.id);
    await until(() => reason !== undefined);
    assert.equal(reason, 'cancelled');
    assert.equal((await findJob(store.db, job!.id)).state, 'cancelled');
  });

  it('takes over from a worker that died', async () => {
    const { store, queue, work } = await open();
    const job = await queue.enqueue(store.db, { kind: 'note' });
    await claimJob(store, { owner: 'dead', leaseMs: 300 });
    await work({ note: { run: () => Promise.resolve() } }, { leaseMs: 400 });
    await until(async () => (await findJob(store.db, job!.id)).state === 'done');
    assert.equal((await findJob(store.db, job!.id)).attempts, 2);
  });

  it('goes on when the database was gone for a while', async function () {
    const { store, queue, work, server } = await open();
    if (!server) this.skip();
    const done: unknown[] = [];
    await work(
      { note: { run: (job) => Promise.resolve(void done.push(payloadOf(job))) } },
      { leaseMs: 2000 },
    );
    await queue.enqueue(store.db, { kind: 'note', payload: 1 });
    await until(() => done.length === 1);
    await server().restart();
    await store.transaction((db) => queue.enqueue(db, { kind: 'note', payload: 2 }));
    await until(() => done.length === 2);
    assert.deepEqual(done, [1, 2]);
  });

  it('lets go of jobs in hand when it stops, uncounted', async () => {
    const { store, queue, work } = await open();
    const job = await queue.enqueue(store.db, { kind: 'note' });
    let isRunning = false;
    const consumer = await work({
      note: {
        run: (_, { signal }) => {
          isRunning = true;
          return new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new Error('stopped')));
          });
        },
      },
    });
    await until(() => isRunning);
    await consumer.stop();
    const left = await findJob(store.db, job!.id);
    assert.deepEqual([left.state, left.attempts, left.leaseOwner], ['queued', 0, null]);
  });
});
