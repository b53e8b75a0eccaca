import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkStore,
  exportStore,
  importStore,
  listAlerts,
  listDeliveries,
  listRules,
} from '../../../../server/store/index.ts';
import { onEveryDatabase } from '../databases.ts';
import { found, makeChannel, makeRule, makeSite, tell } from './made.ts';

onEveryDatabase('a backup of alerts', (databases) => {
  it('brings back rules, alerts and what waits in the outbox, and goes on from there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'scriptwarden-alerts-'));
    try {
      const store = await databases.open();
      const [site, channel] = [await makeSite(store), await makeChannel(store)];
      await makeRule(store, channel.id, { siteIds: [site.id], digest: { every: 'hour' } });
      await tell(store, site.id, [found('a', 'high'), found('b', 'critical')]);
      await tell(store, site.id, [found('c', 'low')]);
      const file = join(folder, 'backup');
      await exportStore(store, file);
      const address = await databases.address();
      await importStore(address, file);
      const restored = await databases.reopen(address);
      assert.deepEqual(await listRules(restored.db), await listRules(store.db));
      assert.deepEqual(await listAlerts(restored.db), await listAlerts(store.db));
      assert.deepEqual(await listDeliveries(restored.db), await listDeliveries(store.db));
      assert.deepEqual(await checkStore(restored), []);
      await tell(restored, site.id, [found('d', 'critical')]);
      assert.equal((await listAlerts(restored.db)).items.length, 3);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
