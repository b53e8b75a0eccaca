import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { isWritten, kinds, type Written } from './written.ts';

/** A file that a report goes to in the end; known to be writable from the start, so that no long crawl is in vain. */
export interface OutputFile {
  /** Where it is once every link is followed. */
  readonly file: string;
  /** False for devices and pipes, which hold nothing. */
  readonly isRegular: boolean;
  readonly write: (text: string) => Promise<void>;
}

/** What is to be written, and what must not be written over. */
export interface OutputRules {
  /** The option that names the file, as in `--json`. */
  readonly option: string;
  /** Only an earlier file of this kind may be replaced. */
  readonly kind: Written;
  /** Files that are read in the same run, as given. */
  readonly inputs?: readonly string[];
}

/**
 * Checks that a file can be written and holds nothing that would be lost. What it holds stays until `write` replaces it in
 * one step.
 * @throws ScriptwardenError SW_OUTPUT_UNWRITABLE, SW_OUTPUT_EXISTS
 */
export async function openOutput(path: string, cwd: string, rules: OutputRules): Promise<OutputFile> {
  const existed = await checkExisting(path, cwd, rules);
  const target = await guard(path, () => probe(resolve(cwd, path), existed));
  return {
    ...target,
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

/** Says that a file stays as it is. */
export function keptAsIs(path: string, option: string, why: string): ScriptwardenError {
  return new ScriptwardenError('SW_OUTPUT_EXISTS', {
    message: `${option} would write over "${path}", which ${why}. It was left as it is.`,
    fix: `The word after ${option} names what is written: name something else, or move what is there away.`,
  });
}

/** Whether two paths lead to one file. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [left, right] = await Promise.all(
    [one, other].map((file) => stat(file, { bigint: true }).catch(() => null)),
  );
  return left?.dev === right?.dev && left?.ino === right?.ino && Boolean(left);
}

/** Whether there is a file already, and one that may be replaced. */
async function checkExisting(
  path: string,
  cwd: string,
  { option, kind, inputs = [] }: OutputRules,
): Promise<boolean> {
  const file = resolve(cwd, path);
  const stats = await stat(file).catch(() => null);
  if (!stats?.isFile()) return stats !== null;
  for (const input of inputs)
    if (await isSameFile(file, resolve(cwd, input))) throw keptAsIs(path, option, 'is one of the inputs');
  if (!(await guard(path, () => isWritten(file, kind))))
    throw keptAsIs(path, option, `exists and is no ${kinds[kind].name} that Scriptwarden wrote`);
  return true;
}

async function probe(file: string, existed: boolean): Promise<{ file: string; isRegular: boolean }> {
  await using handle = await open(file, 'a');
  const stats = await handle.stat();
  const target = await realpath(file);
  // Made only to see whether it can be: a crawl that fails later leaves no empty report behind.
  if (!existed && stats.isFile() && stats.size === 0) await rm(target, { force: true });
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
