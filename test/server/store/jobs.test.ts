import assert from 'node:assert/strict';
import {
  addSite,
  advanceSchedule,
  cancelJob,
  claimJob,
  completeJob,
  dueSchedules,
  enqueueJob,
  failJob,
  findJob,
  findSchedule,
  keepJob,
  listJobs,
  mendJobTimes,
  saveSchedule,
  type Store,
} from '../../../server/store/index.ts';
import { shopFile } from './captures.ts';
import { onEveryDatabase } from './databases.ts';

const claim = (store: Store, owner: string, at: number): ReturnType<typeof claimJob> =>
  claimJob(store, { owner, leaseMs: 100, at });

onEveryDatabase('jobs', (databases) => {
  it('go to one worker each, urgent ones first, none before its time', async () => {
    const store = await databases.open();
    await enqueueJob(store.db, { kind: 'crawl', payload: { n: 1 }, at: 0 });
    await enqueueJob(store.db, { kind: 'crawl', payload: { n: 2 }, priority: 5, at: 0 });
    await enqueueJob(store.db, { kind: 'crawl', payload: { n: 3 }, runAt: 1000, at: 0 });
    const taken = await Promise.all(['a', 'b', 'c'].map((owner) => claim(store, owner, 10)));
    assert.deepEqual(taken.map((job) => (job?.payload as { n: number } | undefined)?.n).sort(), [
      1,
      2,
      undefined,
    ]);
    for (const job of taken) if (job) await completeJob(store.db, job.id, job.leaseOwner!);
    assert.deepEqual((await claim(store, 'a', 1000))?.payload, { n: 3 });
  });

  it('with one key run one at a time', async () => {
    const store = await databases.open();
    const job = await enqueueJob(store.db, { kind: 'crawl', uniqueKey: 'crawl:7', at: 0 });
    assert.equal(await enqueueJob(store.db, { kind: 'crawl', uniqueKey: 'crawl:7' }), null);
    await claim(store, 'a', 1);
    assert.equal(await completeJob(store.db, job!.id, 'a'), true);
    assert.notEqual(await enqueueJob(store.db, { kind: 'crawl', uniqueKey: 'crawl:7' }), null);
  });

  it('of a worker that vanished go to another, until their attempts are used up', async () => {
    const store = await databases.open();
    const job = await enqueueJob(store.db, { kind: 'crawl', maxAttempts: 2, at: 0 });
    await claim(store, 'a', 0);
    assert.equal(await keepJob(store.db, job!.id, 'a', 100, 50), true);
    assert.equal(await claim(store, 'b', 120), null);
    assert.equal((await claim(store, 'b', 200))?.id, job!.id);
    assert.equal(await completeJob(store.db, job!.id, 'a'), false);
    assert.equal(await claim(store, 'c', 900), null);
    assert.equal((await findJob(store.db, job!.id)).state, 'failed');
  });

  it('that fail wait for their next try', async () => {
    const store = await databases.open();
    const job = await enqueueJob(store.db, { kind: 'crawl', maxAttempts: 2, at: 0 });
    await claim(store, 'a', 0);
    await failJob(store.db, job!.id, 'a', { error: 'no browser', retryAt: 500, at: 10 });
    assert.equal(await claim(store, 'a', 499), null);
    assert.equal((await claim(store, 'a', 500))?.attempts, 2);
    await failJob(store.db, job!.id, 'a', { error: 'no browser', retryAt: 900, at: 510 });
    const failed = await findJob(store.db, job!.id);
    assert.deepEqual([failed.state, failed.error], ['failed', 'no browser']);
  });

  it('come back from a future in which a clock once stood', async () => {
    const store = await databases.open();
    const year = 365 * 86_400_000;
    await enqueueJob(store.db, { kind: 'queued', at: year });
    await enqueueJob(store.db, { kind: 'running', at: 0 });
    await enqueueJob(store.db, { kind: 'retry', runAt: 5000, at: 0 });
    await claimJob(store, { owner: 'a', leaseMs: 100, kinds: ['running'], at: year });
    const limits = { longestMs: 10_000, leaseMs: 100 };
    assert.equal(await mendJobTimes(store.db, 1000, limits), 2);
    assert.equal(await mendJobTimes(store.db, 1000, limits), 0);
    assert.equal((await claim(store, 'b', 1000))?.kind, 'queued');
    assert.equal(await claim(store, 'b', 1050), null);
    assert.equal((await claim(store, 'b', 1101))?.kind, 'running');
  });

  it('that are cancelled stop being their worker’s', async () => {
    const store = await databases.open();
    const job = await enqueueJob(store.db, { kind: 'crawl', at: 0 });
    await claim(store, 'a', 0);
    assert.equal(await cancelJob(store.db, job!.id), true);
    assert.equal(await keepJob(store.db, job!.id, 'a', 100), false);
    assert.deepEqual(
      (await listJobs(store.db, { states: ['cancelled'] })).map((one) => one.id),
      [job!.id],
    );
  });
});

onEveryDatabase('schedules', (databases) => {
  it('are due once, whoever asks', async () => {
    const store = await databases.open();
    const { id: siteId } = await addSite(store.db, { name: 'shop', definition: shopFile });
    const schedule = {
      siteId,
      cron: '0 3 * * *',
      timeZone: 'Europe/Berlin',
      jitterSeconds: 60,
      isEnabled: true,
    };
    await saveSchedule(store.db, { ...schedule, nextRunAt: 1000 });
    assert.deepEqual(await dueSchedules(store.db, 999), []);
    const [due] = await dueSchedules(store.db, 1000);
    const next = { nextRunAt: 2000, ranAt: 1001 };
    assert.deepEqual(
      [await advanceSchedule(store.db, due!, next), await advanceSchedule(store.db, due!, next)],
      [true, false],
    );
    assert.equal((await findSchedule(store.db, siteId)).lastRunAt, 1001);
  });

  it('that are switched off are never due', async () => {
    const store = await databases.open();
    const { id: siteId } = await addSite(store.db, { name: 'shop', definition: shopFile });
    await saveSchedule(store.db, {
      siteId,
      cron: '@daily',
      timeZone: 'UTC',
      jitterSeconds: 0,
      isEnabled: false,
      nextRunAt: 1,
    });
    assert.deepEqual(await dueSchedules(store.db, 10), []);
  });
});
