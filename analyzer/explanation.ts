import type { Explanation } from '../core/schema/index.ts';
import type { Opened } from './deobfuscate/index.ts';
import type { RequestEvent, Trace } from './emulator/index.ts';

const limits = { decoded: 100, text: 400, requests: 50, url: 1_000 };

/** Of a script that was neither run nor opened. */
export const unexplained: Explanation = { layers: [], decoded: [], run: null };

/** What a run tells a person: strings the source does not spell out, and what left the page. */
export function explanationOf(text: string, { outcome, worlds, events, decoded }: Trace): Explanation {
  const requests = events.filter((event): event is RequestEvent => event.kind === 'request');
  const carrying = (request: RequestEvent): number =>
    request.canaries.length > 0 ? 0 : request.foreign ? 1 : 2;
  return {
    layers: [],
    decoded: hiddenTexts(text, decoded),
    run: {
      outcome,
      worlds: [...worlds],
      requests: requests
        .toSorted((one, other) => carrying(one) - carrying(other))
        .slice(0, limits.requests)
        .map(({ phase, transport, method, url, host, canaries }) => ({
          phase,
          transport,
          method,
          url: url.slice(0, limits.url),
          host,
          carries: canaries.map(({ field, chain }) => ({ field, encodings: [...chain] })),
        })),
    },
  };
}

/** The same with what opening the script gave. */
export function withLayers(explanation: Explanation, text: string, opened: Opened): Explanation {
  const decoded = hiddenTexts(text, [...explanation.decoded, ...(opened.found?.texts ?? [])]);
  return {
    ...explanation,
    layers: opened.layers.map(({ kind, decoded: count }) => ({ kind, decoded: count })),
    decoded,
  };
}

/** Addresses first, then what may name a field, then the rest; only what the source does not hold. */
function hiddenTexts(text: string, found: readonly string[]): string[] {
  const rank = (one: string): number =>
    one.includes('//') ? 0 : /^[#.[]|card|cvv|cvc|cc[_-]|input/i.test(one) ? 1 : 2;
  return [...new Set(found.map((one) => one.slice(0, limits.text)))]
    .filter((one) => one.length > 3 && !text.includes(one))
    .toSorted((one, other) => rank(one) - rank(other))
    .slice(0, limits.decoded);
}
