import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { keptAsIs } from './outputs.ts';
import { isWritten } from './written.ts';

/** What a crawl names the bodies it saves. */
const bodyName = /^(?:[0-9a-f]{64}\.(?:js|wasm)|\.probe)$/;

/**
 * Checks that a crawl into a folder, which empties it of an earlier capture first, takes nothing else away: `capture.json`
 * there is a capture, and `bodies` holds nothing but bodies.
 * @throws ScriptwardenError SW_OUTPUT_EXISTS
 */
export async function checkCaptureFolder(path: string, cwd: string): Promise<void> {
  const dir = resolve(cwd, path);
  const capture = join(dir, 'capture.json');
  const stats = await stat(capture).catch(() => null);
  if (stats !== null && !(stats.isFile() && (await isWritten(capture, 'capture'))))
    throw keptAsIs(join(path, 'capture.json'), '--out', 'exists and is no capture that Scriptwarden wrote');
  const names = await readdir(join(dir, 'bodies')).catch(() => []);
  const other = names.find((name) => !bodyName.test(name));
  if (other !== undefined)
    throw keptAsIs(join(path, 'bodies', other), '--out', 'is no script that a crawl saved');
}
