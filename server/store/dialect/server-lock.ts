import { DatabaseSync } from 'node:sqlite';
import { ScriptwardenError } from '../../../core/errors/index.ts';
import { translateSqliteError, hasCode } from './errors.ts';

/**
 * Makes this process the only server on a data folder, until it lets go or dies, however it dies: an exclusive
 * transaction on a file of its own holds the operating system's lock. Returns what releases it.
 * @throws ScriptwardenError SW_STORE_IN_USE when another server runs.
 */
export function lockDataFolder(file: string): () => void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('begin exclusive');
    const held = database;
    return () => held.close();
  } catch (cause) {
    database?.close();
    const error = translateSqliteError(cause);
    if (!hasCode(error, 'SW_STORE_BUSY')) throw error;
    throw new ScriptwardenError('SW_STORE_IN_USE', {
      message: `Another server already runs on the data folder of ${file}.`,
      fix: 'Stop the other server, give this one its own --data folder, or use PostgreSQL.',
      cause,
    });
  }
}
