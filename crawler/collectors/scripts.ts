import type { EventParams } from '../protocol/index.ts';
import { CommandError } from '../protocol/index.ts';
import type { BodyStore } from '../capture/body-store.ts';
import type { ShortfallLog } from '../capture/shortfalls.ts';
import type { Target } from '../targets/index.ts';
import type { Collector, VisitOf } from './collector.ts';
import { errorPageUrl } from './frames.ts';
import { stackFrames, type ParsedScript } from './raw.ts';

type ParsedEvent = EventParams<'Debugger.scriptParsed'> | EventParams<'Debugger.scriptFailedToParse'>;

export interface ScriptOptions {
  store: BodyStore;
  shortfalls: ShortfallLog;
  visitOf: VisitOf;
  /** Current URL of a frame, or undefined. */
  frameUrl: (frameId: string) => string | undefined;
  /** Deadline of one read; long enough to outlast a page that blocks its thread until it is stopped. */
  readDeadlineMs: number;
}

export interface ScriptResult {
  scripts: readonly ParsedScript[];
  parsed: number;
  read: number;
  failed: number;
}

/** A page that evaluates endlessly new text would fill memory and disk. */
const maxScriptsPerVisit = 20_000;

/** Everything the JavaScript engine compiled, read at the moment it was compiled: later its id may be gone. */
export class ScriptCollector implements Collector<ScriptResult> {
  readonly #options: ScriptOptions;
  #scripts: ParsedScript[] = [];
  readonly #byId = new Map<string, ParsedScript>();
  readonly #reading = new Set<Promise<void>>();
  readonly #perVisit = new Map<string, number>();
  #parsed = 0;
  #read = 0;
  #failed = 0;

  constructor(options: ScriptOptions) {
    this.#options = options;
  }

  attach(target: Target): Promise<unknown>[] {
    const { session } = target;
    session.on('Debugger.scriptParsed', (event) => this.#onScript(target, event, false));
    session.on('Debugger.scriptFailedToParse', (event) => this.#onScript(target, event, true));
    const enabled = session.send('Debugger.enable', { maxScriptsCacheSize: 100_000_000 });
    // `debugger` statements and timers full of them must not stop the page. Async stacks name the cause of
    // code that a timer or a promise started. Some worklets refuse both.
    void session.send('Debugger.setSkipAllPauses', { skip: true }).catch(() => undefined);
    void session.send('Debugger.setAsyncCallStackDepth', { maxDepth: 4 }).catch(() => undefined);
    // A sandboxed frame without allow-scripts refuses: nothing can run in it.
    const scriptless = (error: unknown) => {
      if (!(error instanceof CommandError) || !/execution is prohibited/i.test(error.message)) throw error;
    };
    return [enabled.catch(scriptless)];
  }

  async settle(): Promise<void> {
    while (this.#reading.size > 0) await Promise.all(this.#reading);
  }

  result(): ScriptResult {
    return { scripts: this.#scripts, parsed: this.#parsed, read: this.#read, failed: this.#failed };
  }

  of(visitId: string): ParsedScript[] {
    return this.#scripts.filter((script) => script.visitId === visitId);
  }

  /** Hands out the scripts of a visit and forgets them; `find` still knows them. */
  take(visitId: string): ParsedScript[] {
    const taken = this.of(visitId);
    this.#scripts = this.#scripts.filter((script) => script.visitId !== visitId);
    return taken;
  }

  /** Forgets by which ids scripts of ended targets were known. */
  forgetEnded(): void {
    for (const [id, { target }] of this.#byId) if (target.session.isClosed) this.#byId.delete(id);
  }

  find(target: Target, scriptId: string): ParsedScript | undefined {
    return this.#byId.get(`${target.session.id} ${scriptId}`);
  }

  countOf(visitId: string): number {
    return this.#perVisit.get(visitId) ?? 0;
  }

  #onScript(target: Target, event: ParsedEvent, parseFailed: boolean): void {
    const visitId = this.#options.visitOf(target);
    const context = event.executionContextAuxData as { frameId?: string; type?: string } | undefined;
    // Isolated worlds belong to a driver of the browser (puppeteer in a journey); pages cannot make them.
    if (visitId === undefined || context?.type === 'isolated') return;
    const frameId = context?.frameId ?? null;
    const pageUrl = (frameId === null ? undefined : this.#options.frameUrl(frameId)) ?? target.url;
    // The frame, not the script, is named so by the browser: its own page about a failed load.
    if (pageUrl === errorPageUrl || event.embedderName === errorPageUrl) return;
    const number = this.countOf(visitId) + 1;
    this.#perVisit.set(visitId, number);
    this.#parsed += 1;
    if (number > maxScriptsPerVisit) {
      this.#skip('script-flood', 'A page compiled too many scripts to keep');
      return;
    }
    const script: ParsedScript = {
      visitId,
      target,
      scriptId: event.scriptId,
      sha256: null,
      isWasm: event.scriptLanguage === 'WebAssembly',
      isModule: event.isModule ?? false,
      parseFailed,
      url: event.url,
      hasSourceUrl: event.hasSourceURL ?? false,
      embedderName: event.embedderName ?? '',
      startLine: event.startLine,
      startColumn: event.startColumn,
      frameId,
      contextType: context?.type ?? null,
      pageUrl,
      stack: stackFrames(event.stackTrace),
    };
    this.#scripts.push(script);
    this.#byId.set(`${target.session.id} ${event.scriptId}`, script);
    const reading = this.#readSource(script, event.hash, event.length ?? 0);
    this.#reading.add(reading);
    void reading.finally(() => this.#reading.delete(reading));
  }

  async #readSource(script: ParsedScript, hash: string, length: number): Promise<void> {
    const { store, readDeadlineMs } = this.#options;
    // The engine's hash is the SHA-256 of the source as UTF-8: a known version needs no transfer. Never so for
    // WebAssembly, where it is the hash of nothing.
    if (!script.isWasm && store.has(hash)) {
      script.sha256 = hash;
      this.#read += 1;
      return;
    }
    if (length > store.maxBodyBytes) {
      this.#skip('body-budget', 'A script is larger than budgets.bodyBytes');
      return;
    }
    try {
      const { scriptId } = script;
      const answer = await script.target.session.send(
        'Debugger.getScriptSource',
        { scriptId },
        readDeadlineMs,
      );
      const body = script.isWasm
        ? Buffer.from(answer.bytecode ?? '', 'base64')
        : Buffer.from(answer.scriptSource, 'utf8');
      const kept = store.put(body, script.isWasm ? 'wasm' : 'js');
      if ('refused' in kept) {
        this.#skip(kept.refused, 'Script bodies exceed the budgets of the site file');
        return;
      }
      script.sha256 = kept.sha256;
      this.#read += 1;
    } catch (error) {
      const why = error instanceof CommandError ? error.failure : 'unknown';
      this.#skip('source-unread', `The source of a script could not be read (${why})`, script.embedderName);
    }
  }

  #skip(code: string, message: string, url?: string): void {
    this.#failed += 1;
    this.#options.shortfalls.add({ code, message, blocking: true, ...(url ? { url } : {}) });
  }
}
