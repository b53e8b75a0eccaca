import assert from 'node:assert/strict';
import { compare } from '../../../server/drift/index.ts';
import { statesOfStore } from '../../../server/drift/from-store.ts';
import {
  addSite,
  applyRetention,
  checkStore,
  closeGonePages,
  listScripts,
  presentScripts,
  type Store,
} from '../../../server/store/index.ts';
import { crawlSite, shopFile, type MadePage } from './captures.ts';
import { onEveryDatabase } from './databases.ts';

const home: MadePage = { url: 'https://shop.example/', scripts: [{ body: 'always()' }] };
const contact = {
  host: 'stats.example',
  scheme: 'https',
  requests: 1,
  failed: 0,
  firstUrl: 'https://stats.example/',
};
const sale: MadePage = {
  url: 'https://shop.example/sale',
  scripts: [{ body: 'sale()', url: 'https://shop.example/sale.js' }],
  visit: { connections: [{ ...contact, resourceTypes: ['Image'], initiator: { kind: 'parser' } }] },
};

/** Crawls the site on a day; what that changed. */
async function told(store: Store, site: number, pages: readonly MadePage[], day: number): Promise<string[]> {
  const crawl = await crawlSite(store, site, pages, day);
  await store.db.updateTable('crawls').set({ state: 'done' }).where('id', '=', crawl.id).execute();
  const { before, after } = await statesOfStore(store.db, crawl);
  return compare(before, after).map(({ severity, kind, message }) => `${severity} ${kind}: ${message}`);
}

onEveryDatabase('a page that is reached no more', (databases) => {
  it('shows what it showed for ten crawls and thirty days; then what only it had is gone', async () => {
    const store = await databases.open();
    const { id: site } = await addSite(store.db, { name: 'shop', definition: shopFile });
    await told(store, site, [home], 1);
    const [added] = await told(store, site, [home, sale], 2);
    assert.match(added!, /^medium host-added: .* stats\.example for the first time \(Image\)/);
    for (let day = 3; day <= 12; day++) assert.deepEqual(await told(store, site, [home], day), []);
    assert.deepEqual(await told(store, site, [{ ...home, failed: true }], 40), []);
    assert.equal(await closeGonePages(store, site), 0);
    assert.deepEqual(await told(store, site, [home], 41), [
      'info host-removed: No page contacts stats.example any more.',
      'info script-removed: Script https://shop.example/sale.js is gone from every page that was reached.',
    ]);
    assert.deepEqual(await told(store, site, [home], 42), []);
    const script = (await listScripts(store.db, { siteId: site, search: 'sale' })).items[0]!;
    assert.deepEqual([...(await presentScripts(store.db, [script.id]))], [script.id]);
    assert.equal(await closeGonePages(store, site), 1);
    assert.deepEqual([...(await presentScripts(store.db, [script.id]))], []);
    assert.equal((await listScripts(store.db, { siteId: site, search: 'sale' })).items[0]!.pages, 0);
    // Back it is new again, under the identity that it had.
    assert.equal((await told(store, site, [home, sale], 43)).length, 2);
    assert.deepEqual([...(await presentScripts(store.db, [script.id]))], [script.id]);
    assert.deepEqual(await checkStore(store), []);
  });

  it('does not keep its last crawl from falling out of retention', async () => {
    const store = await databases.open();
    const { id: site } = await addSite(store.db, { name: 'shop', definition: shopFile });
    await told(store, site, [home, sale], 1);
    for (let day = 390; day < 401; day++) await told(store, site, [home], day);
    const result = await applyRetention(store, site, Date.UTC(2026, 0, 1 + 402));
    assert.deepEqual([result.crawls, result.scripts, result.versions], [1, 1, 1]);
    assert.deepEqual(
      (await store.db.selectFrom('pages').select('url').execute()).map(({ url }) => url),
      [home.url],
    );
    assert.deepEqual(await checkStore(store), []);
  });
});
