import { posix } from 'node:path';
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from 'quickjs-emscripten-core';
import { loadQuickJs, readWorldModules } from './load.ts';
import { findBreak, staticWords } from './extent.ts';
import { Fuel } from './fuel.ts';
import { Snapshot } from './snapshot.ts';
import type { MemoryChanges } from '../memory-strings.ts';
import type { Outcome } from '../trace.ts';

/** What the world asks of the host while a script runs. */
export interface SandboxHost {
  /** One event as JSON. */
  emit(json: string): void;
  /** How the script uses a name that the page does not define. */
  classify(name: string): 'bare' | 'member' | 'absent';
  /** The text of code made at run time, with its direct eval calls marked. */
  rewrite(text: string): string;
  /** The script's own source, for scripts that read themselves. */
  source(nothing: string): string;
  /** What of the script to run although its beginning failed, by the stack of its error; null when nothing. */
  rest(stack: string): string | null;
  /** Whether the script has shown all that a trace needs; asked between tasks. */
  isEnough(): boolean;
}

export interface SandboxRun {
  readonly outcome: Outcome;
  readonly operations: number;
  /** The memory that changed, good until the next run; see memory-strings.ts. */
  readonly memory: MemoryChanges;
}

const limits = {
  memoryMb: 96,
  stackBytes: 160 * 1024,
  scannedBytes: 6 * 1_048_576,
  jobsAtOnce: 500,
  rests: 60,
};

/**
 * A decoy world, built once. Each run starts from a copy of the memory as it was then: that costs a fraction of a
 * millisecond, leaves nothing behind of the run before, and makes runs repeat exactly, addresses included.
 */
export class Sandbox {
  readonly #memory: WebAssembly.Memory;
  readonly #snapshot: Snapshot;
  readonly #parts: Parts;
  #broken = false;

  private constructor(parts: Parts, memory: WebAssembly.Memory, breakAt: number | null) {
    this.#parts = parts;
    this.#memory = memory;
    this.#snapshot = new Snapshot(memory.buffer, breakAt);
  }

  static async create(): Promise<Sandbox> {
    const { quickJs, memory } = await loadQuickJs(limits.memoryMb);
    const runtime = quickJs.newRuntime();
    runtime.setMaxStackSize(limits.stackBytes);
    const modules = readWorldModules();
    runtime.setModuleLoader(
      (name) => modules.get(name) ?? { error: new Error(`the decoy world has no module ${name}`) },
      (base, name) => posix.join(posix.dirname(base), name),
    );
    const before = staticWords(memory.buffer);
    const parts = buildWorld(runtime);
    runtime.removeModuleLoader();
    sweep(parts.world);
    // Before the copy is taken: the interpreter's memory says whether there is a handler.
    runtime.setInterruptHandler(() => false);
    return new Sandbox(parts, memory, findBreak(before, memory.buffer));
  }

  /** What the world's own memory holds. */
  get worldMemory(): Buffer {
    return this.#snapshot.bytes;
  }

  /** Whether a run broke the interpreter, or made its memory large: then create another. */
  get isSpent(): boolean {
    return this.#broken || this.#memory.buffer.byteLength > limits.memoryMb * 0.75 * 1_048_576;
  }

  /**
   * Runs one script to the end of the visit or of its fuel. `config` is JSON for world/config.js; `operations` are left of
   * the `budget` of all worlds.
   */
  run(
    text: string,
    config: string,
    host: SandboxHost,
    operations: number,
    budget: number = operations,
  ): SandboxRun {
    this.#snapshot.restore(this.#memory.buffer);
    const fuel = new Fuel(operations, budget);
    const { runtime, link } = this.#parts;
    link.host = host;
    runtime.setInterruptHandler(() => fuel.burn());
    let outcome: Outcome = 'completed';
    try {
      const sawMemoryEnd = drive(this.#parts, text, config, fuel);
      if (fuel.ranOut) outcome = 'fuel';
      if (sawMemoryEnd) outcome = 'memory';
    } catch (error) {
      // The interpreter itself failed: a trap, or a native stack that ended before QuickJS's own limit.
      this.#broken = true;
      outcome = error instanceof Error && /alloc|out of memory/i.test(error.message) ? 'memory' : 'crashed';
    }
    return {
      outcome,
      operations: fuel.burned,
      memory: this.#snapshot.changes(this.#memory.buffer, limits.scannedBytes),
    };
  }
}

interface Parts {
  runtime: QuickJSRuntime;
  world: QuickJSContext;
  page: QuickJSContext;
  /** Functions of world/index.js. */
  entry: Record<'configure' | 'step' | 'afterMain' | 'mainFailed', QuickJSHandle>;
  link: { host: SandboxHost | null };
}

function buildWorld(runtime: QuickJSRuntime): Parts {
  const world = runtime.newContext();
  const page = runtime.newContext();
  const link: Parts['link'] = { host: null };
  const host = world.newObject();
  const define = (name: Exclude<keyof SandboxHost, 'isEnough' | 'rest'>): void => {
    const fn = world.newFunction(name, (argument) => {
      const answer = link.host?.[name](world.getString(argument));
      return answer === undefined ? world.undefined : world.newString(answer);
    });
    world.setProp(host, name, fn);
    fn.dispose();
  };
  for (const name of ['emit', 'classify', 'rewrite', 'source'] as const) define(name);
  world.setProp(world.global, 'host', host);
  world.setProp(world.global, 'page', page.global);
  world.unwrapResult(world.evalCode("import './index.js'", 'main.js', { type: 'module' })).dispose();
  runtime.executePendingJobs();
  const built = world.getProp(world.global, 'world');
  const get = (name: string): QuickJSHandle => world.getProp(built, name);
  const entry = {
    configure: get('configure'),
    step: get('step'),
    afterMain: get('afterMain'),
    mainFailed: get('mainFailed'),
  };
  return { runtime, world, page, entry, link };
}

/** Overwrites what compiling the world left in free memory with zeros: the copy gets smaller, and runs start faster. */
function sweep(world: QuickJSContext): void {
  const code =
    '[262144, 65536, 16384, 4096].map((size) => Array.from({ length: 1048576 / size }, () => new ArrayBuffer(size)))';
  for (let i = 0; i < 3; i++) world.unwrapResult(world.evalCode(code)).dispose();
}

/** Returns whether memory ran out on the way. */
function drive(
  { runtime, world, page, entry, link }: Parts,
  text: string,
  config: string,
  fuel: Fuel,
): boolean {
  let memoryEnded = false;
  const call = (fn: QuickJSHandle, argument?: QuickJSHandle): QuickJSHandle | null => {
    const result = world.callFunction(fn, world.undefined, ...(argument ? [argument] : []));
    if (!result.error) return result.value;
    memoryEnded ||= world.getString(world.getProp(result.error, 'message')) === 'out of memory';
    return null;
  };
  // Whatever the world does counts as well, and must not be cut off.
  fuel.startMain();
  call(entry.configure, world.newString(config));

  const isModule = /(?:^|[;}])\s*(?:import\b(?!\s*[(.])|export\b)/m.test(text);
  let result = page.evalCode(text, 'script.js', { type: 'global' });
  if (
    result.error &&
    isModule &&
    page.getString(page.getProp(result.error, 'name')).includes('SyntaxError')
  ) {
    result = page.evalCode(text, 'script.js', { type: 'module' });
  }
  while (result.error) {
    memoryEnded ||= page.getString(page.getProp(result.error, 'message')) === 'out of memory';
    const rest = fuel.ranOut ? null : link.host?.rest(page.getString(page.getProp(result.error, 'stack')));
    call(entry.mainFailed, result.error);
    if (rest == null || memoryEnded) break;
    result = page.evalCode(rest, 'script.js', { type: 'global' });
  }
  settle(runtime);
  fuel.startVisit();
  call(entry.afterMain);

  let rests = 0;
  for (let going = true; going && link.host?.isEnough() !== true && fuel.startTask();) {
    const value = call(entry.step);
    const answer: unknown = value === null ? true : world.dump(value);
    value?.dispose();
    // A task that was cut, or that failed, does not end the visit.
    going = answer === true || (answer === null && runtime.hasPendingJob() && ++rests < limits.rests);
    settle(runtime);
  }
  return memoryEnded;
}

/** Promise reactions; a script can make them without end, so they are taken in bounded numbers between tasks. */
function settle(runtime: QuickJSRuntime): void {
  const result = runtime.executePendingJobs(limits.jobsAtOnce);
  result.dispose();
}
