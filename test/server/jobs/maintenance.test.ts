import assert from 'node:assert/strict';
import {
  maintenanceHandler,
  maintenanceKind,
  openQueue,
  queueMaintenance,
  startWorker,
  type Chore,
} from '../../../server/jobs/index.ts';
import { addSite, listCrawls, listJobs, readMonths } from '../../../server/store/index.ts';
import { crawlSite, shopFile } from '../store/captures.ts';
import { onEveryDatabase } from '../store/databases.ts';
import { contextOf, MadeSite } from '../pipeline/site.ts';
import { onEveryQueue, until } from './queues.ts';

const noon = Date.UTC(2026, 5, 1, 12);
const day = 86_400_000;

onEveryQueue('maintenance', (open) => {
  it('is done once a day, however many workers there are', async () => {
    const { store, queue, another, options } = await open();
    const done: number[] = [];
    const chore: Chore = { name: 'note', run: ({ now }) => Promise.resolve(void done.push(now)) };
    let now = noon;
    const handlers = { [maintenanceKind]: maintenanceHandler({ store, now: () => now }, [chore]) };
    const queues = [queue, await another()];
    for (const each of queues) await each.work(options(handlers, { now: () => now }));
    const ask = (): Promise<unknown> =>
      Promise.all([...queues, ...queues].map((each) => queueMaintenance(store, each, now)));
    const idle = async (): Promise<boolean> =>
      (await listJobs(store.db, { states: ['queued', 'running'] })).length === 0;
    await ask();
    await until(idle);
    await ask();
    await until(idle);
    assert.deepEqual(done, [noon]);
    now += day;
    await ask();
    await until(async () => done.length > 1 && (await idle()));
    assert.deepEqual(done, [noon, noon + day]);
  });

  it('does the chores after one that fails, tells the failure and tries again', async () => {
    const { store, queue, work, errors } = await open();
    const done: string[] = [];
    const broken: Chore = { name: 'sweep', run: () => Promise.reject(new Error('no broom')) };
    const whole: Chore = { name: 'note', run: () => Promise.resolve(void done.push('note')) };
    await work({ [maintenanceKind]: maintenanceHandler({ store, now: Date.now }, [broken, whole]) });
    assert.equal(await queueMaintenance(store, queue, Date.now()), true);
    await until(async () => (await listJobs(store.db))[0]?.error !== null);
    const [job] = await listJobs(store.db);
    assert.deepEqual([job?.state, job?.error, done], ['queued', 'sweep: no broom', ['note']]);
    assert.equal(errors.length, 1);
  });
});

onEveryDatabase('a worker', (databases) => {
  it('applies retention to every site, also when that of one fails', async () => {
    const address = await databases.address();
    const store = await databases.reopen(address);
    const longAgo = Date.now() - 450 * day;
    const sites: number[] = [];
    for (const name of ['broken', 'shop']) {
      const { id } = await addSite(store.db, { name, definition: shopFile });
      for (const at of [1, 2, 3]) await crawlSite(store, id, [{ url: 'https://shop.example/' }], at);
      sites.push(id);
    }
    await store.db.updateTable('crawls').set({ state: 'done', finished_at: longAgo }).execute();
    const month = new Date(longAgo).toISOString().slice(0, 7);
    // Somebody edited the sum of that month.
    await store.db.insertInto('months').values({ site_id: sites[0]!, month, summary: '{' }).execute();
    const errors: string[] = [];
    const queue = await openQueue(store, address);
    const worker = await startWorker(contextOf(store, new MadeSite()), queue, {
      pollMs: 20,
      onError: (error) => errors.push((error as Error).message),
    });
    await until(() => errors.length > 0);
    await worker.stop();
    await queue.close();
    assert.match(errors[0]!, /^retention: broken: .*JSON/);
    assert.deepEqual(
      (await readMonths(store.db, sites[1]!)).map((sum) => [sum.month, sum.summary.crawls]),
      [[month, { done: 2 }]],
    );
    assert.equal((await listCrawls(store.db, { siteId: sites[1]! })).length, 1);
  });
});
