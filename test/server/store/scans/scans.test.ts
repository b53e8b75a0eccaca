import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../../../core/encoding/index.ts';
import {
  addScanFiles,
  checkStore,
  createScan,
  exportStore,
  findEntries,
  importStore,
  listFeeds,
  listScans,
  readUpload,
  saveScanResult,
  saveUpload,
  scanFiles,
  scanResults,
  type Store,
} from '../../../../server/store/index.ts';
import { makeFeed } from '../../feeds/lists.ts';
import { encode, judge } from '../captures.ts';
import { onEveryDatabase } from '../databases.ts';

async function fill(store: Store): Promise<{ scanId: number; uploadId: number }> {
  const { db } = store;
  const body = encode('let a = 1;');
  const uploadId = await saveUpload(db, { sha256: sha256(body), body }, 1);
  const scan = await createScan(db, { ownerId: 7, source: 'files', name: 'a.js', at: 1, expiresAt: 2 });
  const place = { ownerId: 7, sha256: sha256(body), nameKind: 'js', detector: 'd1' };
  const { analysis } = judge('let a = 1;');
  const named = { hashes: [], hosts: [], urls: [] };
  const resultId = await saveScanResult(db, place, { analysis, named, feedVerdict: null }, 1);
  const file = {
    position: 0,
    entry: 0,
    path: 'a.js',
    sha256: sha256(body),
    bytes: body.length,
    uploadId,
    resultId,
  };
  await addScanFiles(db, scan.id, [{ ...file, state: 'done' }]);
  await makeFeed(store, 'evil.example');
  return { scanId: scan.id, uploadId };
}

onEveryDatabase('scans and feeds in the store', (databases) => {
  it('come through a portable backup', async () => {
    const store = await databases.open();
    const { scanId, uploadId } = await fill(store);
    const folder = await mkdtemp(join(tmpdir(), 'scriptwarden-scans-backup-'));
    try {
      const file = join(folder, 'backup');
      await exportStore(store, file);
      const address = await databases.address();
      await importStore(address, file);
      const restored = await databases.reopen(address);
      assert.deepEqual(await listScans(restored.db), await listScans(store.db));
      assert.deepEqual(await scanResults(restored.db, scanId), await scanResults(store.db, scanId));
      assert.equal(Buffer.from(await readUpload(restored.db, uploadId)).toString(), 'let a = 1;');
      assert.deepEqual(await listFeeds(restored.db), await listFeeds(store.db));
      assert.equal((await findEntries(restored.db, 'domain', ['evil.example'])).length, 1);
      assert.deepEqual(await checkStore(restored), []);
      // New rows get new ids.
      await createScan(restored.db, { ownerId: 7, source: 'code', name: 'b.js', at: 1, expiresAt: 2 });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('are looked at by the integrity check', async () => {
    const store = await databases.open();
    const { uploadId } = await fill(store);
    const change = { codec: 'plain', data: encode('let a = 2;') };
    await store.db.updateTable('uploads').set(change).where('id', '=', uploadId).execute();
    assert.deepEqual(
      (await checkStore(store)).map(({ what }) => what),
      ['body'],
    );
    await assert.rejects(readUpload(store.db, uploadId), { code: 'SW_STORE_CORRUPT' });
  });

  it('put files of a place once', async () => {
    const store = await databases.open();
    const { scanId } = await fill(store);
    const [file] = await scanFiles(store.db, scanId);
    await addScanFiles(store.db, scanId, [{ ...file!, path: 'other.js' }]);
    assert.deepEqual(await scanFiles(store.db, scanId), [file]);
  });
});
