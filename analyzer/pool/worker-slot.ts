import { Worker } from 'node:worker_threads';
import type { ExaminationRequest } from '../examine.ts';
import { startClock } from './clock.ts';
import type { Outcome, Services, WorkerAnswer, WorkerTask, WorkerTrace } from './messages.ts';

export interface WorkerLimits {
  /** Old-generation heap of one Worker, in mebibytes. */
  memoryMb: number;
}

/** One task's bounds. */
export interface RunOptions {
  /** Of processor time. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/**
 * Stack of a Worker, in mebibytes. The parser is recursive: 100,000 terms of a concatenation need about 30. Node gives
 * the thread a stack of this very size, so that deep nesting ends in an error and not in a crash.
 */
const stackSizeMb = 64;

/**
 * Heap for new objects, in mebibytes: trees of large scripts outlive it anyway, so that a larger one holds more memory and
 * saves no time.
 */
const maxYoungGenerationSizeMb = 16;

/** One Worker, one task at a time; a Worker that died is replaced at the next task. */
export class WorkerSlot {
  readonly #limits: WorkerLimits;
  #worker: Worker | null = null;
  #taskId = 0;

  constructor(limits: WorkerLimits) {
    this.#limits = limits;
  }

  /** Never rejects but for `signal`. What is killed, by time or by the signal, takes the Worker with it. */
  run(request: ExaminationRequest, services: Services, { timeoutMs, signal }: RunOptions): Promise<Outcome> {
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#taskId;
    worker.ref();
    return new Promise<Outcome>((resolve, reject) => {
      const settle = (outcome: Outcome): void => {
        cleanUp();
        worker.unref();
        resolve(outcome);
      };
      const kill = (): void => {
        this.#worker = null;
        cleanUp();
        void worker.terminate();
      };
      const onMessage = (answer: WorkerAnswer): void => {
        if (answer.id !== id) return;
        if ('emulate' in answer) {
          void services.emulate(answer.emulate, answer.usedMs).then((trace) => {
            if (this.#worker === worker && this.#taskId === id)
              worker.postMessage({ id, trace } satisfies WorkerTrace);
          });
          return;
        }
        if ('hidden' in answer) services.open(answer.hidden, answer.usedMs);
        else if ('fault' in answer) settle({ status: 'crash', detail: answer.fault });
        else settle({ status: 'done', examination: answer.examination });
      };
      const onError = (error: Error & { code?: string }): void => {
        kill();
        const status = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'crash';
        resolve({ status, detail: error.message });
      };
      const onExit = (code: number): void => {
        kill();
        resolve({ status: 'crash', detail: `The Worker ended with status ${code}` });
      };
      const onAbort = (): void => {
        kill();
        reject(signal!.reason as Error);
      };
      const stopClock = startClock(worker, timeoutMs, () => {
        kill();
        resolve({ status: 'timeout', detail: `Not done after ${timeoutMs} ms` });
      });
      const cleanUp = (): void => {
        stopClock();
        signal?.removeEventListener('abort', onAbort);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      };
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      signal?.addEventListener('abort', onAbort, { once: true });
      worker.postMessage({ id, request } satisfies WorkerTask);
      services.begin(request);
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      resourceLimits: {
        stackSizeMb,
        maxOldGenerationSizeMb: this.#limits.memoryMb,
        maxYoungGenerationSizeMb,
      },
      // Flags of the host process (a test runner's, a debugger's) are not for Workers.
      execArgv: [],
    });
    // One on its way out may still report a fault when nobody waits for it any more.
    return worker.on('error', () => undefined);
  }
}
