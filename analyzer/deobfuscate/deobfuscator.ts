import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { startClock } from '../pool/clock.ts';
import type { OpenTask, WorkerReport } from './messages.ts';
import { openLimits } from './open.ts';
import type { InputPlaces } from './second-look.ts';
import type { Sign } from './signs.ts';
import type { Opened, OpenOutcome } from './types.ts';

export interface DeobfuscatorOptions {
  /** Worker threads, started when there is work; the number of processors unless said. */
  workers?: number;
  /** Processor time for one script in milliseconds, 4000 unless said. It only kills: what it cuts is `timeout`. */
  timeoutMs?: number;
  /** Old-generation heap of one Worker in mebibytes, 768 unless said. */
  memoryMb?: number;
}

export interface Deobfuscator {
  /**
   * Opens what a script hides and examines it. Never rejects for anything the script does.
   *
   * @param places where the script stands in its input, when that holds more than the script.
   * @param timeoutMs shorter than the usual time, for one of many.
   */
  open(
    text: string,
    signs: readonly Sign[],
    places?: InputPlaces | null,
    timeoutMs?: number,
  ): Promise<Opened>;
  /** Ends the Workers; what they were doing ends as `timeout`. */
  close(): Promise<void>;
}

interface Waiting {
  readonly task: OpenTask;
  readonly timeoutMs: number;
  readonly resolve: (opened: Opened) => void;
}

/** Opens obfuscated scripts in Workers that are killed when one does not come back or takes too much memory. */
export function createDeobfuscator(options: DeobfuscatorOptions = {}): Deobfuscator {
  const { workers = availableParallelism(), timeoutMs = 4_000, memoryMb = 768 } = options;
  const queue: Waiting[] = [];
  const slots = Array.from({ length: workers }, () => new Slot(() => queue.shift(), memoryMb));
  let lastId = 0;
  return {
    open(text, signs, places = null, most = timeoutMs) {
      const task = { id: ++lastId, text, signs, places };
      // Not worth a Worker's time; nor a copy.
      if (text.length > openLimits.length) return Promise.resolve(cut(task, 'too-large', 0));
      if (most <= 0) return Promise.resolve(cut(task, 'timeout', 0));
      return new Promise((resolve) => {
        queue.push({ task, timeoutMs: Math.min(most, timeoutMs), resolve });
        slots.find((slot) => slot.isIdle)?.take();
      });
    },
    async close() {
      for (const { task, resolve } of queue.splice(0)) resolve(cut(task, 'timeout', 0));
      await Promise.all(slots.map((slot) => slot.close()));
    },
  };
}

class Slot {
  readonly #next: () => Waiting | undefined;
  readonly #memoryMb: number;
  #worker: Worker | null = null;
  #isReady = false;
  #current: Waiting | null = null;
  #startedAt = 0;
  #stopClock = (): void => undefined;

  constructor(next: () => Waiting | undefined, memoryMb: number) {
    this.#next = next;
    this.#memoryMb = memoryMb;
  }

  get isIdle(): boolean {
    return this.#current === null;
  }

  take(): void {
    if (this.#current) return;
    this.#current = this.#next() ?? null;
    if (!this.#current) return;
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    this.#startedAt = performance.now();
    worker.postMessage(this.#current.task);
    if (this.#isReady) this.#startClock();
  }

  /** Loading a Worker is not the script's time. */
  #startClock(): void {
    this.#startedAt = performance.now();
    if (this.#worker && this.#current)
      this.#stopClock = startClock(this.#worker, this.#current.timeoutMs, () => this.#kill('timeout'));
  }

  /** The stack is large because Babel and acorn are recursive. */
  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      resourceLimits: { stackSizeMb: 64, maxOldGenerationSizeMb: this.#memoryMb },
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    worker.unref();
    worker.on('message', (report: WorkerReport) => {
      if (this.#worker !== worker) return;
      if (report === 'ready') {
        this.#isReady = true;
        if (this.#current) this.#startClock();
      } else if (this.#current?.task.id === report.id) this.#finish(report.opened);
    });
    worker.on('error', (error: Error & { code?: string }) => {
      if (this.#worker === worker)
        this.#kill(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'failed');
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#kill('failed');
    });
    return worker;
  }

  #finish(opened: Opened): void {
    this.#stopClock();
    this.#worker?.unref();
    const current = this.#current;
    this.#current = null;
    current?.resolve(opened);
    this.take();
  }

  #kill(outcome: OpenOutcome): void {
    const worker = this.#worker;
    this.#worker = null;
    this.#isReady = false;
    void worker?.terminate();
    if (this.#current) this.#finish(cut(this.#current.task, outcome, performance.now() - this.#startedAt));
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#kill('timeout');
    await worker?.terminate();
  }
}

function cut({ signs }: OpenTask, outcome: OpenOutcome, ms: number): Opened {
  return { outcome, signs, text: null, layers: [], decoded: 0, operations: 0, places: null, ms, found: null };
}
