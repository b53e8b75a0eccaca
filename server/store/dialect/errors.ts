import pg from 'pg';
import { ScriptwardenError, type ErrorCode } from '../../../core/errors/index.ts';

const fixes = {
  SW_STORE_UNAVAILABLE: 'Check that the database runs, and its address, password and rights; then try again.',
  SW_STORE_BUSY: 'Try again; if it lasts, find the process that holds the database.',
  SW_STORE_FULL: 'Free space or shorten retention; nothing half-written was kept.',
  SW_STORE_CORRUPT: 'Run the integrity check and restore the last good backup.',
  SW_STORE_CONFLICT: 'Choose another name, or look at what is there first.',
} as const satisfies Partial<Record<ErrorCode, string>>;

type DatabaseErrorCode = keyof typeof fixes;

/** https://www.sqlite.org/rescode.html, primary result codes. */
const sqliteCodes: Record<number, DatabaseErrorCode> = {
  5: 'SW_STORE_BUSY',
  6: 'SW_STORE_BUSY',
  8: 'SW_STORE_UNAVAILABLE',
  10: 'SW_STORE_UNAVAILABLE',
  11: 'SW_STORE_CORRUPT',
  13: 'SW_STORE_FULL',
  14: 'SW_STORE_UNAVAILABLE',
  23: 'SW_STORE_UNAVAILABLE',
  26: 'SW_STORE_CORRUPT',
};
/** Extended codes of a primary key or unique constraint. */
const sqliteUnique = new Set([1555, 2067]);

/** https://www.postgresql.org/docs/current/errcodes-appendix.html, whole codes before classes. */
const postgresCodes: Record<string, DatabaseErrorCode> = {
  '23505': 'SW_STORE_CONFLICT',
  '40001': 'SW_STORE_BUSY',
  '40P01': 'SW_STORE_BUSY',
  '55P03': 'SW_STORE_BUSY',
  '53100': 'SW_STORE_FULL',
  '25006': 'SW_STORE_UNAVAILABLE',
  '3D000': 'SW_STORE_UNAVAILABLE',
  '08': 'SW_STORE_UNAVAILABLE',
  '28': 'SW_STORE_UNAVAILABLE',
  '42501': 'SW_STORE_UNAVAILABLE',
  '53': 'SW_STORE_UNAVAILABLE',
  '57P': 'SW_STORE_UNAVAILABLE',
  '58': 'SW_STORE_UNAVAILABLE',
  XX001: 'SW_STORE_CORRUPT',
  XX002: 'SW_STORE_CORRUPT',
};

/** What SQLite threw, with a code where a user can do something about it; anything else is a fault of ours. */
export function translateSqliteError(error: unknown): unknown {
  if (!isSqliteError(error)) return error;
  if (sqliteUnique.has(error.errcode)) return coded('SW_STORE_CONFLICT', error);
  const code = sqliteCodes[error.errcode & 0xff];
  return code ? coded(code, error) : error;
}

/** As `translateSqliteError`, for PostgreSQL. What the server did not say is the connection's. */
export function translatePostgresError(error: unknown): unknown {
  if (error instanceof ScriptwardenError || !(error instanceof Error)) return error;
  if (!(error instanceof pg.DatabaseError)) return coded('SW_STORE_UNAVAILABLE', error);
  const state = error.code ?? '';
  const code = postgresCodes[state] ?? postgresCodes[state.slice(0, 3)] ?? postgresCodes[state.slice(0, 2)];
  return code ? coded(code, error) : error;
}

/** Whether a row that this one refers to is not there, or one that others refer to was to go. */
export function isBrokenReference(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const cause = error.cause ?? error;
  return (
    (isSqliteError(cause) && cause.errcode === 787) ||
    (cause instanceof pg.DatabaseError && cause.code === '23503')
  );
}

/** Whether an error has one of these codes. */
export function hasCode(error: unknown, ...codes: readonly ErrorCode[]): error is ScriptwardenError {
  return error instanceof ScriptwardenError && codes.includes(error.code);
}

function coded(code: DatabaseErrorCode, cause: Error): ScriptwardenError {
  const what = cause.message || ('code' in cause ? String(cause.code) : cause.name);
  return new ScriptwardenError(code, { message: `The database says: ${what}`, fix: fixes[code], cause });
}

function isSqliteError(error: unknown): error is Error & { errcode: number } {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
}
