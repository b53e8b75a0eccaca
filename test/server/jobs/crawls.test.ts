import assert from 'node:assert/strict';
import { crawlKey, queueCrawl } from '../../../server/jobs/index.ts';
import {
  abandonCrawl,
  addSite,
  claimJob,
  completeJob,
  enqueueJob,
  findJobByKey,
} from '../../../server/store/index.ts';
import { shopFile } from '../store/captures.ts';
import { onEveryDatabase } from '../store/databases.ts';

onEveryDatabase('queueing a crawl', (databases) => {
  async function begun() {
    const store = await databases.open();
    const site = await addSite(store.db, { name: 'shop', definition: shopFile, at: 0 });
    const ask = () =>
      queueCrawl({ enqueue: enqueueJob }, store.db, { siteId: site.id, cause: 'manual', at: 0 });
    const first = (await ask())!;
    const job = (await claimJob(store, { owner: 'me', kinds: ['crawl'], leaseMs: 60_000, at: 1 }))!;
    return { store, site, ask, first, job };
  }

  it('is refused while another of the site runs', async () => {
    const { store, ask, site, job } = await begun();
    assert.equal(await ask(), null);
    assert.equal((await findJobByKey(store.db, crawlKey(site.id)))?.id, job.id);
  });

  it('does not wait for the job of a crawl that is over', async () => {
    const { store, ask, first, job } = await begun();
    await abandonCrawl(store.db, first.id, 'failed', null, 2);
    const second = await ask();
    assert.ok(second && second.id > first.id);
    assert.equal(await ask(), null);
    assert.ok(await completeJob(store.db, job.id, 'me', 3), 'the first job still ends as its own');
  });
});
