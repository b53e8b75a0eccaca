import { createHash } from 'node:crypto';
import { open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** Bodies up to here wait in memory; longer ones in a file, so that many uploads at once fill no memory. */
const inMemoryBytes = 256 * 1024;

/** A body that has arrived. */
export interface Spooled {
  sha256: string;
  bytes: number;
  /** The first bytes, which tell archives from scripts. */
  head: Uint8Array;
  read(): Promise<Uint8Array>;
  dispose(): Promise<void>;
}

/**
 * Takes a stream in.
 * @param folder Where the file goes that a long body needs; its name is `number`, never one from outside.
 * @throws what the stream fails with; nothing is left behind then.
 */
export async function spool(
  stream: AsyncIterable<Uint8Array>,
  folder: () => Promise<string>,
  number: number,
): Promise<Spooled> {
  const hash = createHash('sha256');
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  let path: string | null = null;
  let file: FileHandle | null = null;
  try {
    for await (const piece of stream) {
      hash.update(piece);
      bytes += piece.length;
      if (file) {
        await file.writeFile(piece);
        continue;
      }
      pieces.push(piece);
      if (bytes <= inMemoryBytes) continue;
      path = join(await folder(), `body-${number}`);
      file = await open(path, 'wx', 0o600);
      for (const early of pieces) await file.writeFile(early);
    }
  } catch (error) {
    await file?.close();
    if (path) await rm(path, { force: true });
    throw error;
  }
  await file?.close();
  const memory = Buffer.concat(pieces);
  const sha256 = hash.digest('hex');
  if (path === null) {
    return {
      sha256,
      bytes,
      head: memory.subarray(0, 16),
      read: () => Promise.resolve(memory),
      dispose: () => Promise.resolve(),
    };
  }
  const at = path;
  return {
    sha256,
    bytes,
    head: Buffer.from(memory.subarray(0, 16)),
    read: () => readFile(at),
    dispose: () => rm(at, { force: true }),
  };
}
