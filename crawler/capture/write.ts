import { access, constants, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { capture as captureSchema, type Capture } from '../../core/schema/index.ts';

/**
 * Makes the folder of a capture ready: made when missing, emptied of an earlier capture, private to its owner.
 *
 * @throws ScriptwardenError SW_OUTPUT_UNWRITABLE when it cannot be written or holds other things
 */
export async function prepareFolder(dir: string): Promise<void> {
  let names: string[];
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await access(dir, constants.W_OK | constants.X_OK);
    names = await readdir(dir);
  } catch (cause) {
    throw unwritable(dir, 'cannot be written', cause);
  }
  if (names.length > 0 && !names.includes('capture.json') && !names.includes('bodies')) {
    throw unwritable(dir, 'holds other files than a capture');
  }
  try {
    await rm(join(dir, 'capture.json'), { force: true });
    await rm(join(dir, 'bodies'), { recursive: true, force: true });
    await mkdir(join(dir, 'bodies'), { mode: 0o700 });
    // Root may write where the rights say no, but not where the file system is read-only: only a file tells.
    await writeFile(join(dir, 'bodies', '.probe'), '', { mode: 0o600 });
    await rm(join(dir, 'bodies', '.probe'));
  } catch (cause) {
    throw unwritable(dir, 'cannot be written', cause);
  }
}

/**
 * Writes `capture.json`, checked against its schema, all at once: a reader sees the whole file or none.
 *
 * @throws ScriptwardenError SW_OUTPUT_UNWRITABLE
 */
export async function writeCapture(dir: string, capture: Capture): Promise<void> {
  const text = `${JSON.stringify(captureSchema.parse(capture), null, 1)}\n`;
  const temporary = join(dir, `.capture.json.${process.pid}`);
  try {
    await writeFile(temporary, text, { mode: 0o600 });
    await rename(temporary, join(dir, 'capture.json'));
  } catch (cause) {
    await rm(temporary, { force: true });
    throw unwritable(dir, 'cannot be written', cause);
  }
}

function unwritable(dir: string, why: string, cause?: unknown): ScriptwardenError {
  return new ScriptwardenError('SW_OUTPUT_UNWRITABLE', {
    message: `The output folder "${dir}" ${why}.`,
    fix: 'Name an empty folder, one that does not exist yet, or one with an earlier capture, where you may write.',
    cause,
  });
}
