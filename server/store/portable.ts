import { createReadStream, createWriteStream } from 'node:fs';
import { open as openFile, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { sql } from 'kysely';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { batches } from './batches.ts';
import { access } from './migrations/006-access.ts';
import { migrations } from './migrations/index.ts';
import { readVersion } from './migrate.ts';
import { openStore, type StoreAddress } from './open.ts';
import type { Db, Store } from './store.ts';
import type { Tables } from './tables.ts';

/**
 * Tables in an order in which each row finds what it refers to, with the columns that order its rows. The portable
 * backup is JSON lines, compressed: a header, then for each table a line that names it and its rows, then a count.
 * Logins, one-time links and failed attempts are left out: none of them should come back.
 */
export const tableOrder: readonly (readonly [
  table: Exclude<keyof Tables, 'store_migrations'>,
  keys: readonly string[],
])[] = [
  ['sites', ['id']],
  ['journeys', ['id']],
  ['crawls', ['id']],
  ['pages', ['id']],
  ['visits', ['id']],
  ['contents', ['id']],
  ['versions', ['id']],
  ['bodies', ['version_id']],
  ['analyses', ['id']],
  ['scripts', ['id']],
  ['script_versions', ['script_id', 'version_id']],
  ['url_patterns', ['site_id', 'pattern']],
  ['sightings', ['id']],
  ['observations', ['id']],
  ['changes', ['id']],
  ['approvals', ['id']],
  ['jobs', ['id']],
  ['schedules', ['site_id']],
  ['models', ['id']],
  ['metrics', ['name', 'label', 'at']],
  ['months', ['site_id', 'month']],
  ['channels', ['id']],
  ['rules', ['id']],
  ['rule_sites', ['rule_id', 'site_id']],
  ['alerts', ['id']],
  ['alert_changes', ['alert_id', 'change_id']],
  ['deliveries', ['id']],
  ['delivery_items', ['delivery_id', 'alert_id', 'telling']],
  ['delivery_attempts', ['delivery_id', 'number']],
  ['scans', ['id']],
  ['uploads', ['id']],
  ['scan_results', ['id']],
  ['scan_files', ['id']],
  ['feeds', ['id']],
  ['feed_entries', ['feed_id', 'generation', 'kind', 'value']],
  ['feed_versions', ['version_id']],
  ['feed_scripts', ['script_id']],
  ['report_keys', ['site_id']],
  ['visitor_reports', ['id']],
  ['visitor_reporters', ['report_id', 'reporter']],
  ['visitor_hosts', ['id']],
  ['visitor_counts', ['site_id', 'day', 'outcome']],
  ['host_uses', ['site_id', 'type', 'origin']],
  ['users', ['id']],
  ['user_sites', ['user_id', 'site_id']],
  ['api_tokens', ['id']],
  ['installation', ['name']],
  ['audit', ['id']],
  ['idempotency_keys', ['user_id', 'route', 'key']],
];

const format = 'scriptwarden-backup';
const rowsAtOnce = 500;
/** Bodies are read a few at a time: one may hold 64 MiB. */
const blobRowsAtOnce = 20;
const blobTables: ReadonlySet<string> = new Set(['bodies', 'models', 'uploads']);

/**
 * Writes the whole store to one file that either database can be restored from, in one consistent moment.
 * @throws ScriptwardenError SW_OUTPUT_UNWRITABLE.
 */
export async function exportStore(store: Store, file: string): Promise<{ rows: number }> {
  const partial = `${file}.partial`;
  let rows = 0;
  await store.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (db) => {
      const lines = async function* (): AsyncGenerator<string> {
        const schema = await readVersion(db as never, store.kind);
        yield line({ format, version: 1, schema, at: new Date().toISOString() });
        for (const [table, keys] of tableOrder) {
          yield line({ table });
          for await (const row of rowsOf(db, table, keys)) {
            rows++;
            yield line(row);
          }
        }
        yield line({ end: rows });
      };
      const compress = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
      await pipeline(Readable.from(lines()), compress, createWriteStream(partial, { mode: 0o600 }));
    })
    .catch(async (cause: unknown) => {
      await rm(partial, { force: true });
      throw unwritable(file, cause);
    });
  await rename(partial, file);
  return { rows };
}

/**
 * Fills a new, empty store from a portable backup and brings it to the current schema.
 * @throws ScriptwardenError SW_BACKUP_INVALID, SW_STORE_NEWER, SW_STORE_CONFLICT when the store is not empty.
 */
export async function importStore(address: StoreAddress, file: string): Promise<{ rows: number }> {
  const schema = await readHeader(file);
  if (schema > migrations.length) {
    throw new ScriptwardenError('SW_STORE_NEWER', {
      message: `The backup ${file} has schema ${schema}; this Scriptwarden knows ${migrations.length} at most.`,
      fix: 'Restore it with the version that wrote it or a later one.',
    });
  }
  const store = await openStore(address, { migrations: migrations.slice(0, schema) });
  try {
    const rows = await store.db.transaction().execute((db) => fill(db, store.kind, file, schema));
    return { rows };
  } finally {
    await store.close();
    // The rest of the schema; also after a failure, so that the empty store is usable.
    await (await openStore(address)).close();
  }
}

async function fill(db: Db, kind: Store['kind'], file: string, schema: number): Promise<number> {
  const site = await db.selectFrom('sites').select('id').limit(1).executeTakeFirst();
  const user =
    schema >= access.number && (await db.selectFrom('users').select('id').limit(1).executeTakeFirst());
  if (site || user) {
    throw new ScriptwardenError('SW_STORE_CONFLICT', {
      message: 'The store to restore into is not empty.',
      fix: 'Restore into a new data folder or an empty database.',
    });
  }
  const tables = new Set<string>(tableOrder.map(([table]) => table));
  let table: string | null = null;
  let waiting: Record<string, unknown>[] = [];
  let rows = 0;
  let declared: number | null = null;
  const flush = async (): Promise<void> => {
    const columns = Object.keys(waiting[0] ?? {});
    for (const piece of batches(waiting, Math.max(1, columns.length))) {
      await sql`insert into ${sql.table(table!)} (${sql.join(columns.map((column) => sql.ref(column)))})
        values ${sql.join(piece.map((row) => sql`(${sql.join(columns.map((column) => row[column] ?? null))})`))}`.execute(
        db,
      );
    }
    waiting = [];
  };
  for await (const value of linesOf(file)) {
    if (table === null && 'format' in value) continue;
    if (Object.keys(value).length === 1 && typeof value.table === 'string') {
      await flush();
      if (!tables.has(value.table)) throw invalid(file, `it holds an unknown table "${value.table}"`);
      table = value.table;
    } else if (Object.keys(value).length === 1 && typeof value.end === 'number') {
      await flush();
      declared = value.end;
    } else {
      if (table === null) throw invalid(file, 'a row stands before the first table');
      waiting.push(value);
      rows++;
      if (waiting.length >= (blobTables.has(table) ? blobRowsAtOnce : rowsAtOnce)) await flush();
    }
  }
  if (declared !== rows) throw invalid(file, 'it ends too early');
  if (kind === 'postgres') await advanceIdentities(db);
  return rows;
}

/** Rows given with their ids leave PostgreSQL's counters behind. */
async function advanceIdentities(db: Db): Promise<void> {
  for (const [table, keys] of tableOrder) {
    if (keys[0] !== 'id') continue;
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), (select coalesce(max(id), 0) + 1 from ${sql.table(table)}), false)`.execute(
      db,
    );
  }
}

async function* rowsOf(
  db: Db,
  table: string,
  keys: readonly string[],
): AsyncGenerator<Record<string, unknown>> {
  const limit = blobTables.has(table) ? blobRowsAtOnce : rowsAtOnce;
  const order = sql.join(keys.map((key) => sql.ref(key)));
  let where = sql``;
  for (;;) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)} ${where}
      order by ${order} limit ${sql.lit(limit)}`.execute(db);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < limit) return;
    where = sql`where (${order}) > (${sql.join(keys.map((key) => last[key]))})`;
  }
}

function line(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) => {
    // Buffers turn themselves into {type, data} before a replacer sees them.
    if (isBufferJson(item)) return { $base64: Buffer.from(item.data).toString('base64') };
    return item instanceof Uint8Array ? { $base64: Buffer.from(item).toString('base64') } : item;
  });
  return `${text}\n`;
}

function isBufferJson(item: unknown): item is { data: number[] } {
  return (
    typeof item === 'object' && item !== null && 'type' in item && item.type === 'Buffer' && 'data' in item
  );
}

async function* linesOf(file: string): AsyncGenerator<Record<string, unknown>> {
  const input = createReadStream(file).pipe(createZstdDecompress());
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      yield JSON.parse(text, (_key, item: unknown) =>
        typeof item === 'object' && item !== null && '$base64' in item && typeof item.$base64 === 'string'
          ? Buffer.from(item.$base64, 'base64')
          : item,
      ) as Record<string, unknown>;
    }
  } catch (cause) {
    throw invalid(file, 'it is damaged', cause);
  }
}

/** The schema number a portable backup declares. */
async function readHeader(file: string): Promise<number> {
  await (
    await openFile(file).catch((cause: unknown) => {
      throw invalid(file, 'it cannot be read', cause);
    })
  ).close();
  for await (const value of linesOf(file)) {
    const { format: name, version, schema } = value;
    if (name !== format) break;
    if (version === 1 && typeof schema === 'number') return schema;
    throw invalid(file, `its version ${String(version)} is unknown`);
  }
  throw invalid(file, 'it is no backup of Scriptwarden');
}

function invalid(file: string, what: string, cause?: unknown): ScriptwardenError {
  return new ScriptwardenError('SW_BACKUP_INVALID', {
    message: `The backup ${file} cannot be restored: ${what}.`,
    fix: 'Use a file that the backup command wrote to its end.',
    cause,
  });
}

function unwritable(file: string, cause: unknown): unknown {
  if (cause instanceof ScriptwardenError || !(cause instanceof Error) || !('syscall' in cause)) return cause;
  return new ScriptwardenError('SW_OUTPUT_UNWRITABLE', {
    message: `The backup ${file} cannot be written: ${cause.message}.`,
    fix: 'Check that the folder exists, may be written by you and has space left.',
    cause,
  });
}
