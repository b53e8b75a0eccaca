import assert from 'node:assert/strict';
import { StoreQueue, tickSchedules } from '../../../server/jobs/index.ts';
import { nextRun } from '../../../server/schedules/index.ts';
import {
  addSite,
  findSchedule,
  listChanges,
  listCrawls,
  saveSchedule,
  type Store,
} from '../../../server/store/index.ts';
import { shopFile } from '../store/captures.ts';
import { onEveryDatabase } from '../store/databases.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 0, 10, 3);

async function nightly(store: Store): Promise<{ siteId: number; tick: (now: number) => Promise<number> }> {
  const { id: siteId } = await addSite(store.db, { name: 'shop', definition: shopFile });
  await saveSchedule(store.db, {
    siteId,
    cron: '0 3 * * *',
    timeZone: 'UTC',
    jitterSeconds: 0,
    isEnabled: true,
    nextRunAt: start,
  });
  const queue = new StoreQueue(store);
  return { siteId, tick: (now) => tickSchedules(store, queue, now) };
}

const messages = async (store: Store): Promise<string[]> =>
  (await listChanges(store.db)).items.map((change) => `${change.kind}: ${change.message}`);

onEveryDatabase('schedules', (databases) => {
  it('queue a crawl when its time has come, and once', async () => {
    const store = await databases.open();
    const { siteId, tick } = await nightly(store);
    assert.equal(await tick(start - 1), 0);
    assert.deepEqual((await Promise.all([tick(start + 5), tick(start + 5)])).sort(), [0, 1]);
    assert.equal(await tick(start + hour), 0);
    const crawls = await listCrawls(store.db, { siteId });
    assert.deepEqual(
      crawls.map((crawl) => [crawl.state, crawl.cause]),
      [['queued', 'schedule']],
    );
    assert.equal((await findSchedule(store.db, siteId)).nextRunAt, start + 24 * hour);
    assert.deepEqual(await messages(store), []);
  });

  it('catch up with one crawl after a downtime, and tell what was missed', async () => {
    const store = await databases.open();
    const { siteId, tick } = await nightly(store);
    assert.equal(await tick(start + 50 * hour), 1);
    assert.equal((await listCrawls(store.db, { siteId })).length, 1);
    const [told] = await messages(store);
    assert.match(told!, /^crawl-missed: 3 scheduled crawls of shop, first due 2026-01-10T03:00:00.000Z/);
  });

  it('leave out a site whose crawl is not finished, and tell it', async () => {
    const store = await databases.open();
    const { siteId, tick } = await nightly(store);
    await tick(start);
    assert.equal(await tick(start + 24 * hour), 0);
    assert.equal((await listCrawls(store.db, { siteId })).length, 1);
    assert.match((await messages(store))[0]!, /an earlier crawl was not finished/);
  });

  it('survive a clock that stood in the future', async () => {
    const store = await databases.open();
    const { siteId, tick } = await nightly(store);
    await tick(start + 365 * 24 * hour);
    await store.db.deleteFrom('jobs').execute();
    await tick(start + hour);
    assert.equal((await findSchedule(store.db, siteId)).nextRunAt, start + 24 * hour);
    assert.equal(await tick(start + 24 * hour), 1);
  });

  it('do not crawl again when the clock is set back over the time', async () => {
    const store = await databases.open();
    const { siteId, tick } = await nightly(store);
    assert.equal(await tick(start + 1000), 1);
    await store.db.deleteFrom('jobs').execute();
    for (const minutes of [-90, -30, 0, 1]) assert.equal(await tick(start + minutes * 60_000), 0);
    assert.equal((await findSchedule(store.db, siteId)).nextRunAt, start + 24 * hour);
  });

  for (const [day, when] of [
    [Date.UTC(2026, 2, 28, 12), 'is not there'],
    [Date.UTC(2026, 9, 24, 12), 'comes twice'],
  ] as const)
    it(`crawl once in the night in which 02:30 ${when}`, async () => {
      const store = await databases.open();
      const { siteId, tick } = await nightly(store);
      const vienna = { siteId, cron: '30 2 * * *', timeZone: 'Europe/Vienna', jitterSeconds: 0 };
      const first = nextRun(vienna, 'shop', new Date(day))!.getTime();
      await saveSchedule(store.db, { ...vienna, isEnabled: true, nextRunAt: first });
      const ran: number[] = [];
      for (let now = day; now < day + 48 * hour; now += hour / 6) {
        if ((await tick(now)) === 0) continue;
        ran.push(Math.floor((now - day) / (24 * hour)));
        await store.db.deleteFrom('jobs').execute();
      }
      assert.deepEqual(ran, [0, 1]);
      assert.deepEqual(await messages(store), []);
    });
});
