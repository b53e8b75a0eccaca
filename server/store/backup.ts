import { copyFile, open as openFile, rename, rm, stat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { databaseFile, openStore, type StoreAddress } from './open.ts';
import { exportStore, importStore } from './portable.ts';
import type { Store } from './store.ts';

/**
 * Writes a backup while the store is in use: on SQLite a copy of the database, checked, on PostgreSQL the portable
 * form. `restoreStore` takes both; `exportStore` writes the portable form from either, to change databases.
 * @throws ScriptwardenError SW_OUTPUT_UNWRITABLE, SW_STORE_CORRUPT.
 */
export async function backupStore(store: Store, file: string): Promise<void> {
  if (!store.sqlite) {
    await exportStore(store, file);
    return;
  }
  const partial = `${file}.partial`;
  await rm(partial, { force: true });
  try {
    await backup(store.sqlite, partial);
    checkCopy(partial);
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true });
    if (cause instanceof ScriptwardenError) throw cause;
    throw new ScriptwardenError('SW_OUTPUT_UNWRITABLE', {
      message: `The backup ${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      fix: 'Check that the folder exists, may be written by you and has space left.',
      cause,
    });
  }
}

/**
 * Makes a new store from a backup of either form; one that exists is never overwritten.
 * @throws ScriptwardenError SW_BACKUP_INVALID, SW_STORE_CONFLICT, SW_STORE_NEWER.
 */
export async function restoreStore(address: StoreAddress, file: string): Promise<void> {
  if (!(await isSqliteFile(file))) {
    await importStore(address, file);
    return;
  }
  if (!('dataDir' in address)) {
    throw new ScriptwardenError('SW_BACKUP_INVALID', {
      message: `The backup ${file} is a SQLite database and cannot be restored into PostgreSQL.`,
      fix: 'Restore it into a data folder, export that in the portable form, and restore the export.',
    });
  }
  const target = join(address.dataDir, databaseFile);
  if (await exists(target)) {
    throw new ScriptwardenError('SW_STORE_CONFLICT', {
      message: `There is a database in ${address.dataDir} already.`,
      fix: 'Restore into a new data folder.',
    });
  }
  await mkdir(address.dataDir, { recursive: true, mode: 0o700 });
  const partial = `${target}.partial`;
  await copyFile(file, partial);
  try {
    checkCopy(partial);
    await rename(partial, target);
  } catch (cause) {
    await rm(partial, { force: true });
    throw new ScriptwardenError('SW_BACKUP_INVALID', {
      message: `The backup ${file} is damaged.`,
      fix: 'Use another backup.',
      cause,
    });
  }
  const store = await openStore(address);
  try {
    // A login that ended since the backup must not come back with it.
    for (const table of ['sessions', 'user_links', 'failed_attempts'] as const) {
      await store.db.deleteFrom(table).execute();
    }
  } finally {
    await store.close();
  }
}

/** @throws ScriptwardenError SW_STORE_CORRUPT when SQLite finds the file damaged. */
function checkCopy(file: string): void {
  const database = new DatabaseSync(file);
  try {
    const [first] = database.prepare('pragma integrity_check(1)').all();
    if (first?.integrity_check === 'ok') return;
    throw new ScriptwardenError('SW_STORE_CORRUPT', {
      message: `SQLite finds the database damaged: ${String(first?.integrity_check)}`,
      fix: 'Restore the last good backup.',
    });
  } finally {
    database.close();
  }
}

async function isSqliteFile(file: string): Promise<boolean> {
  const handle = await openFile(file).catch((cause: unknown) => {
    throw new ScriptwardenError('SW_BACKUP_INVALID', {
      message: `The backup ${file} cannot be read.`,
      fix: 'Check the path and its rights.',
      cause,
    });
  });
  try {
    const { buffer } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.toString('latin1') === 'SQLite format 3\0';
  } finally {
    await handle.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
