/** One Worker thread: opens scripts one after another, and examines what came out. */
import { parentPort } from 'node:worker_threads';
import type { OpenTask, WorkerReport } from './messages.ts';
import { openLayers } from './open.ts';
import { lookAgain } from './second-look.ts';

const port = parentPort!;
port.on('message', ({ id, text, signs, places }: OpenTask) => {
  void openLayers(text, signs).then((opened) => {
    const found = lookAgain(text, opened, places);
    port.postMessage({ id, opened: { ...opened, found } } satisfies WorkerReport);
  });
});
port.postMessage('ready' satisfies WorkerReport);
