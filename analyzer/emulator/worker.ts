/** One Worker thread of the pool: runs scripts one after another, each in a fresh world. */
import { parentPort } from 'node:worker_threads';
import { Sandbox } from './engine/sandbox.ts';
import { emulate } from './emulate.ts';
import type { EmulateOptions } from './emulate.ts';
import type { Trace, TraceEvent, WorldName } from './trace.ts';

export interface Job {
  text: string;
  options: Omit<EmulateOptions, 'onProgress'>;
}
export type Report =
  | { type: 'ready' }
  | { type: 'progress'; world: WorldName; fresh: boolean; events: TraceEvent[] }
  /** `ms`: processor time. */
  | { type: 'done'; trace: Trace; ms: number };

/** Runs that take longer report as they go, so that what they showed survives a kill. */
const quietMs = 200;
const batch = 40;

const port = parentPort!;
let sandbox = await Sandbox.create();
const report = (message: Report): void => port.postMessage(message);

port.on('message', ({ text, options }: Job) => {
  const started = performance.now();
  const used = process.threadCpuUsage();
  let world: WorldName = 'checkout';
  let fresh = true;
  let waiting: TraceEvent[] = [];
  const trace = emulate(sandbox, text, {
    ...options,
    onProgress: (progress) => {
      if ('world' in progress && !('kind' in progress)) {
        world = progress.world;
        fresh = true;
        waiting = [];
        return;
      }
      waiting.push(progress);
      const isLate = performance.now() - started > quietMs;
      if (!isLate || (waiting.length < batch && progress.kind !== 'request')) return;
      report({ type: 'progress', world, fresh, events: waiting });
      fresh = false;
      waiting = [];
    },
  });
  const { user, system } = process.threadCpuUsage(used);
  report({ type: 'done', trace, ms: (user + system) / 1000 });
  if (sandbox.isSpent)
    void Sandbox.create().then((next) => {
      sandbox = next;
      report({ type: 'ready' });
    });
  else report({ type: 'ready' });
});
report({ type: 'ready' });
