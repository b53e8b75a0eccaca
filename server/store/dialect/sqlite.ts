import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { storableText } from '../text.ts';
import { translateSqliteError } from './errors.ts';

/** Statements kept prepared; the long many-row inserts are not worth keeping. */
const maxPrepared = 200;
const maxPreparedLength = 4000;

/** How long to wait for another process's lock, in milliseconds. */
export const busyTimeoutMs = 5000;

/**
 * Opens a database file for one process: write-ahead log (readers never wait), every commit flushed, foreign keys on.
 * @throws ScriptwardenError SW_STORE_UNAVAILABLE, SW_STORE_CORRUPT, SW_STORE_BUSY.
 */
export function openSqliteFile(file: string, options: { timeoutMs?: number } = {}): DatabaseSync {
  try {
    const database = new DatabaseSync(file, { timeout: options.timeoutMs ?? busyTimeoutMs });
    try {
      database.exec('pragma journal_mode = wal');
      database.exec('pragma synchronous = full');
      database.exec('pragma foreign_keys = on');
      database.exec('pragma cache_size = -65536');
      database.exec('pragma temp_store = memory');
      database.exec('pragma journal_size_limit = 67108864');
      return database;
    } catch (cause) {
      database.close();
      throw cause;
    }
  } catch (cause) {
    throw translateSqliteError(cause);
  }
}

/**
 * Kysely's SQLite dialect speaks to better-sqlite3; this is the same face over node:sqlite, which ships with Node and
 * compiles nothing.
 */
export function sqliteDialect(database: DatabaseSync): SqliteDialect {
  return new SqliteDialect({ database: new NodeSqlite(database) });
}

class NodeSqlite implements SqliteDatabase {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, Statement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare(sql: string): SqliteStatement {
    const known = this.#prepared.get(sql);
    if (known) return known;
    // A deferred transaction that turns to writing fails at once when another process wrote; an immediate one waits.
    const text = sql === 'begin' ? 'begin immediate' : sql;
    try {
      const statement = new Statement(this.#database.prepare(text));
      if (sql.length <= maxPreparedLength) this.#remember(sql, statement);
      return statement;
    } catch (cause) {
      throw translateSqliteError(cause);
    }
  }

  close(): void {
    this.#prepared.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #remember(sql: string, statement: Statement): void {
    if (this.#prepared.size >= maxPrepared) {
      const [oldest] = this.#prepared.keys();
      if (oldest !== undefined) this.#prepared.delete(oldest);
    }
    this.#prepared.set(sql, statement);
  }
}

class Statement implements SqliteStatement {
  readonly reader: boolean;
  readonly #statement: StatementSync;

  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.reader = statement.columns().length > 0;
  }

  all(parameters: readonly unknown[]): unknown[] {
    // node:sqlite gives rows without a prototype; PostgreSQL's have one, and nobody should have to tell them apart.
    return translated(() => this.#statement.all(...inputs(parameters)).map((row) => ({ ...row })));
  }

  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    return translated(() => this.#statement.run(...inputs(parameters)));
  }

  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    return translated(() => this.#statement.iterate(...inputs(parameters)));
  }
}

function inputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) =>
    typeof value === 'string' ? storableText(value) : (value as SQLInputValue),
  );
}

function translated<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw translateSqliteError(cause);
  }
}
