import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { ScriptwardenError } from '../../core/errors/index.ts';

const copyName = /^scriptwarden-schema-(\d+)\.db$/;

/**
 * Copies a database file before its schema changes, next to it and named by the schema it has: steps only go forward, so
 * this is the way back to the program before. Copies of still older schemas go.
 * @throws ScriptwardenError SW_OUTPUT_UNWRITABLE; then nothing was changed.
 */
export async function copyBeforeMigration(sqlite: DatabaseSync, file: string, schema: number): Promise<void> {
  const folder = dirname(file);
  const copy = join(folder, `scriptwarden-schema-${schema}.db`);
  const partial = `${copy}.${process.pid}.partial`;
  try {
    await backup(sqlite, partial);
    // Another process that started at the same time may have been faster with the steps.
    if (schemaOf(partial) !== schema) {
      await rm(partial);
      return;
    }
    await rename(partial, copy);
    for (const name of await readdir(folder)) {
      if (Number(copyName.exec(name)?.[1] ?? Infinity) < schema) await rm(join(folder, name));
    }
  } catch (cause) {
    await rm(partial, { force: true });
    throw new ScriptwardenError('SW_OUTPUT_UNWRITABLE', {
      message: `The copy ${copy}, made before the schema changes, cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      fix: 'Make room for a second database in the data folder; nothing was changed.',
      cause,
    });
  }
}

function schemaOf(file: string): number {
  // Opened for writing, so that it leaves no log of its own behind.
  const database = new DatabaseSync(file);
  try {
    const row = database.prepare('select max(number) as number from store_migrations').get();
    return Number(row?.number);
  } finally {
    database.close();
  }
}
