/** One Worker thread: opens scripts one after another. */
import { parentPort } from 'node:worker_threads';
import { openLayers } from './open.ts';
import type { OpenAnswer, OpenTask } from './messages.ts';

const port = parentPort!;
port.on('message', ({ id, text, signs }: OpenTask) => {
  void openLayers(text, signs).then((opened) => port.postMessage({ id, opened } satisfies OpenAnswer));
});
