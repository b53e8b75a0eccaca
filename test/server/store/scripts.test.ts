import assert from 'node:assert/strict';
import { addSite, findScript, listScripts, scriptHistory } from '../../../server/store/index.ts';
import { crawlSite, shopFile } from './captures.ts';
import { onEveryDatabase } from './databases.ts';

const home = 'https://shop.example/';

onEveryDatabase('the script list', (databases) => {
  it('comes page by page, worst first, each script once', async () => {
    const store = await databases.open();
    const { id: siteId } = await addSite(store.db, { name: 'shop', definition: shopFile });
    const scripts = Array.from({ length: 25 }, (_, index) => ({
      body: `f${'x'.repeat(index)}()${index % 7 === 0 ? 'evil' : ''}`,
    }));
    await crawlSite(store, siteId, [{ url: home, scripts }]);
    const seen: number[] = [];
    let after: string | undefined;
    do {
      const page = await listScripts(store.db, { siteId, limit: 10, ...(after ? { after } : {}) });
      seen.push(...page.items.map((script) => script.id));
      after = page.next ?? undefined;
    } while (after);
    assert.equal(new Set(seen).size, 25);
    const verdicts = await Promise.all(seen.map(async (id) => (await findScript(store.db, id)).verdict));
    assert.deepEqual(verdicts, [...Array<string>(4).fill('malicious'), ...Array<string>(21).fill('benign')]);
  });

  it('can be asked for by host, verdict, words and status', async () => {
    const store = await databases.open();
    const { id: siteId } = await addSite(store.db, { name: 'shop', definition: shopFile });
    const steady = { body: 'steady()', url: 'https://cdn.example/100%_sure.js' };
    const rare = { body: 'evil()', url: 'https://ads.example/rare.js' };
    for (const day of [1, 2, 3, 4])
      await crawlSite(store, siteId, [{ url: home, scripts: day === 1 ? [steady, rare] : [steady] }], day);
    const labels = async (filter: object): Promise<string[]> =>
      (await listScripts(store.db, { siteId, ...filter })).items.map((script) => script.label);
    assert.deepEqual(await labels({ host: 'ads.example' }), [rare.url]);
    assert.deepEqual(await labels({ verdicts: ['malicious'] }), [rare.url]);
    assert.deepEqual(await labels({ search: 'RARE' }), [rare.url]);
    assert.deepEqual(await labels({ search: '%_SURE' }), [steady.url]);
    assert.deepEqual(await labels({ search: '_are' }), []);
    assert.deepEqual(await labels({ statuses: ['active'] }), [steady.url]);
    assert.deepEqual(await labels({ statuses: ['infrequent'] }), [rare.url]);
    await crawlSite(store, siteId, [{ url: home, scripts: [steady] }], 60);
    assert.deepEqual(await labels({ statuses: ['inactive'] }), [rare.url]);
  });

  it('shows a history page by page', async () => {
    const store = await databases.open();
    const { id: siteId } = await addSite(store.db, { name: 'shop', definition: shopFile });
    for (let day = 1; day <= 5; day++) {
      await crawlSite(
        store,
        siteId,
        [{ url: home, scripts: [{ body: `v${day}()`, url: `${home}a.js` }] }],
        day,
      );
    }
    const [script] = (await listScripts(store.db, { siteId })).items;
    const first = await scriptHistory(store.db, script!.id, { limit: 3 });
    const rest = await scriptHistory(store.db, script!.id, { limit: 3, after: first.next! });
    assert.equal(script!.versions, 5);
    assert.deepEqual([first.items.length, rest.items.length, rest.next], [3, 2, null]);
    assert.equal(new Set([...first.items, ...rest.items].map((version) => version.sha256)).size, 5);
  });

  it('names what is not there', async () => {
    const store = await databases.open();
    await assert.rejects(findScript(store.db, 99), { code: 'SW_STORE_NOT_FOUND' });
  });
});
