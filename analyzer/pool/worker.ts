import { parentPort } from 'node:worker_threads';
import type { Trace } from '../emulator/index.ts';
import { examineDeeply } from '../examine.ts';
import type { WorkerAnswer, WorkerTask, WorkerTrace } from './messages.ts';
import { tidyAfter } from './tidy.ts';

let awaited: ((trace: Trace | null) => void) | null = null;
const answer = (message: WorkerAnswer, transfer?: ArrayBuffer[]): void =>
  parentPort!.postMessage(message, transfer);

/** Examines one input after the other; a fault in one is an answer, not the end. */
parentPort!.on('message', (message: WorkerTask | WorkerTrace) => {
  if ('trace' in message) awaited?.(message.trace);
  else void take(message);
});

async function take({ id, request }: WorkerTask): Promise<void> {
  const before = process.threadCpuUsage();
  const usedMs = (): number => {
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
  try {
    const examination = await examineDeeply(
      request,
      (text) => {
        answer({ id, emulate: text, usedMs: usedMs() });
        return new Promise((resolve) => (awaited = resolve));
      },
      (hidden) => {
        if (hidden.some((one) => one !== undefined)) answer({ id, hidden, usedMs: usedMs() });
      },
    );
    for (const script of examination.scripts) delete script.hidden;
    answer(
      { id, examination },
      examination.scripts.map((script) => script.features.buffer as ArrayBuffer),
    );
  } catch (error) {
    answer({ id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  tidyAfter(request.bytes.length);
}
