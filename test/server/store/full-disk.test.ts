import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  addSite,
  checkStore,
  createCrawl,
  findCrawl,
  listScripts,
  openStore,
  type Store,
  type StoreAddress,
} from '../../../server/store/index.ts';
import { crawlSite, makeCapture, shopFile, storeMade } from './captures.ts';
import { onEveryDatabase } from './databases.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';

const home = 'https://shop.example/';

onEveryDatabase('a full disk', (databases) => {
  let disk: SmallDisk | null = null;
  let store: Store | null = null;
  afterEach(async () => {
    await store?.close();
    store = null;
    if (databases.kind === 'postgres' && disk) await dropTablespace(databases.server().url('postgres'));
    disk?.remove();
    disk = null;
  });

  it('has a code, leaves nothing half-written, and is over when there is room again', async function () {
    // PostgreSQL runs as nobody when the tests run as root, and as root alone a disk can be mounted.
    disk = mountSmallDisk(40, databases.kind === 'postgres' ? idOfNobody() : undefined);
    if (!disk) {
      console.warn('    SKIPPED: a small disk can only be mounted by root.');
      this.skip();
    }
    store = await openStore(
      databases.kind === 'sqlite'
        ? { dataDir: join(disk.dir, 'data') }
        : await databaseOn(disk.dir, databases.server()),
    );
    const { id: site } = await addSite(store.db, { name: 'shop', definition: shopFile });
    await crawlSite(store, site, [{ url: home, scripts: [{ body: 'first()' }] }], 1);
    const { id } = await createCrawl(store.db, { siteId: site });
    const ballast = join(disk.dir, 'ballast');
    fillUp(disk.dir, ballast);
    const pages = [
      {
        url: home,
        // What compresses badly, and more of it than is left on the disk.
        scripts: Array.from({ length: 40 }, () => ({ body: `"${randomBytes(30_000).toString('hex')}"` })),
      },
    ];
    await assert.rejects(storeMade(store, id, makeCapture(pages, 2), pages), { code: 'SW_STORE_FULL' });
    assert.equal((await findCrawl(store.db, id)).storedAt, null);
    assert.equal((await listScripts(store.db, { siteId: site })).items.length, 1);
    rmSync(ballast);
    assert.equal((await storeMade(store, id, makeCapture(pages, 2), pages)).scripts, 40);
    assert.deepEqual(await checkStore(store), []);
  });
});

/** Leaves half a megabyte. */
function fillUp(dir: string, file: string): void {
  const { bavail, bsize } = statfsSync(dir);
  writeFileSync(file, Buffer.alloc(bavail * bsize - 512 * 1024));
}

const tablespace = 'scriptwarden_small';

async function databaseOn(dir: string, server: { url: (database: string) => string }): Promise<StoreAddress> {
  chmodSync(dir, 0o700);
  await asAdministrator(server.url('postgres'), [
    `create tablespace ${tablespace} location '${dir}'`,
    `create database ${tablespace} tablespace ${tablespace}`,
  ]);
  return { databaseUrl: server.url(tablespace) };
}

async function dropTablespace(url: string): Promise<void> {
  await asAdministrator(url, [
    `drop database if exists ${tablespace} with (force)`,
    `drop tablespace if exists ${tablespace}`,
  ]);
}

async function asAdministrator(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function idOfNobody(): string {
  return userInfo().uid === 0 ? 'nobody' : String(userInfo().uid);
}
