import { sql, type Kysely } from 'kysely';
import { migrations as allMigrations, type DatabaseKind, type Migration } from './migrations/index.ts';

/** What bringing the schema up to date did. Never thrown: the caller decides. */
export type MigrationResult =
  | { outcome: 'current' | 'migrated'; from: number; to: number }
  | { outcome: 'newer'; from: number; to: number }
  | { outcome: 'failed'; from: number; to: number; migration: Migration; error: unknown };

/**
 * Brings the schema forward, each step in its own transaction with its record. Two processes may start at once: the
 * later one waits and finds the work done. A database newer than the last known step is left alone.
 */
export async function migrate(
  db: Kysely<unknown>,
  kind: DatabaseKind,
  steps: readonly Migration[] = allMigrations,
): Promise<MigrationResult> {
  const newest = steps.at(-1)?.number ?? 0;
  const from = await readVersion(db, kind);
  if (from > newest) return { outcome: 'newer', from, to: newest };
  if (from === newest) return { outcome: 'current', from, to: newest };
  let to = from;
  for (const migration of steps.filter((step) => step.number > from)) {
    try {
      to = await db.transaction().execute((transaction) => runStep(transaction, kind, migration));
    } catch (error) {
      return { outcome: 'failed', from, to, migration, error };
    }
  }
  return { outcome: 'migrated', from, to };
}

async function runStep(db: Kysely<unknown>, kind: DatabaseKind, migration: Migration): Promise<number> {
  // SQLite's transactions are immediate already; PostgreSQL needs a lock that stands for the schema.
  if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(db);
  await sql`create table if not exists store_migrations (
    number ${sql.raw(kind === 'sqlite' ? 'integer' : 'bigint')} primary key,
    name text not null,
    applied_at ${sql.raw(kind === 'sqlite' ? 'integer' : 'bigint')} not null
  )`.execute(db);
  const version = await readVersion(db, kind);
  if (version >= migration.number) return version;
  await migration.up(db, kind);
  await sql`insert into store_migrations (number, name, applied_at)
    values (${migration.number}, ${migration.name}, ${Date.now()})`.execute(db);
  return migration.number;
}

/** Any constant, the same in every version of the program: "SWMIGR" in ASCII. */
const migrationLock = 0x53574d494752;

/** Number of the last step applied; 0 for an empty database. */
export async function readVersion(db: Kysely<unknown>, kind: DatabaseKind): Promise<number> {
  const { rows: tables } = await (
    kind === 'sqlite'
      ? sql`select name from sqlite_master where type = 'table' and name = 'store_migrations'`
      : sql`select 1 from pg_catalog.pg_tables where schemaname = current_schema() and tablename = 'store_migrations'`
  ).execute(db);
  if (tables.length === 0) return 0;
  const { rows } = await sql<{
    number: number;
  }>`select coalesce(max(number), 0) as number from store_migrations`.execute(db);
  return rows[0]?.number ?? 0;
}
