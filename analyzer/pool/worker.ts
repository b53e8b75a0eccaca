import { parentPort } from 'node:worker_threads';
import { examine } from '../examine.ts';
import type { WorkerAnswer, WorkerTask } from './messages.ts';

/** Examines one input after the other; a fault in one is an answer, not the end. */
parentPort!.on('message', ({ id, request }: WorkerTask) => {
  try {
    const examination = examine(request);
    const vectors = examination.scripts.map((script) => script.features.buffer as ArrayBuffer);
    parentPort!.postMessage({ id, examination } satisfies WorkerAnswer, vectors);
  } catch (error) {
    const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    parentPort!.postMessage({ id, fault } satisfies WorkerAnswer);
  }
});
