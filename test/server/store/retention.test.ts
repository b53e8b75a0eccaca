import assert from 'node:assert/strict';
import { sha256 } from '../../../core/encoding/index.ts';
import {
  addApproval,
  addSite,
  applyRetention,
  checkStore,
  listChanges,
  listCrawls,
  listScripts,
  missingBodies,
  readCrawlState,
  readMonths,
  recordChanges,
  scriptPresence,
  standingChanges,
  type Store,
} from '../../../server/store/index.ts';
import { crawlSite, shopFile, type MadePage } from './captures.ts';
import { onEveryDatabase } from './databases.ts';

const home = 'https://shop.example/';

/** Stores and ends a crawl of a day with one change of its own, which ends those before. */
async function crawlDay(
  store: Store,
  site: number,
  pages: readonly MadePage[],
  day: number,
): Promise<number> {
  const ended = [...(await standingChanges(store.db, site)).keys()];
  const crawl = await crawlSite(store, site, pages, day);
  const subject = { type: 'host', id: `h${day}`, url: null } as const;
  await recordChanges(
    store,
    crawl.id,
    [
      {
        kind: 'host-added',
        severity: 'medium',
        subject,
        message: 'x',
        before: null,
        after: null,
        evidence: [],
        previousCrawlId: null,
        dedupeKey: `d${day}`,
      },
    ],
    ended,
  );
  return crawl.id;
}

const now = Date.UTC(2026, 0, 1 + 420);

onEveryDatabase('retention', (databases) => {
  it('folds old crawls into months and removes only what nothing present rests on', async () => {
    const store = await databases.open();
    const { id: site } = await addSite(store.db, { name: 'shop', definition: shopFile });
    const always = { body: 'always()' };
    await crawlDay(
      store,
      site,
      [
        { url: home, scripts: [always, { body: 'once()' }] },
        { url: `${home}old`, scripts: [{ body: 'oldpage()' }] },
      ],
      1,
    );
    await crawlDay(
      store,
      site,
      [{ url: home, scripts: [always, { body: 'early()', url: `${home}early.js` }] }],
      2,
    );
    await crawlDay(store, site, [{ url: home, scripts: [always] }], 3);
    const last = await crawlDay(store, site, [{ url: home, scripts: [always] }], 400);
    const result = await applyRetention(store, site, now);
    // Crawl 1 stays: it is the last that reached the page /old.
    assert.deepEqual([result.crawls, result.changes, result.scripts, result.versions], [2, 2, 1, 1]);
    const [month] = await readMonths(store.db, site);
    assert.deepEqual(
      [month?.month, month?.summary.crawls, month?.summary.changes],
      ['2026-01', { done: 2 }, { 'host-added': { medium: 2 } }],
    );
    assert.deepEqual(await missingBodies(store.db, [sha256('early()'), sha256('once()')]), [
      sha256('early()'),
    ]);
    assert.deepEqual(
      (await readCrawlState(store.db, last)).sightings.map((one) => one.sha256),
      [sha256('always()')],
    );
    const { items } = await listScripts(store.db, { siteId: site });
    const script = items.find((one) => one.sha256 === sha256('always()'))!;
    assert.deepEqual(
      (await scriptPresence(store.db, script.id)).map((one) => one.number),
      [1, 4],
    );
    assert.deepEqual(await checkStore(store), []);
  });

  it('repeated finds nothing more, and adds to its months later', async () => {
    const store = await databases.open();
    const { id: site } = await addSite(store.db, { name: 'shop', definition: shopFile });
    for (const day of [1, 2, 10, 400]) await crawlDay(store, site, [{ url: home }], day);
    await applyRetention(store, site, Date.UTC(2026, 0, 5 + 400));
    assert.equal((await applyRetention(store, site, Date.UTC(2026, 0, 5 + 400))).crawls, 0);
    await applyRetention(store, site, now);
    assert.deepEqual(
      (await readMonths(store.db, site)).map((one) => one.summary.crawls),
      [{ done: 3 }],
    );
    assert.equal((await listCrawls(store.db, { siteId: site })).length, 1);
  });

  it('keeps failures that still last, and scripts somebody decided on', async () => {
    const store = await databases.open();
    const { id: site } = await addSite(store.db, { name: 'shop', definition: shopFile });
    await crawlDay(store, site, [{ url: home, scripts: [{ body: 'decided()' }] }], 1);
    await crawlDay(store, site, [{ url: home }], 400);
    const [script] = (await listScripts(store.db, { siteId: site })).items;
    await addApproval(store.db, {
      siteId: site,
      scope: 'script',
      target: String(script!.id),
      decision: 'rejected',
      decidedBy: 'Ann',
    });
    await store.db.updateTable('changes').set({ ended_crawl_id: null, kind: 'crawl-failed' }).execute();
    assert.equal((await applyRetention(store, site, now)).crawls, 0);
    await store.db
      .updateTable('changes')
      .set((set) => ({ ended_crawl_id: set.ref('crawl_id') }))
      .execute();
    assert.deepEqual((await applyRetention(store, site, now)).scripts, 0);
    assert.deepEqual((await listChanges(store.db, { siteId: site })).items.length, 1);
    assert.equal((await listScripts(store.db, { siteId: site })).items.length, 1);
  });

  it('keeps the verdict of a script while it is there and malicious, and no other change', async () => {
    const store = await databases.open();
    const { id: site } = await addSite(store.db, { name: 'shop', definition: shopFile });
    const scripts = [{ body: 'evil()' }];
    await crawlDay(store, site, [{ url: home, scripts }], 1);
    await crawlDay(store, site, [{ url: home, scripts }], 2);
    await crawlDay(store, site, [{ url: home, scripts }], 400);
    const [script] = (await listScripts(store.db, { siteId: site })).items;
    await store.db.updateTable('changes').set({ ended_crawl_id: null }).execute();
    await store.db
      .updateTable('changes')
      .set({ kind: 'verdict-changed', subject_id: String(script!.id) })
      .where('dedupe_key', '=', 'd1')
      .execute();
    assert.equal((await applyRetention(store, site, now)).crawls, 1);
    await crawlDay(store, site, [{ url: home }], 401);
    await store.db.updateTable('changes').set({ ended_crawl_id: null }).execute();
    assert.equal((await applyRetention(store, site, now)).crawls, 1);
  });
});
