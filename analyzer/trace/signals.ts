import type { CodeEvent, RequestEvent, SimpleEvent, Trace } from '../emulator/index.ts';
import { isReadable } from '../static/flow/readable.ts';
import { hostOf, isForeign, pageOf, summarise, type Flow, type TraceSummary } from '../emulator/index.ts';

/** A trace with what rules and features ask of it, worked out once. */
export interface Signals {
  readonly text: string;
  readonly lowered: string;
  readonly trace: Trace;
  readonly summary: TraceSummary;
  readonly requests: readonly RequestEvent[];
  readonly code: readonly CodeEvent[];
  readonly others: readonly SimpleEvent[];
}

/** @param text the script's source, in which addresses may or may not be readable. */
export function signalsOf(text: string, trace: Trace): Signals {
  const requests: RequestEvent[] = [];
  const code: CodeEvent[] = [];
  const others: SimpleEvent[] = [];
  for (const event of trace.events) {
    if (event.kind === 'request') requests.push(event);
    else if (event.kind === 'code') code.push(event);
    else if (event.kind !== 'read') others.push(event);
  }
  return { text, lowered: text.toLowerCase(), trace, summary: summarise(trace), requests, code, others };
}

export type FieldClass = 'payment' | 'password' | 'personal' | 'ambient';

/** Groups the emulator's kinds of field by what losing them means. */
export function classOfField(field: string): FieldClass {
  if (field.startsWith('card-')) return 'payment';
  if (field === 'password' || field === 'username') return 'password';
  return field === 'cookie' || field === 'wallet' || field === 'clipboard' ? 'ambient' : 'personal';
}

/** A host the source does not spell out: it was decoded or put together. */
export function isHidden({ lowered }: Signals, host: string): boolean {
  return host !== '' && !isReadable(lowered, host.toLowerCase());
}

/** The host of an address on another site than the page's; null for the page's own and what has none. */
export function isForeignHost({ world }: Trace, url: string): string | null {
  const host = hostOf(url);
  return host !== '' && isForeign(host, pageOf(world)) ? host : null;
}

export const isGenuineHost = (host: string): boolean => /^[\w.-]+\.[a-z]{2,}$|^\d+(?:\.\d+){3}$/i.test(host);

/** Folders and files of a shop that never take payments. */
const odd =
  /\/(?:media|skin|js|css|images?|img|static|assets|fonts?|cache|var|pub|wp-content|wp-includes|errors|lib)\/|\.(?:gif|png|jpe?g|svg|css|js|woff2?|ico|txt)$/i;

/** Whether an address is one where a site keeps pictures, styles or scripts. */
export function isOddPath(url: string): boolean {
  return odd.test(URL.parse(url)?.pathname ?? '');
}

const answered = '{} \t  \t ';

/** Addresses that hold what a server answered are of the world's making. */
export function isGenuine({ host, url }: RequestEvent): boolean {
  return host !== '' && !url.includes(answered) && /^[\w.-]+\.[a-z]{2,}$|^\d+(?:\.\d+){3}$/i.test(host);
}

/** Encodings other than those every request goes through. */
export function disguisesOf({ chain }: Flow): readonly string[] {
  return chain.filter((step) => step !== 'url' && step !== 'json');
}
