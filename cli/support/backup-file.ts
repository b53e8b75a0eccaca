import { existsSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { createZstdDecompress } from 'node:zlib';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { isSameFile } from './outputs.ts';

/**
 * Checks that a backup to a file takes the place of nothing but an earlier backup, least of all of a store's own database.
 * @param database the database of the store that is backed up, when it is a file
 * @throws ScriptwardenError SW_OUTPUT_EXISTS
 */
export async function checkBackupFile(file: string, database: string | null): Promise<void> {
  const stats = await stat(file).catch(() => null);
  if (!stats?.isFile() || stats.size === 0) return;
  const why =
    (database !== null && (await isSameFile(file, database))) || isStoreInUse(file)
      ? 'is the database of a store'
      : (await isBackup(file))
        ? null
        : 'exists and is no backup that Scriptwarden wrote';
  if (why === null) return;
  throw new ScriptwardenError('SW_OUTPUT_EXISTS', {
    message: `The backup would be written over "${file}", which ${why}. It was left as it is.`,
    fix: 'Name another file, or move this one away unless it is in use.',
  });
}

/** Whether what only a store has lies beside: its lock, or what SQLite keeps while a database is open. */
function isStoreInUse(file: string): boolean {
  return (
    existsSync(`${file}-wal`) ||
    (basename(file) === 'scriptwarden.db' && existsSync(join(dirname(file), 'server.lock')))
  );
}

async function isBackup(file: string): Promise<boolean> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
  if (buffer.toString('latin1', 0, bytesRead) === 'SQLite format 3\0') return hasOurTables(file);
  return await isPortable(file);
}

function hasOurTables(file: string): boolean {
  const url = pathToFileURL(file);
  // Nothing is written beside the file, as SQLite else does for a database in WAL mode.
  url.searchParams.set('immutable', '1');
  try {
    using database = new DatabaseSync(url, { readOnly: true });
    const found = database.prepare("select 1 from sqlite_master where name = 'store_migrations'").get();
    return found !== undefined;
  } catch {
    return false;
  }
}

/** The portable form: lines of JSON, compressed, of which the first names the format. */
async function isPortable(file: string): Promise<boolean> {
  await using handle = await open(file);
  const text = handle.createReadStream({ end: 64 * 1024, autoClose: false }).pipe(createZstdDecompress());
  try {
    for await (const chunk of text as AsyncIterable<Buffer>)
      return chunk.toString('utf8').startsWith('{"format":"scriptwarden-backup"');
  } catch {
    // Not compressed so.
  }
  return false;
}
