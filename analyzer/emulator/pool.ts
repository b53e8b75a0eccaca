import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { startClock } from '../pool/clock.ts';
import { defaultBudget } from './emulate.ts';
import type { Job, Report } from './worker.ts';
import type { Outcome, Trace, TraceEvent, WorldName } from './trace.ts';

export interface EmulatorOptions {
  /** Worker threads; the number of processors unless said. */
  workers?: number;
  /** Processor time for one script in milliseconds, 3000 unless said; what it cuts is `partial`. */
  timeoutMs?: number;
}

/** A pool of Workers that run scripts in the decoy world and can be killed when one does not come back. */
export interface Emulator {
  /** Never rejects for anything a script does. `limits` may shorten the time and be told how much of it was used. */
  emulate(text: string, options?: Job['options'], limits?: RunLimits): Promise<Trace>;
  close(): Promise<void>;
}

export interface RunLimits {
  timeoutMs: number;
  onUsed?: (ms: number) => void;
}

interface Task {
  job: Job;
  limits: RunLimits | undefined;
  resolve: (trace: Trace) => void;
}

export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const count = options.workers ?? availableParallelism();
  const queue: Task[] = [];
  let slots: Slot[] = [];
  const next = (): Task | undefined => queue.shift();
  for (let i = 0; i < count; i++) slots.push(new Slot(next, options.timeoutMs ?? 3000));
  return {
    emulate: (text, jobOptions = {}, runLimits) =>
      new Promise((resolve) => {
        queue.push({ job: { text, options: jobOptions }, limits: runLimits, resolve });
        (slots.find((slot) => slot.isWarm) ?? slots.find((slot) => slot.isIdle))?.take();
      }),
    async close() {
      for (const task of queue.splice(0)) task.resolve(cutTrace('timeout', [], task.job, 'checkout'));
      await Promise.all(slots.map((slot) => slot.close()));
      slots = [];
    },
  };
}

/** One Worker and what it is doing. The native stack is large, so that QuickJS's own limit is always met first. */
class Slot {
  readonly #next: () => Task | undefined;
  readonly #timeoutMs: number;
  #worker: Worker | null = null;
  #ready = false;
  #task: Task | null = null;
  #stopClock = (): void => undefined;
  #world: WorldName = 'checkout';
  #seen: TraceEvent[] = [];

  constructor(next: () => Task | undefined, timeoutMs: number) {
    this.#next = next;
    this.#timeoutMs = timeoutMs;
  }

  get isIdle(): boolean {
    return this.#task === null;
  }

  /** Idle, and its Worker has a world ready: making one takes as long as dozens of runs. */
  get isWarm(): boolean {
    return this.#task === null && this.#ready;
  }

  /** Starts the next task when the Worker is free; starts the Worker when there is none. */
  take(): void {
    if (this.#task) return;
    this.#task = this.#next() ?? null;
    if (!this.#task) return;
    this.#worker ??= this.#start();
    if (this.#ready) this.#post();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      resourceLimits: { stackSizeMb: 32, maxOldGenerationSizeMb: 256 },
      stderr: true,
      stdout: true,
    });
    worker.unref();
    worker.on('message', (message: Report) => this.#hear(message));
    worker.on('error', () => this.#replace('crashed'));
    worker.on('exit', () => this.#worker === worker && this.#replace('crashed'));
    return worker;
  }

  #post(): void {
    const task = this.#task!;
    this.#ready = false;
    this.#seen = [];
    this.#world = 'checkout';
    this.#worker!.ref();
    const timeoutMs = Math.min(this.#timeoutMs, task.limits?.timeoutMs ?? Infinity);
    this.#stopClock = startClock(this.#worker!, timeoutMs, () => this.#replace('timeout', timeoutMs));
    this.#worker!.postMessage(task.job);
  }

  #hear(message: Report): void {
    if (message.type === 'progress') {
      if (message.fresh) this.#seen = [];
      this.#seen.push(...message.events);
      this.#world = message.world;
    } else if (message.type === 'done') this.#finish(message.trace, message.ms);
    else {
      this.#ready = true;
      if (this.#task) this.#post();
      else this.take();
    }
  }

  #finish(trace: Trace, usedMs: number): void {
    this.#stopClock();
    this.#worker?.unref();
    const task = this.#task;
    this.#task = null;
    task?.limits?.onUsed?.(usedMs);
    task?.resolve(trace);
  }

  /** Kills the Worker; what it reported before is the trace. */
  #replace(outcome: Outcome, usedMs = 0): void {
    const worker = this.#worker;
    this.#worker = null;
    this.#ready = false;
    void worker?.terminate();
    if (this.#task) this.#finish(cutTrace(outcome, this.#seen, this.#task.job, this.#world), usedMs);
    this.take();
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    if (this.#task) this.#finish(cutTrace('timeout', this.#seen, this.#task.job, this.#world), 0);
    await worker?.terminate();
  }
}

function cutTrace(outcome: Outcome, events: TraceEvent[], { options }: Job, world: WorldName): Trace {
  return {
    outcome,
    partial: true,
    events,
    decoded: [],
    budget: {
      operations: 0,
      limit: options.budget ?? defaultBudget,
      events: events.length,
      droppedEvents: 0,
    },
    worlds: [world],
    world,
    dependent: [],
    independent: [],
    byCard: { dependent: [], independent: [] },
  };
}
