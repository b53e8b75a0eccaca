import type { ExaminationRequest } from '../examine.ts';
import type { Outcome, Services } from './messages.ts';
import { WorkerSlot, type RunOptions, type WorkerLimits } from './worker-slot.ts';

export interface PoolOptions extends WorkerLimits {
  /** Most Workers at a time; they start when there is work and stay warm. */
  workers: number;
}

interface Waiting {
  start(slot: WorkerSlot): void;
  abandon(reason: Error): void;
}

/** Examines inputs in Workers, first come first served. */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #slots: WorkerSlot[] = [];
  readonly #idle: WorkerSlot[] = [];
  readonly #waiting: Waiting[] = [];
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Rejects only with the reason of `signal`, or when the pool is closed. */
  async run(request: ExaminationRequest, services: Services, options: RunOptions): Promise<Outcome> {
    const { signal } = options;
    signal?.throwIfAborted();
    const slot = await this.#acquire(signal);
    try {
      // It may have come while waiting for the slot.
      signal?.throwIfAborted();
      return await slot.run(request, services, options);
    } finally {
      this.#release(slot);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of this.#waiting.splice(0)) waiting.abandon(new Error('The analyzer is closed'));
    await Promise.all(this.#slots.map((slot) => slot.close()));
  }

  #acquire(signal: AbortSignal | undefined): Promise<WorkerSlot> {
    if (this.#closed) return Promise.reject(new Error('The analyzer is closed'));
    const idle = this.#idle.pop();
    if (idle) return Promise.resolve(idle);
    if (this.#slots.length < this.#options.workers) {
      const slot = new WorkerSlot(this.#options);
      this.#slots.push(slot);
      return Promise.resolve(slot);
    }
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal!.reason as Error);
      };
      const waiting: Waiting = {
        start(slot) {
          signal?.removeEventListener('abort', onAbort);
          resolve(slot);
        },
        abandon(reason) {
          signal?.removeEventListener('abort', onAbort);
          reject(reason);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
    });
  }

  #release(slot: WorkerSlot): void {
    const next = this.#waiting.shift();
    if (next) next.start(slot);
    else this.#idle.push(slot);
  }
}
