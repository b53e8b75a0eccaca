import { createHash } from 'node:crypto';
import type { CanarySearch } from './canary/search.ts';
import { hostOf, isForeign } from './hosts.ts';
import type { CanaryHit, TraceEvent } from './trace.ts';

const limits = { events: 6000, searches: 400, body: 4096, proofs: 25 };
/** The spaces that mark answers of the network; see world/net/request.js. */
const answerMark = '{} \t  \t ';
const markBackwards = Array.from(answerMark).reverse().join('');

interface RawEvent {
  kind: string;
  phase: string;
  [detail: string]: unknown;
}

/** Turns what the world reports into events of the trace: hosts named, canaries searched, code hashed. */
export class Recorder {
  readonly events: TraceEvent[] = [];
  /** Texts of code made at run time, for looking up names. */
  readonly texts: string[];
  droppedEvents = 0;
  /** Requests with everything they carry, to compare between shoppers; by index into `events`. */
  readonly payloads = new Map<number, string>();
  readonly #search: CanarySearch;
  readonly #pageUrl: string;
  #searches = 0;
  #proofs = 0;
  readonly #onEvent: ((event: TraceEvent) => void) | undefined;

  constructor(text: string, search: CanarySearch, pageUrl: string, onEvent?: (event: TraceEvent) => void) {
    this.texts = [text];
    this.#search = search;
    this.#pageUrl = pageUrl;
    this.#onEvent = onEvent;
  }

  emit(json: string): void {
    if (this.events.length >= limits.events) {
      this.droppedEvents += 1;
      return;
    }
    const raw = JSON.parse(json) as RawEvent;
    const event = this.#event(raw);
    this.events.push(event);
    this.#onEvent?.(event);
  }

  /** So many stolen card numbers that more of the same would only cost time. */
  isEnough(): boolean {
    return this.#proofs >= limits.proofs;
  }

  #event(raw: RawEvent): TraceEvent {
    if (raw.kind === 'request') return this.#request(raw);
    if (raw.kind === 'code') return this.#code(raw);
    if (raw.kind === 'storage')
      return { ...raw, canaries: this.#canariesIn(String(raw.value)) } as unknown as TraceEvent;
    return raw as TraceEvent;
  }

  #canariesIn(text: string): CanaryHit[] {
    this.#searches += 1;
    return this.#searches <= limits.searches ? this.#search.find(text) : [];
  }

  #request(raw: RawEvent): TraceEvent {
    const { phase, transport, url, method } = raw as unknown as Record<
      'phase' | 'transport' | 'url' | 'method',
      string
    >;
    const body = typeof raw.body === 'string' ? raw.body : undefined;
    const headers = typeof raw.headers === 'string' ? raw.headers : '';
    const payload = `${url}\n${body ?? ''}\n${headers}`;
    const host = hostOf(url);
    const foreign = isForeign(host, this.#pageUrl);
    const canaries = this.#canariesIn(payload);
    this.payloads.set(this.events.length, payload);
    if (foreign && canaries.some(({ field }) => field === 'card-number')) this.#proofs += 1;
    return {
      kind: 'request',
      phase,
      transport: transport as never,
      url: url.slice(0, limits.body),
      host,
      foreign,
      method,
      ...(body === undefined ? {} : { body: body.slice(0, limits.body) }),
      canaries,
    };
  }

  #code(raw: RawEvent): TraceEvent {
    const text = String(raw.text);
    if (this.texts.length < 200) this.texts.push(text);
    return {
      kind: 'code',
      phase: raw.phase,
      via: String(raw.via),
      sha256: createHash('sha256').update(text).digest('hex'),
      length: Number(raw.length),
      text,
      remote: text.includes(answerMark) || text.includes(markBackwards),
    };
  }
}
