import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import type { Kysely, Transaction } from 'kysely';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { hasCode } from './dialect/errors.ts';
import type { DatabaseKind } from './migrations/index.ts';
import type { Tables } from './tables.ts';

/** Anything that queries run on: the store's own connections, or a transaction. */
export type Db = Kysely<Tables>;

/** How often and how long a transaction waits for a lock or a lost connection before it gives up. */
export interface RetryPolicy {
  attempts: number;
  firstDelayMs: number;
}

const defaultRetry: RetryPolicy = { attempts: 6, firstDelayMs: 50 };

export interface StoreParts {
  db: Db;
  kind: DatabaseKind;
  /** The open file, for what only SQLite offers; null on PostgreSQL. */
  sqlite: DatabaseSync | null;
  /** Lets go of what was taken besides the connections. */
  release: () => void;
  retry?: RetryPolicy;
}

/**
 * An open database. Queries are plain functions that take `store.db`, or a transaction so that several become one.
 * On SQLite there is one connection: inside `transaction` use only the transaction given, or it waits for itself.
 */
export class Store {
  readonly db: Db;
  readonly kind: DatabaseKind;
  readonly sqlite: DatabaseSync | null;
  readonly #release: () => void;
  readonly #retry: RetryPolicy;

  constructor(parts: StoreParts) {
    this.db = parts.db;
    this.kind = parts.kind;
    this.sqlite = parts.sqlite;
    this.#release = parts.release;
    this.#retry = parts.retry ?? defaultRetry;
  }

  /**
   * Runs `work` in one transaction, from the start again when a lock or a lost connection broke it off. It may run more
   * than once, so it must do nothing outside the database. When the connection is lost during the commit itself nobody
   * knows whether it took place: that error is thrown, and only what is idempotent may be repeated.
   * `isPassing` names further errors that starting again may cure.
   */
  async transaction<Result>(
    work: (db: Transaction<Tables>) => Promise<Result>,
    isPassing: (error: unknown) => boolean = () => false,
  ): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      const phase = { isCommitting: false };
      try {
        return await this.#attempt(work, phase);
      } catch (error) {
        const isLost = hasCode(error, 'SW_STORE_UNAVAILABLE') && !phase.isCommitting;
        const mayPass = isLost || hasCode(error, 'SW_STORE_BUSY') || isPassing(error);
        if (!mayPass || attempt >= this.#retry.attempts) throw error;
        await delay(this.#retry.firstDelayMs * 2 ** (attempt - 1) * (0.5 + Math.random()));
      }
    }
  }

  async #attempt<Result>(
    work: (db: Transaction<Tables>) => Promise<Result>,
    phase: { isCommitting: boolean },
  ): Promise<Result> {
    const transaction = await this.db.startTransaction().execute();
    try {
      const result = await work(transaction);
      phase.isCommitting = true;
      await transaction.commit().execute();
      return result;
    } catch (error) {
      await rollBack(transaction);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.db.destroy();
    this.#release();
  }
}

/** A failed roll-back means that the connection or SQLite already ended the transaction; the first error tells why. */
async function rollBack(transaction: { rollback: () => { execute: () => Promise<void> } }): Promise<void> {
  try {
    await transaction.rollback().execute();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}

/** The error for an id or name that the store does not hold. */
export function notFound(what: string, name: string | number): ScriptwardenError {
  return new ScriptwardenError('SW_STORE_NOT_FOUND', {
    message: `There is no ${what} "${name}" in this store.`,
    fix: `List the ${what}s and use a name or id from there.`,
  });
}

/** The error for a step that the present state forbids. */
export function conflict(message: string, fix: string): ScriptwardenError {
  return new ScriptwardenError('SW_STORE_CONFLICT', { message, fix });
}
