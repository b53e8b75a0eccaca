import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { postgresDialect } from './dialect/postgres.ts';
import { lockDataFolder } from './dialect/server-lock.ts';
import { openSqliteFile, sqliteDialect } from './dialect/sqlite.ts';
import { copyBeforeMigration } from './before-migration.ts';
import { migrate, readVersion, type MigrationResult } from './migrate.ts';
import { migrations as allMigrations, type Migration } from './migrations/index.ts';
import { Store, type RetryPolicy, type StoreParts } from './store.ts';
import type { Tables } from './tables.ts';

/** Where the data is: a folder (SQLite inside it) or a PostgreSQL address. */
export type StoreAddress = { dataDir: string } | { databaseUrl: string };

export interface StoreOptions {
  /** Be the only server on this folder; PostgreSQL takes any number. */
  exclusive?: boolean;
  /** PostgreSQL connections at most. */
  connections?: number;
  retry?: RetryPolicy;
  /** How long to wait for another process's lock, in milliseconds; 5 seconds on SQLite, a minute on PostgreSQL. */
  busyTimeoutMs?: number;
  /** Only for tests: other steps than the program's own. */
  migrations?: readonly Migration[];
}

/** Name of the database file below the data folder. */
export const databaseFile = 'scriptwarden.db';

/**
 * Opens the store, makes it when it is not there, and brings its schema up to date.
 * @throws ScriptwardenError SW_STORE_UNAVAILABLE, SW_STORE_IN_USE, SW_STORE_NEWER, SW_STORE_MIGRATION, SW_STORE_CORRUPT,
 * SW_STORE_BUSY, SW_STORE_FULL, SW_OUTPUT_UNWRITABLE when there is no room for a copy before the schema changes.
 */
export async function openStore(address: StoreAddress, options: StoreOptions = {}): Promise<Store> {
  const parts =
    'dataDir' in address
      ? sqliteParts(address.dataDir, options)
      : postgresParts(address.databaseUrl, options);
  const store = new Store({ ...parts, ...(options.retry ? { retry: options.retry } : {}) });
  try {
    const db = store.db as unknown as Kysely<unknown>;
    if ('dataDir' in address) await keepOldSchema(store, join(address.dataDir, databaseFile), options);
    refuse(await migrate(db, store.kind, options.migrations));
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** A copy of a database that is about to change its schema; an empty one needs none. */
async function keepOldSchema(
  store: Store,
  file: string,
  { migrations = allMigrations }: StoreOptions,
): Promise<void> {
  const from = await readVersion(store.db as unknown as Kysely<unknown>, store.kind);
  if (from > 0 && from < (migrations.at(-1)?.number ?? 0)) {
    await copyBeforeMigration(store.sqlite!, file, from);
  }
}

function sqliteParts(dataDir: string, options: StoreOptions): StoreParts {
  makeFolder(dataDir);
  const release = options.exclusive ? lockDataFolder(join(dataDir, 'server.lock')) : () => undefined;
  try {
    const timeout = options.busyTimeoutMs === undefined ? {} : { timeoutMs: options.busyTimeoutMs };
    const sqlite = openSqliteFile(join(dataDir, databaseFile), timeout);
    return { db: new Kysely<Tables>({ dialect: sqliteDialect(sqlite) }), kind: 'sqlite', sqlite, release };
  } catch (error) {
    release();
    throw error;
  }
}

function postgresParts(databaseUrl: string, options: StoreOptions): StoreParts {
  if (!/^postgres(?:ql)?:\/\//.test(databaseUrl)) {
    throw new ScriptwardenError('SW_STORE_UNAVAILABLE', {
      message: 'The database address does not begin with postgres://.',
      fix: 'Write DATABASE_URL=postgres://user:password@host:5432/name, or leave it out to use SQLite.',
    });
  }
  const connections = options.connections === undefined ? {} : { connections: options.connections };
  const timeout = options.busyTimeoutMs === undefined ? {} : { lockTimeoutMs: options.busyTimeoutMs };
  const dialect = postgresDialect({ databaseUrl, ...connections, ...timeout });
  return { db: new Kysely<Tables>({ dialect }), kind: 'postgres', sqlite: null, release: () => undefined };
}

function makeFolder(dataDir: string): void {
  try {
    if (!existsSync(dataDir)) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new ScriptwardenError('SW_STORE_UNAVAILABLE', {
      message: `The data folder ${dataDir} cannot be made: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'Name a folder that you may write with --data.',
      cause,
    });
  }
}

/** Turns a result that forbids going on into its error. */
function refuse(result: MigrationResult): void {
  if (result.outcome === 'newer') {
    throw new ScriptwardenError('SW_STORE_NEWER', {
      message: `The database has schema ${result.from}; this Scriptwarden knows ${result.to} at most.`,
      fix: 'Run the version that wrote it or a later one; nothing was changed.',
    });
  }
  if (result.outcome !== 'failed') return;
  if (result.error instanceof ScriptwardenError) throw result.error;
  throw new ScriptwardenError('SW_STORE_MIGRATION', {
    message: `Schema step ${result.migration.number} (${result.migration.name}) failed: ${String(result.error)}`,
    fix: 'That step was undone. Restore a backup if the database was edited by hand, else report this.',
    cause: result.error,
  });
}
