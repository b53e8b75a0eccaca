import assert from 'node:assert/strict';
import {
  addSite,
  findSite,
  listScripts,
  listSites,
  removeSite,
  updateSite,
} from '../../../server/store/index.ts';
import { crawlSite, shopFile } from './captures.ts';
import { onEveryDatabase } from './databases.ts';

onEveryDatabase('sites', (databases) => {
  it('are found by name or id and listed by name', async () => {
    const store = await databases.open();
    const second = await addSite(store.db, { name: 'b', definition: shopFile, owner: 'Ann' });
    await addSite(store.db, { name: 'a', definition: shopFile });
    assert.deepEqual(
      (await listSites(store.db)).map((site) => site.name),
      ['a', 'b'],
    );
    assert.deepEqual(await findSite(store.db, 'b'), second);
    assert.deepEqual(await findSite(store.db, String(second.id)), second);
  });

  it('have names of their own, and keep at least a year', async () => {
    const store = await databases.open();
    await addSite(store.db, { name: 'a', definition: shopFile });
    await assert.rejects(addSite(store.db, { name: 'a', definition: shopFile }), {
      code: 'SW_STORE_CONFLICT',
    });
    const { id } = await addSite(store.db, { name: 'b', definition: shopFile });
    await assert.rejects(updateSite(store.db, id, { name: 'a' }), { code: 'SW_STORE_CONFLICT' });
    await assert.rejects(updateSite(store.db, id, { retentionDays: 90 }), { code: 'SW_STORE_CONFLICT' });
  });

  it('keep their journeys under names of their own', async () => {
    const store = await databases.open();
    const journeys = [{ title: 'buy', steps: [] }, { title: 'buy', steps: [] }, {}];
    const { id } = await addSite(store.db, { name: 'a', definition: { ...shopFile, journeys } });
    const rows = await store.db
      .selectFrom('journeys')
      .select('name')
      .where('site_id', '=', id)
      .orderBy('position')
      .execute();
    assert.deepEqual(
      rows.map((row) => row.name),
      ['buy', 'buy (2)', 'journey 3'],
    );
  });

  it('go with all their history', async () => {
    const store = await databases.open();
    const { id } = await addSite(store.db, { name: 'a', definition: shopFile });
    await crawlSite(store, id, [{ url: 'https://shop.example/', scripts: [{ body: 'a()' }] }]);
    await removeSite(store.db, id);
    assert.deepEqual((await listScripts(store.db, { siteId: id })).items, []);
    assert.deepEqual(await store.db.selectFrom('sightings').selectAll().execute(), []);
    await assert.rejects(findSite(store.db, id), { code: 'SW_STORE_NOT_FOUND' });
  });
});
