import { textToRun } from './ahead.ts';
import type { Deobfuscator, Opened } from './deobfuscate/index.ts';
import type { Emulator, Trace } from './emulator/index.ts';
import type { ExaminationRequest, ExaminedScript, HiddenCode } from './examine.ts';
import type { Services } from './pool/index.ts';
import { openedCodeOf, type OpenedCode } from './opened-code.ts';
import { counted, withOpened } from './with-opened.ts';

/**
 * What is done for one input beside its examination: its scripts are run, and what they hide is opened at the same time.
 * Each of the two has the time that examining left over, for all the input's scripts together, so that the whole ends
 * about when one script's time does. What came out of layers has what time is left then.
 */
export class InputServices implements Services {
  readonly #emulator: Emulator;
  readonly #deobfuscator: Deobfuscator;
  readonly #timeoutMs: number;
  /** Begun before it was asked for. */
  #ahead: { text: string; trace: Promise<Trace> } | null = null;
  #examinedMs = 0;
  #ranMs = 0;
  #openedMs = 0;
  #hidden: readonly (HiddenCode | undefined)[] = [];
  #opened: (Promise<Opened> | undefined)[] = [];

  constructor(emulator: Emulator, deobfuscator: Deobfuscator, timeoutMs: number) {
    this.#emulator = emulator;
    this.#deobfuscator = deobfuscator;
    this.#timeoutMs = timeoutMs;
  }

  begin(request: ExaminationRequest): void {
    const text = textToRun(request);
    if (text !== null) this.#ahead = { text, trace: this.#run(text, this.#timeoutMs) };
  }

  async emulate(text: string, usedMs: number): Promise<Trace | null> {
    this.#examinedMs = usedMs;
    const ahead = this.#ahead;
    if (ahead?.text === text) return ahead.trace;
    const timeoutMs = this.#timeoutMs - usedMs - this.#ranMs;
    if (timeoutMs <= 0) return null;
    return this.#run(text, timeoutMs);
  }

  #run(text: string, timeoutMs: number): Promise<Trace> {
    return this.#emulator.emulate(text, {}, { timeoutMs, onUsed: (ms) => (this.#ranMs += ms) });
  }

  open(hidden: readonly (HiddenCode | undefined)[], usedMs: number): void {
    this.#hidden = hidden;
    this.#examinedMs = usedMs;
    // One after the other, so that each knows what the others left.
    let before: Promise<unknown> = Promise.resolve();
    this.#opened = hidden.map((one) => {
      if (!one) return undefined;
      const opened = before.then(() => this.#open(one, this.#timeoutMs - usedMs - this.#openedMs));
      before = opened;
      return opened;
    });
  }

  async #open({ text, signs, places }: HiddenCode, timeoutMs: number): Promise<Opened> {
    const opened = await this.#deobfuscator.open(text, signs, places, timeoutMs);
    this.#openedMs += opened.ms;
    return opened;
  }

  /** The examined scripts with what came out of their layers, and which of that is to be examined. */
  async joined(
    scripts: readonly ExaminedScript[],
  ): Promise<{ scripts: ExaminedScript[]; code: OpenedCode[] }> {
    const opened = await Promise.all(scripts.map(async (_, index) => (await this.#opened[index]) ?? null));
    const joined = scripts.map((script, index) => {
      const [hidden, found] = [this.#hidden[index], opened[index]];
      return hidden && found ? withOpened({ ...script, hidden }, found) : counted(script);
    });
    return { scripts: joined, code: openedCodeOf(scripts, this.#hidden, opened) };
  }

  /** Processor time that is left, for the examination of opened code and its run. */
  leftMs(): number {
    return this.#timeoutMs - this.#examinedMs - Math.max(this.#ranMs, this.#openedMs);
  }
}

/** For opened code: it is run, and not opened again. */
export class RunsOnly extends InputServices {
  override open(): void {
    // Its opening went on until nothing gave any more.
  }
}
