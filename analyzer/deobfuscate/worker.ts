/** One Worker thread: opens scripts one after another, and examines what came out. */
import { parentPort } from 'node:worker_threads';
import type { OpenTask, WorkerReport } from './messages.ts';
import { openLayers } from './open.ts';
import { lookAgain } from './second-look.ts';
import { tidyAfter } from '../pool/tidy.ts';

const port = parentPort!;
port.on('message', ({ id, text, signs, places }: OpenTask) => {
  const before = process.threadCpuUsage();
  void openLayers(text, signs).then((opened) => {
    const found = lookAgain(text, opened, places);
    const { user, system } = process.threadCpuUsage(before);
    const ms = (user + system) / 1000;
    port.postMessage({ id, opened: { ...opened, ms, found } } satisfies WorkerReport);
    // Babel's trees are several times those of acorn.
    tidyAfter(4 * text.length);
  });
});
port.postMessage('ready' satisfies WorkerReport);
