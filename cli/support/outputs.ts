import { open, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ScriptwardenError } from '../../core/errors/index.ts';

/** A file that a report goes to in the end; known to be writable from the start, so that no long crawl is in vain. */
export interface OutputFile {
  readonly write: (text: string) => Promise<void>;
}

/**
 * Checks that a file can be written. What it holds stays until `write` replaces it in one step.
 * @throws ScriptwardenError SW_OUTPUT_UNWRITABLE
 */
export async function openOutput(path: string, cwd: string): Promise<OutputFile> {
  const target = await guard(path, () => probe(resolve(cwd, path)));
  return {
    write: (text) =>
      guard(path, async () => {
        // A device or a pipe cannot be replaced by renaming over it.
        if (!target.isRegular) return writeFile(target.file, text);
        const temporary = `${target.file}.${process.pid}.tmp`;
        await writeFile(temporary, text);
        await rename(temporary, target.file);
      }),
  };
}

async function probe(file: string): Promise<{ file: string; isRegular: boolean }> {
  await using handle = await open(file, 'a');
  const stats = await handle.stat();
  const target = await realpath(file);
  // Made only to see whether it can be: a crawl that fails later leaves no empty report behind.
  if (stats.isFile() && stats.size === 0) await rm(target, { force: true });
  return { file: target, isRegular: stats.isFile() };
}

async function guard<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new ScriptwardenError('SW_OUTPUT_UNWRITABLE', {
      message: `"${path}" cannot be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).`,
      fix: 'Check that its folder exists, that you may write there and that there is space left.',
      cause,
    });
  }
}
