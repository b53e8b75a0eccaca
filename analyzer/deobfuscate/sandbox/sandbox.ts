import { readFileSync } from 'node:fs';
import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core';
import { loadQuickJs } from '../../emulator/engine/load.ts';

const prelude = readFileSync(new URL('./prelude.js', import.meta.url), 'utf8');
const recorder = readFileSync(new URL('./recorder.js', import.meta.url), 'utf8');

/** QuickJS asks the interrupt handler once in this many loop turns and calls. */
const operationsPerTick = 10_000;

/**
 * The part of all operations that a single question gets at most. Who rotates an encrypted list decodes some of it in
 * each of up to as many turns as the list is long.
 */
const shares = { usual: 0.1, decoder: 0.6 } as const;

export interface SandboxLimits {
  memoryMb: number;
  /** For everything that runs while one script is opened. */
  operations: number;
  /** UTF-16 units of all answers to one question. */
  answerLength: number;
}

/** A value that left the sandbox. */
export type Answer = string | number | boolean | null | undefined | readonly Answer[];

/**
 * Runs decoders: code cut out of a script, in QuickJS compiled to WebAssembly, with no page, no file, no network and no
 * clock. Every question starts from a new context. Throws when the code fails or a limit is met.
 */
export class DecoderSandbox {
  readonly #limits: SandboxLimits;
  #quickJs: QuickJSWASMModule | null = null;
  #ticksLeft: number;
  #interrupted = 0;

  constructor(limits: SandboxLimits) {
    this.#limits = limits;
    this.#ticksLeft = Math.ceil(limits.operations / operationsPerTick);
  }

  get operations(): number {
    return this.#limits.operations - this.#ticksLeft * operationsPerTick;
  }

  /** How many questions had no answer within their operations. */
  get interrupted(): number {
    return this.#interrupted;
  }

  /** The value of the last expression of `code`: texts, numbers, booleans and lists of them; anything else is undefined. */
  evaluate(code: string, share: keyof typeof shares = 'usual'): Promise<Answer> {
    return this.#run(share, (context) => {
      const value = context.unwrapResult(context.evalCode(code, 'decoder.js', { type: 'global' }));
      const answer = read(context, value, { length: this.#limits.answerLength }, 0);
      value.dispose();
      return answer;
    });
  }

  /** The texts that `code` turns into code while it runs, in order; also of code that fails in the end. */
  record(code: string): Promise<readonly string[]> {
    return this.#run('usual', (context) => {
      const codes = context.unwrapResult(context.evalCode(recorder, 'recorder.js', { type: 'global' }));
      context.evalCode(code, 'script.js', { type: 'global' }).dispose();
      const found = read(context, codes, { length: this.#limits.answerLength }, 0);
      codes.dispose();
      return Array.isArray(found) ? found.filter((one): one is string => typeof one === 'string') : [];
    });
  }

  async #run<T>(share: keyof typeof shares, use: (context: QuickJSContext) => T): Promise<T> {
    if (this.#ticksLeft <= 0) throw new Error('No operations left');
    const quickJs = this.#quickJs ?? (await loadQuickJs(this.#limits.memoryMb)).quickJs;
    // Kept for the next question only when this one ends well: after a failure nobody knows what is left in its memory.
    this.#quickJs = null;
    const runtime = quickJs.newRuntime();
    runtime.setMaxStackSize(256 * 1024);
    // One endless decoder must not leave nothing for the others.
    const most = Math.ceil((this.#limits.operations * shares[share]) / operationsPerTick);
    let ticks = Math.min(this.#ticksLeft, most);
    runtime.setInterruptHandler(() => {
      this.#ticksLeft--;
      return --ticks < 0;
    });
    const context = runtime.newContext();
    context.unwrapResult(context.evalCode(prelude, 'prelude.js', { type: 'global' })).dispose();
    const result = this.#counted(
      () => use(context),
      () => ticks < 0,
    );
    context.dispose();
    runtime.dispose();
    this.#quickJs = quickJs;
    return result;
  }

  #counted<T>(use: () => T, isInterrupted: () => boolean): T {
    try {
      return use();
    } finally {
      if (isInterrupted()) this.#interrupted++;
    }
  }
}

const maxItems = 100_000;
const maxDepth = 3;

/** Reads from outside, property by property: what the code did to JSON or to prototypes has no say. */
function read(
  context: QuickJSContext,
  handle: QuickJSHandle,
  room: { length: number },
  depth: number,
): Answer {
  switch (context.typeof(handle)) {
    case 'string': {
      const text = context.getString(handle);
      room.length -= text.length;
      if (room.length < 0) throw new Error('Too long an answer');
      return text;
    }
    case 'number':
      return context.getNumber(handle);
    case 'boolean':
      return context.dump(handle) === true;
    case 'object':
      return depth < maxDepth ? readList(context, handle, room, depth) : undefined;
    default:
      return undefined;
  }
}

function readList(
  context: QuickJSContext,
  handle: QuickJSHandle,
  room: { length: number },
  depth: number,
): Answer {
  const length = context.getLength(handle);
  if (length === undefined || length > maxItems) return undefined;
  const items: Answer[] = [];
  for (let index = 0; index < length; index++) {
    const item = context.getProp(handle, index);
    items.push(read(context, item, room, depth + 1));
    item.dispose();
  }
  return items;
}
