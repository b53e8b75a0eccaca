import { createHash } from 'node:crypto';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ScriptwardenError } from '../../core/errors/index.ts';

/** A file to analyse. Names may be any bytes: `path` is for people, `file` opens it. */
export interface InputFile {
  /** As given; below a given folder, that folder as given and the way from there. */
  readonly path: string;
  readonly file: Buffer;
}

/** What a path led to: a file, or why there is none. */
export type Input = InputFile | { readonly path: string; readonly error: ScriptwardenError };

/**
 * Lists the files a path stands for: itself, or everything below a folder in bytewise order of the whole path (as
 * `LC_ALL=C sort` has it). Symbolic links are followed, but never into a folder that is open further up. Devices, pipes
 * and sockets inside folders are not files and are passed over; given by name they are read, so that `<(curl …)` works.
 */
export async function* listInputs(path: string, cwd: string): AsyncGenerator<Input> {
  const file = Buffer.from(resolve(cwd, path));
  try {
    if (!(await stat(file)).isDirectory()) {
      yield { path, file };
      return;
    }
  } catch (cause) {
    yield { path, error: notReadable(path, cause) };
    return;
  }
  yield* listFolder(path.replace(/(?<=.)\/+$/, ''), file, new Set());
}

async function* listFolder(path: string, folder: Buffer, above: ReadonlySet<string>): AsyncGenerator<Input> {
  let names: Buffer[];
  let real: string;
  try {
    real = (await realpath(folder, 'buffer')).toString('latin1');
    if (above.has(real)) return;
    names = await readdir(folder, { encoding: 'buffer' });
  } catch (cause) {
    yield { path, error: notReadable(path, cause) };
    return;
  }
  const entries = await Promise.all(names.map((name) => describeEntry(path, folder, name)));
  for (const entry of entries.sort((one, other) => Buffer.compare(one.sortKey, other.sortKey))) {
    if (entry.kind === 'folder') yield* listFolder(entry.path, entry.file, new Set([...above, real]));
    else if (entry.kind === 'file') yield { path: entry.path, file: entry.file };
    else if (entry.error) yield { path: entry.path, error: entry.error };
  }
}

interface FolderEntry extends InputFile {
  readonly sortKey: Buffer;
  readonly kind: 'file' | 'folder' | 'other';
  readonly error?: ScriptwardenError;
}

async function describeEntry(path: string, folder: Buffer, name: Buffer): Promise<FolderEntry> {
  const file = Buffer.concat([folder, Buffer.from('/'), name]);
  const entry = { path: `${path === '/' ? '' : path}/${name.toString()}`, file, sortKey: name };
  try {
    const stats = await stat(file);
    if (!stats.isDirectory()) return { ...entry, kind: stats.isFile() ? 'file' : 'other' };
    // A folder sorts as its contents do, slash included: `a.js` comes before `a/b.js`.
    return { ...entry, kind: 'folder', sortKey: Buffer.concat([name, Buffer.from('/')]) };
  } catch (cause) {
    return { ...entry, kind: 'other', error: notReadable(entry.path, cause) };
  }
}

/** What was read of an input. */
export interface InputBytes {
  /** From the start, as many as are kept. */
  readonly bytes: Buffer;
  /** Of the whole input, when it was longer than that. */
  readonly whole?: { readonly sha256: string; readonly size: number };
}

/** More than this is not kept in memory: no script is that long, and folders hold disk images and dumps. */
export const mostBytes = 128 * 1024 * 1024;

/**
 * Reads a file.
 * @throws ScriptwardenError SW_INPUT_NOT_FOUND when it cannot be read.
 */
export async function readInput(input: InputFile, most = mostBytes): Promise<InputBytes> {
  try {
    await using handle = await open(input.file);
    return await readBounded(handle.createReadStream({ autoClose: false }), most);
  } catch (cause) {
    throw notReadable(input.path, cause);
  }
}

/** Reads a stream to its end, hashing everything and keeping what comes first. */
export async function readBounded(stream: AsyncIterable<Uint8Array>, most = mostBytes): Promise<InputBytes> {
  const hash = createHash('sha256');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    hash.update(chunk);
    if (size < most) chunks.push(chunk.subarray(0, most - size));
    size += chunk.length;
  }
  const bytes = Buffer.concat(chunks);
  return size <= most ? { bytes } : { bytes, whole: { sha256: hash.digest('hex'), size } };
}

function notReadable(path: string, cause: unknown): ScriptwardenError {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  return new ScriptwardenError('SW_INPUT_NOT_FOUND', {
    message: missing ? `"${path}" does not exist.` : `"${path}" cannot be read (${code}).`,
    fix: missing
      ? 'Check the path; relative paths start at the folder you call from.'
      : 'Check that you may read it and that it is a file or a folder.',
    cause,
  });
}
