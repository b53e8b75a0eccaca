import { access, constants, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openStore, type Store, type StoreAddress, type StoreOptions } from '../../../server/store/index.ts';
import { startPostgres, type PostgresServer } from '../../../tools/postgres.ts';

/** What a test gets: fresh, empty databases of one kind, cleaned up after it. */
export interface Databases {
  kind: 'sqlite' | 'postgres';
  /** A new, empty place for a store. */
  address: () => Promise<StoreAddress>;
  /** A new store with the current schema. */
  open: (options?: StoreOptions) => Promise<Store>;
  /** Opens a place again; closed after the test like the rest. */
  reopen: (address: StoreAddress, options?: StoreOptions) => Promise<Store>;
  /** The running server; only on PostgreSQL. */
  server: () => PostgresServer;
}

let postgres: Promise<PostgresServer | null> | undefined;
let databaseCount = 0;

/** One server for the whole run; what it holds must survive a crash of it, but not of the machine. */
const fast = ['fsync=off', 'full_page_writes=off', 'max_wal_size=256MB'];

/** Files in memory where a system has room for that: most of the time of these tests would go into making databases. */
async function fastFolder(): Promise<string> {
  const inMemory = '/dev/shm';
  try {
    await access(inMemory, constants.W_OK);
    const { bavail, bsize } = await statfs(inMemory);
    return bavail * bsize >= 2 * 1024 ** 3 ? inMemory : tmpdir();
  } catch {
    return tmpdir();
  }
}

after(async function () {
  // It ends, and its files are removed: on a busy machine that takes longer than a test may.
  this.timeout(120_000);
  await (await postgres)?.stop();
});

/** Describes the same behaviour on SQLite and on PostgreSQL. */
export function onEveryDatabase(title: string, suite: (databases: Databases) => void): void {
  describe(`${title} (SQLite)`, () => {
    suite(prepare('sqlite', sqliteAddress));
  });
  describe(`${title} (PostgreSQL)`, function () {
    this.timeout(60_000);
    before(async function () {
      postgres ??= fastFolder().then((folder) => startPostgres(fast, folder));
      if (await postgres) return;
      if (process.env.CI) throw new Error('No PostgreSQL binaries: CI must test both databases.');
      console.warn(
        `    SKIPPED on PostgreSQL: ${title}: no binaries; npm ci brings them for most platforms.`,
      );
      this.skip();
    });
    suite(prepare('postgres', postgresAddress));
  });
}

function prepare(
  kind: Databases['kind'],
  makeAddress: (folders: string[]) => Promise<StoreAddress>,
): Databases {
  const stores: Store[] = [];
  const folders: string[] = [];
  let server: PostgresServer | null = null;
  before(async () => {
    server = (await postgres) ?? null;
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
    if (server) await dropDatabases(server);
  });
  const reopen = async (address: StoreAddress, options?: StoreOptions): Promise<Store> => {
    const store = await openStore(address, options);
    stores.push(store);
    return store;
  };
  return {
    kind,
    address: () => makeAddress(folders),
    reopen,
    open: async (options) =>
      reopen(await (kind === 'postgres' ? migratedAddress() : makeAddress(folders)), options),
    server: () => server!,
  };
}

async function sqliteAddress(folders: string[]): Promise<StoreAddress> {
  const dataDir = await mkdtemp(join(tmpdir(), 'scriptwarden-store-'));
  folders.push(dataDir);
  return { dataDir };
}

function postgresAddress(): Promise<StoreAddress> {
  return newDatabase('template1');
}

let migrated: Promise<string> | undefined;

/** A database with the current schema: copying one costs less than making each anew. */
async function migratedAddress(): Promise<StoreAddress> {
  migrated ??= (async () => {
    const address = await newDatabase('template1');
    await (await openStore(address)).close();
    return new URL(address.databaseUrl).pathname.slice(1);
  })();
  return newDatabase(await migrated);
}

async function newDatabase(template: string): Promise<{ databaseUrl: string }> {
  const server = (await postgres)!;
  const name = `store_${++databaseCount}`;
  await asked(server, `create database ${name} template ${template}`);
  used.push(name);
  return { databaseUrl: server.url(name) };
}

/** Databases of the test that runs. Hundreds of them, kept, are gigabytes in a hundred thousand files. */
const used: string[] = [];

async function dropDatabases(server: PostgresServer): Promise<void> {
  const template = await migrated;
  for (const name of used.splice(0))
    if (name !== template) await asked(server, `drop database if exists ${name} with (force)`);
}

async function asked(server: PostgresServer, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
