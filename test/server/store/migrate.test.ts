import assert from 'node:assert/strict';
import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import {
  databaseFile,
  migrations,
  openStore,
  type Migration,
  type Store,
} from '../../../server/store/index.ts';
import { inChild } from './child.ts';
import { onEveryDatabase } from './databases.ts';

const newest = migrations.length;

/** Tables, columns and indexes as the database tells them. */
async function schemaOf(store: Store): Promise<unknown> {
  const query =
    store.kind === 'sqlite'
      ? sql`select type, name, tbl_name, sql from sqlite_master where name not like 'sqlite_%' order by type, name`
      : sql`select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
          where table_schema = 'public' union all select tablename, indexname, indexdef, '', '' from pg_indexes
          where schemaname = 'public' order by 1, 2`;
  return (await query.execute(store.db)).rows;
}

/** A site as the first version of the schema holds one. */
async function addOldSite({ db }: Store): Promise<void> {
  await sql`insert into sites (name, definition, retention_days, created_at, updated_at)
    values ('shop', '{"startUrls":["https://shop.example/"]}', 400, 0, 0)`.execute(db);
}

const openInChild = `const store = await openStore(address); await store.close();`;

onEveryDatabase('the schema', (databases) => {
  it('has numbered steps without gaps', () => {
    assert.deepEqual(
      migrations.map((migration) => migration.number),
      Array.from({ length: newest }, (_, index) => index + 1),
    );
  });

  for (let from = 1; from < newest; from++) {
    it(`comes from version ${from} to the newest, with its rows`, async () => {
      const fresh = await schemaOf(await databases.open());
      const address = await databases.address();
      const old = await openStore(address, { migrations: migrations.slice(0, from) });
      await addOldSite(old);
      await old.close();
      const store = await databases.reopen(address);
      assert.deepEqual(await schemaOf(store), fresh);
      assert.equal((await store.db.selectFrom('sites').select('name').execute())[0]?.name, 'shop');
    });
  }

  if (databases.kind === 'sqlite')
    it('is copied before it changes, and the latest copy is kept', async () => {
      const address = (await databases.address()) as { dataDir: string };
      const steps = (count: number): object => ({ migrations: migrations.slice(0, count) });
      const old = await openStore(address, steps(3));
      await addOldSite(old);
      await old.close();
      for (const count of [4, newest]) await (await openStore(address, steps(count))).close();
      const copies = (await readdir(address.dataDir)).filter((name) => name.includes('schema'));
      assert.deepEqual(copies, ['scriptwarden-schema-4.db']);
      const back = (await databases.address()) as { dataDir: string };
      await copyFile(join(address.dataDir, copies[0]!), join(back.dataDir, databaseFile));
      const store = await databases.reopen(back, steps(4));
      assert.equal((await store.db.selectFrom('sites').select('name').execute())[0]?.name, 'shop');
    });

  it('is left alone when it is newer than the program', async () => {
    const address = await databases.address();
    const later: Migration = { number: newest + 1, name: 'later', up: () => Promise.resolve() };
    await (await openStore(address, { migrations: [...migrations, later] })).close();
    await assert.rejects(openStore(address), { code: 'SW_STORE_NEWER' });
  });

  it('keeps its version when a step fails', async () => {
    const address = await databases.address();
    const broken: Migration = {
      number: newest + 1,
      name: 'broken',
      async up(db) {
        await sql`create table half_done (id int)`.execute(db);
        await sql`create table sites (id int)`.execute(db);
      },
    };
    await assert.rejects(openStore(address, { migrations: [...migrations, broken] }), {
      code: 'SW_STORE_MIGRATION',
    });
    const store = await databases.reopen(address);
    await assert.rejects(sql`select * from half_done`.execute(store.db));
  });

  it('is made once when two start at the same time', async () => {
    const address = await databases.address();
    await Promise.all([inChild(openInChild, address), inChild(openInChild, address)]);
    const store = await databases.reopen(address);
    const steps = await store.db.selectFrom('store_migrations').selectAll().execute();
    assert.equal(steps.length, newest);
  });
});
