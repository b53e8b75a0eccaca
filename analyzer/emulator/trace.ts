/**
 * What one script did in the decoy world. Plain data: it can be stored, compared, and sent between threads.
 * docs/reference/emulator.md explains each event in words.
 */
export interface Trace {
  readonly outcome: Outcome;
  /** The wall clock cut it, or the sandbox broke: another run may show more, so never cache it. */
  readonly partial: boolean;
  /** In the order in which things happened. */
  readonly events: readonly TraceEvent[];
  /** Strings the script built that speak of its purpose: URLs, selectors, field names, code. */
  readonly decoded: readonly string[];
  readonly budget: BudgetUse;
  /** Which worlds it was run in, in order; events are those of the world that showed the most. */
  readonly worlds: readonly WorldName[];
  /** The world that showed the most. */
  readonly world: WorldName;
  /** The requests whose content changes when only the shopper's data changes: indices into `events`. */
  readonly dependent: readonly number[];
  /** Those whose content was seen not to change with it. */
  readonly independent: readonly number[];
  /** The same where only the card's data changes; both empty when that was not tried. */
  readonly byCard: { readonly dependent: readonly number[]; readonly independent: readonly number[] };
}

export type Outcome = 'completed' | 'fuel' | 'memory' | 'timeout' | 'crashed';
export type WorldName =
  | ('checkout' | 'lenient' | 'plain' | 'search-referrer' | 'phone' | 'old-browser' | 'other-language')
  | ('willing-server' | 'renamed' | 'other-shopper' | 'other-card');

export interface BudgetUse {
  /** Operations counted by the interpreter (loop turns, calls, regular expression steps), in all worlds together. */
  readonly operations: number;
  readonly limit: number;
  readonly events: number;
  readonly droppedEvents: number;
}

/** Where in the visit it happened: `main`, `timer`, `response`, `event:submit`, … */
interface Base {
  readonly phase: string;
}

/** A canary found in what leaves the page. */
export interface CanaryHit {
  /** Kind of field, such as `card-number`. */
  readonly field: string;
  /** How it was disguised, outermost first: `['base64', 'url']`. Empty when plain. */
  readonly chain: readonly string[];
}

export interface ReadEvent extends Base {
  readonly kind: 'read';
  readonly field: string;
  /** The field as the page names it: `#cc_number`, `input[name="cvv"]`. */
  readonly name: string;
  readonly via: string;
}

export interface RequestEvent extends Base {
  readonly kind: 'request';
  readonly transport: Transport;
  readonly url: string;
  /** Host name, without port; empty when the URL has none. */
  readonly host: string;
  /** Whether the host is another site than the page's. */
  readonly foreign: boolean;
  readonly method: string;
  /** The first 4096 characters of the body. */
  readonly body?: string;
  readonly canaries: readonly CanaryHit[];
}

export type Transport =
  | (
      | 'fetch'
      | 'xhr'
      | 'beacon'
      | 'websocket'
      | 'eventsource'
      | 'rtc'
      | 'image'
      | 'script'
      | 'iframe'
      | 'link'
    )
  | ('object' | 'media' | 'form' | 'navigation' | 'popup' | 'worker' | 'css' | 'post-message' | 'library');

/** Code made at run time. */
export interface CodeEvent extends Base {
  readonly kind: 'code';
  readonly via: string;
  readonly sha256: string;
  /** UTF-16 units of the whole text. */
  readonly length: number;
  /** The first 262,144 units; the hash is of these. */
  readonly text: string;
  /** It is what a server answered. */
  readonly remote: boolean;
}

/** Everything that needs no computing here. */
export interface SimpleEvent extends Base {
  readonly kind:
    | (
        | 'listen'
        | 'fire'
        | 'timer'
        | 'query'
        | 'insert'
        | 'write'
        | 'form-action'
        | 'submit'
        | 'storage'
        | 'message'
      )
    | (
        | 'worker'
        | 'wasm'
        | 'wallet'
        | 'crypto'
        | 'hook'
        | 'shop-request'
        | 'probe'
        | 'clipboard'
        | 'call'
        | 'decoded'
        | 'error'
      );
  readonly [detail: string]: unknown;
}

export type TraceEvent = ReadEvent | RequestEvent | CodeEvent | SimpleEvent;
