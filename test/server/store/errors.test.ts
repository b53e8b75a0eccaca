import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import {
  addSite,
  checkStore,
  createCrawl,
  databaseFile,
  findCrawl,
  listSites,
  openStore,
  readBody,
  readCrawlState,
  type StoreAddress,
} from '../../../server/store/index.ts';
import { sha256 } from '../../../core/encoding/index.ts';
import { crawlSite, encode, makeCapture, shopFile, storeMade, type MadePage } from './captures.ts';
import { startChild } from './child.ts';
import { onEveryDatabase } from './databases.ts';

const home = 'https://shop.example/';
const impatient = { retry: { attempts: 2, firstDelayMs: 1 }, busyTimeoutMs: 20 };

onEveryDatabase('trouble', (databases) => {
  it('with a damaged body is told when it is read', async () => {
    const store = await databases.open();
    const { id } = await addSite(store.db, { name: 'shop', definition: shopFile });
    await crawlSite(store, id, [{ url: home, scripts: [{ body: 'a()' }, { body: 'b()' }] }]);
    await store.db
      .updateTable('bodies')
      .set({ data: encode('x()'), codec: 'plain' })
      .execute();
    await assert.rejects(readBody(store.db, sha256('a()')), { code: 'SW_STORE_CORRUPT' });
    assert.deepEqual(
      (await checkStore(store)).map((problem) => problem.what),
      ['body', 'body'],
    );
  });

  it('with a name that is taken has one code on both databases', async () => {
    const store = await databases.open();
    const columns = { definition: '{}', retention_days: 400, created_at: 0, updated_at: 0 };
    await store.db
      .insertInto('sites')
      .values({ name: 'a', ...columns })
      .execute();
    await assert.rejects(
      store.db
        .insertInto('sites')
        .values({ name: 'a', ...columns })
        .execute(),
      {
        code: 'SW_STORE_CONFLICT',
      },
    );
  });

  it('in the middle of storing leaves nothing behind, and storing again succeeds', async () => {
    const store = await databases.open(impatient);
    const { id: site } = await addSite(store.db, { name: 'shop', definition: shopFile });
    const pages = [{ url: home, scripts: [{ body: 'a()' }] }];
    const { id } = await createCrawl(store.db, { siteId: site });
    await sql`alter table observations rename to gone`.execute(store.db);
    await assert.rejects(storeMade(store, id, makeCapture(pages), pages));
    assert.equal((await findCrawl(store.db, id)).storedAt, null);
    assert.deepEqual(await store.db.selectFrom('sightings').selectAll().execute(), []);
    await sql`alter table gone rename to observations`.execute(store.db);
    assert.equal((await storeMade(store, id, makeCapture(pages), pages)).number, 1);
  });

  it('by kill -9 at any moment loses and doubles nothing', async function () {
    this.timeout(120_000);
    const address = await databases.address();
    const store = await databases.reopen(address);
    const { id: site } = await addSite(store.db, { name: 'shop', definition: shopFile });
    // Forty scripts on each page, of which ten change with every crawl.
    const pagesOf = (round: number): MadePage[] =>
      ['alpha', 'beta', 'gamma'].map((page) => ({
        url: home + page,
        scripts: Array.from({ length: 40 }, (_, index) => ({
          body: `${page}${'x'.repeat(index)}(${index < 10 ? round : 0})`,
        })),
      }));
    const rounds = Number(process.env.SCRIPTWARDEN_KILLS ?? 5);
    for (let round = 1; round <= rounds; round++) {
      const { id } = await createCrawl(store.db, { siteId: site });
      const pages = pagesOf(round);
      // It says when it begins, so that the kill falls into the work and not into the start of the process.
      const code = `const store = await openStore(address); const pages = ${JSON.stringify(pages)};
        process.stdout.write('ready'); await storeMade(store, ${id}, makeCapture(pages), pages); await store.close();`;
      const child = startChild(code, address);
      const exit = new Promise((resolve) => child.once('exit', resolve));
      child.stdout?.once('data', () => setTimeout(() => child.kill('SIGKILL'), (round * 29) % 160));
      await exit;
      assert.deepEqual(await checkStore(store), []);
      const stored = await storeMade(store, id, makeCapture(pages), pages);
      assert.deepEqual([stored.number, stored.pages, stored.scripts], [round, 3, 120]);
      const { sightings } = await readCrawlState(store.db, id);
      const expected = pages.flatMap((page) => page.scripts!.map((script) => sha256(script.body)));
      assert.deepEqual(sightings.map((one) => one.sha256).sort(), expected.sort());
    }
    const { count } = await store.db
      .selectFrom('sightings')
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    assert.equal(count, 120 + 30 * (rounds - 1));
  });

  if (databases.kind === 'sqlite') {
    it('with a second server on the folder is refused, and over when the first is gone', async () => {
      const address = await databases.address();
      const first = await openStore(address, { exclusive: true });
      await assert.rejects(openStore(address, { exclusive: true }), { code: 'SW_STORE_IN_USE' });
      // The command line may look in beside the server.
      await (await openStore(address)).close();
      await first.close();
      await databases.reopen(address, { exclusive: true });
    });

    it('with a server that was killed ends with it', async () => {
      const address = await databases.address();
      const child = startChild(
        `await openStore(address, { exclusive: true }); console.log('open'); setInterval(() => {}, 1000);`,
        address,
      );
      await new Promise((resolve) => child.stdout?.once('data', resolve));
      await assert.rejects(openStore(address, { exclusive: true }), { code: 'SW_STORE_IN_USE' });
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      await databases.reopen(address, { exclusive: true });
    });

    it('with a lock that another process holds has a code and passes', async () => {
      const address = await databases.address();
      const [one, other] = [await databases.reopen(address), await databases.reopen(address, impatient)];
      one.sqlite!.exec('begin immediate');
      await assert.rejects(
        other.transaction((db) => listSites(db)),
        { code: 'SW_STORE_BUSY' },
      );
      one.sqlite!.exec('commit');
      assert.deepEqual(await other.transaction((db) => listSites(db)), []);
    });

    it('with a file that was moved away has a code, and passes when it is back', async () => {
      const { dataDir } = (await databases.address()) as { dataDir: string };
      const store = await databases.reopen({ dataDir }, impatient);
      await addSite(store.db, { name: 'shop', definition: shopFile });
      await store.close();
      const [here, away] = [join(dataDir, databaseFile), join(dataDir, 'away')];
      renameSync(here, away);
      mkdirSync(here);
      await assert.rejects(openStore({ dataDir }, impatient), { code: 'SW_STORE_UNAVAILABLE' });
      rmdirSync(here);
      renameSync(away, here);
      const back = await databases.reopen({ dataDir });
      assert.equal((await listSites(back.db)).length, 1);
    });

    it('with a full disk has a code and leaves nothing half-written', async () => {
      const store = await databases.open();
      const { id: site } = await addSite(store.db, { name: 'shop', definition: shopFile });
      const pages = [
        {
          url: home,
          scripts: Array.from({ length: 300 }, (_, index) => ({ body: `f${'x'.repeat(index)}()` })),
        },
      ];
      const { id } = await createCrawl(store.db, { siteId: site });
      const { page_count: pagesNow } = store.sqlite!.prepare('pragma page_count').get() as {
        page_count: number;
      };
      store.sqlite!.exec(`pragma max_page_count = ${pagesNow + 10}`);
      await assert.rejects(storeMade(store, id, makeCapture(pages), pages), { code: 'SW_STORE_FULL' });
      store.sqlite!.exec('pragma max_page_count = 1000000');
      assert.equal((await storeMade(store, id, makeCapture(pages), pages)).scripts, 300);
    });

    it('with a file that is no database has a code', async () => {
      const address = (await databases.address()) as { dataDir: string };
      writeFileSync(join(address.dataDir, 'scriptwarden.db'), 'this is no database, whatever its name says');
      await assert.rejects(openStore(address), { code: 'SW_STORE_CORRUPT' });
    });

    it('with a folder that cannot be made has a code', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'scriptwarden-'));
      writeFileSync(join(folder, 'file'), '');
      await assert.rejects(openStore({ dataDir: join(folder, 'file', 'data') }), {
        code: 'SW_STORE_UNAVAILABLE',
      });
      rmSync(folder, { recursive: true });
    });
  } else {
    it('with a server that restarts passes', async () => {
      const store = await databases.open();
      const { id: site } = await addSite(store.db, { name: 'shop', definition: shopFile });
      let attempts = 0;
      const restarted = await store.transaction(async (db) => {
        attempts++;
        const crawl = await createCrawl(db, { siteId: site });
        if (attempts === 1) await databases.server().restart();
        return findCrawl(db, crawl.id);
      });
      assert.equal(attempts, 2);
      assert.equal((await store.db.selectFrom('crawls').selectAll().execute()).length, 1);
      assert.equal(restarted.state, 'queued');
    });

    it('with a lock that another one holds has a code and passes', async () => {
      const address = await databases.address();
      const [one, other] = [await databases.reopen(address), await databases.reopen(address, impatient)];
      const lock = await one.db.startTransaction().execute();
      await sql`lock table sites in access exclusive mode`.execute(lock);
      await assert.rejects(
        other.transaction((db) => listSites(db)),
        { code: 'SW_STORE_BUSY' },
      );
      await lock.rollback().execute();
      assert.deepEqual(await other.transaction((db) => listSites(db)), []);
    });

    it('with no server, or no such database, has a code', async () => {
      const gone: StoreAddress = { databaseUrl: 'postgres://nobody@127.0.0.1:1/none' };
      await assert.rejects(openStore(gone), { code: 'SW_STORE_UNAVAILABLE' });
      await assert.rejects(openStore({ databaseUrl: databases.server().url('none') }), {
        code: 'SW_STORE_UNAVAILABLE',
      });
      await assert.rejects(openStore({ databaseUrl: 'mysql://x' }), { code: 'SW_STORE_UNAVAILABLE' });
    });

    it('with two that wait for each other is settled by starting one again', async () => {
      const store = await databases.open();
      for (const name of ['a', 'b']) await addSite(store.db, { name, definition: shopFile });
      let waiting = 0;
      let release = (): void => undefined;
      const bothHold = new Promise<void>((resolve) => (release = resolve));
      const swap = (first: string, second: string): Promise<void> =>
        store.transaction(async (db) => {
          await db.updateTable('sites').set({ owner: 'x' }).where('name', '=', first).execute();
          if (++waiting === 2) release();
          await bothHold;
          await db.updateTable('sites').set({ owner: 'x' }).where('name', '=', second).execute();
        });
      await Promise.all([swap('a', 'b'), swap('b', 'a')]);
      assert.deepEqual(
        (await listSites(store.db)).map((site) => site.owner),
        ['x', 'x'],
      );
    });
  }
});
