import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../../core/encoding/index.ts';
import {
  addSite,
  backupStore,
  checkStore,
  exportStore,
  importStore,
  listScripts,
  readBody,
  readCrawlState,
  restoreStore,
  saveModel,
  type Store,
} from '../../../server/store/index.ts';
import { crawlSite, encode, shopFile } from './captures.ts';
import { onEveryDatabase } from './databases.ts';

const home = 'https://shop.example/';

async function fill(store: Store): Promise<number> {
  const { id } = await addSite(store.db, { name: 'shop', definition: shopFile });
  await crawlSite(
    store,
    id,
    [{ url: home, scripts: [{ body: 'a()' }, { body: 'evil()', url: `${home}x.js` }] }],
    1,
  );
  await saveModel(store.db, { version: '1', data: encode('model') });
  return (await crawlSite(store, id, [{ url: home, scripts: [{ body: 'b()' }] }], 2)).id;
}

onEveryDatabase('a backup', (databases) => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scriptwarden-backup-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('brings everything back, and the store goes on', async () => {
    const store = await databases.open();
    const crawl = await fill(store);
    const file = join(folder, 'backup');
    await backupStore(store, file);
    const address = await databases.address();
    await restoreStore(address, file);
    const restored = await databases.reopen(address);
    assert.deepEqual(await readCrawlState(restored.db, crawl), await readCrawlState(store.db, crawl));
    assert.deepEqual(
      await listScripts(restored.db, { siteId: 1 }),
      await listScripts(store.db, { siteId: 1 }),
    );
    assert.equal(Buffer.from(await readBody(restored.db, sha256('evil()'))).toString(), 'evil()');
    assert.deepEqual(await checkStore(restored), []);
    const next = await crawlSite(restored, 1, [{ url: home, scripts: [{ body: 'c()' }] }], 3);
    assert.deepEqual([next.number, next.newScripts + next.newVersions], [3, 1]);
  });

  it('in the portable form moves to a SQLite store', async () => {
    const store = await databases.open();
    const crawl = await fill(store);
    const file = join(folder, 'export');
    await exportStore(store, file);
    const address = { dataDir: join(folder, 'data') };
    await importStore(address, file);
    const moved = await databases.reopen(address);
    assert.deepEqual(await readCrawlState(moved.db, crawl), await readCrawlState(store.db, crawl));
    await moved.close();
  });

  it('never goes over a store that holds something', async () => {
    const store = await databases.open();
    await fill(store);
    const file = join(folder, 'backup');
    await backupStore(store, file);
    const address = await databases.address();
    await fill(await databases.reopen(address));
    await assert.rejects(restoreStore(address, file), { code: 'SW_STORE_CONFLICT' });
  });

  it('that ends too early or is damaged is refused', async () => {
    const store = await databases.open();
    await fill(store);
    const file = join(folder, 'export');
    await exportStore(store, file);
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, bytes.length - 30));
    await assert.rejects(restoreStore(await databases.address(), file), { code: 'SW_BACKUP_INVALID' });
    await writeFile(file, 'no backup');
    await assert.rejects(restoreStore(await databases.address(), file), { code: 'SW_BACKUP_INVALID' });
    await assert.rejects(restoreStore(await databases.address(), join(folder, 'none')), {
      code: 'SW_BACKUP_INVALID',
    });
  });

  it('says when it cannot be written', async () => {
    const store = await databases.open();
    await assert.rejects(backupStore(store, join(folder, 'no', 'such', 'folder')), {
      code: 'SW_OUTPUT_UNWRITABLE',
    });
  });
});
