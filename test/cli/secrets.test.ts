import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { siteFile } from '../../core/schema/index.ts';
import {
  checkSecretKey,
  keyFile,
  openSecretBox,
  openSite,
  sealSite,
  type SecretBox,
} from '../../server/access/index.ts';
import { addSite, findSite, openStore, type Store } from '../../server/store/index.ts';
import { useFolder } from '../server/access/folder.ts';
import { runHere } from './run-here.ts';

describe('secrets', function () {
  this.timeout(30_000);
  const folder = useFolder();
  const key = (): string => randomBytes(32).toString('base64');
  const run = (command: string, secretKey = '') =>
    runHere(['secrets', command], {
      cwd: folder(),
      env: { DATABASE_URL: '', SCRIPTWARDEN_SECRET_KEY: secretKey },
    });

  async function inStore<Result>(
    work: (store: Store, box: (secretKey?: string) => SecretBox) => Promise<Result>,
  ): Promise<Result> {
    const address = { dataDir: join(folder(), 'scriptwarden-data') };
    const store = await openStore(address);
    try {
      return await work(store, (secretKey) => openSecretBox({ address, secretKey }));
    } finally {
      await store.close();
    }
  }

  async function begin(secretKey?: string): Promise<void> {
    await inStore(async (store, boxOf) => {
      const box = boxOf(secretKey);
      await checkSecretKey(store, box, 0);
      const definition = siteFile.parse({
        startUrls: ['https://shop.example/'],
        headers: { 'X-Scan': 'hush' },
      });
      await addSite(store.db, { name: 'shop', definition: sealSite(box, definition) });
    });
  }

  const header = (secretKey?: string) =>
    inStore(async (store, boxOf) => {
      const box = boxOf(secretKey);
      await checkSecretKey(store, box, 0);
      return openSite(box, (await findSite(store.db, 'shop')).definition).headers['X-Scan'];
    });

  it('are moved to a new key, after which the old one can go', async () => {
    const [old, young] = [key(), key()];
    await begin(old);
    assert.equal(await header(`${young},${old}`), 'hush');
    await assert.rejects(header(young), { code: 'SW_SECRET_KEY_WRONG' });
    const { status, stdout } = await run('rotate', `${young},${old}`);
    assert.deepEqual([status, stdout], [0, 'Secrets under the present key: 1 sites and channels.\n']);
    assert.equal(await header(young), 'hush');
    await assert.rejects(header(old), { code: 'SW_SECRET_KEY_WRONG' });
  });

  it('are not moved by a key that does not open them', async () => {
    await begin(key());
    const { status, stderr } = await run('rotate', key());
    assert.deepEqual([status, stderr.includes('SW_SECRET_KEY_WRONG')], [4, true]);
  });

  it('whose key is lost are named, and all else goes on with a new one', async () => {
    await begin();
    await rm(join(folder(), 'scriptwarden-data', keyFile));
    await assert.rejects(header(), { code: 'SW_SECRET_KEY_WRONG' });
    const { status, stdout } = await run('adopt');
    assert.deepEqual([status, stdout.includes('Enter again: the secrets of site shop')], [3, true]);
    await assert.rejects(header(), { code: 'SW_SECRET_UNREADABLE' });
  });
});
