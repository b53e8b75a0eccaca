import type { Kysely } from 'kysely';
import type { DatabaseKind } from './columns.ts';

/** One step of the schema; numbers count from 1 without gaps. A released step is never edited: add the next one. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  /** Runs inside a transaction that also records it. */
  readonly up: (db: Kysely<unknown>, kind: DatabaseKind) => Promise<void>;
}
