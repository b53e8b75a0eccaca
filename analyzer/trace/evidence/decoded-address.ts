import type { RequestEvent, Transport } from '../../emulator/index.ts';
import { isGenuine, isHidden, type Signals } from '../signals.ts';
import { vendors } from './hidden-destination.ts';
import type { Finding, TraceRule } from './rule.ts';
import { callOf } from './wording.ts';

const decoders = new Set(['atob', 'fromCharCode', 'reverse', 'unescape']);
const loads = new Set<Transport>(['script', 'iframe', 'worker', 'websocket', 'fetch', 'xhr', 'object']);
/** Honest code asks hidden hosts whether advertising is blocked; it runs nothing that comes from there. */
const asks = new Set<Transport>(['xhr', 'fetch', 'websocket']);
const leaves = new Set<Transport>(['navigation', 'popup']);

/**
 * The gravest request whose host came out of a decoder of its own. What packers do to all strings is none: they keep to
 * `decodeURIComponent`, and to single letters.
 */
function find(signals: Signals, ways: ReadonlySet<Transport>, what: string): Finding[] {
  const { others, requests } = signals;
  const decoded = others.flatMap(({ kind, via, text }) =>
    kind === 'decoded' && decoders.has(String(via)) ? [{ via: String(via), text: String(text) }] : [],
  );
  const isMeant = (request: RequestEvent): boolean =>
    request.foreign &&
    ways.has(request.transport) &&
    isGenuine(request) &&
    isHidden(signals, request.host) &&
    !vendors.test(request.host);
  const meant = decoded.length > 0 ? requests.filter(isMeant) : [];
  const [asked, loaded] = [true, false].map((is) =>
    meant.filter(({ transport }) => asks.has(transport) === is),
  );
  for (const request of [...loaded!, ...asked!]) {
    const { host, transport } = request;
    const from = decoded.find(
      ({ text }) => text.toLowerCase().includes(host) && !(asks.has(transport) && isCode(text)),
    );
    if (!from) continue;
    return [
      {
        severity: asks.has(transport) ? 'medium' : 'high',
        message: `${what} ${host}, an address that it decodes with ${from.via} (emulated).`,
        clues: [from.via, callOf[transport]],
        host,
      },
    ];
  }
  return [];
}

/** Packed code asks hosts like any other: it is looked at by itself. */
const isCode = (text: string): boolean =>
  text.length > 200 && /\bfunction\b|=>|\b(?:var|const|let) /.test(text);

/** As the rules of these names say of the source; a run finds the decoder that packing hides. */
export const loadsFromDecoded: TraceRule = {
  name: 'script-from-decoded-url',
  meaning:
    'A script, frame or connection is opened at an address that is decoded first, or put together from pieces of a name.',
  severity: ['medium', 'high'],
  find: (signals) => find(signals, loads, 'Loads from'),
};

export const leavesToDecoded: TraceRule = {
  name: 'redirect-to-decoded-url',
  meaning: 'The visitor is sent to an address that is decoded first, or put together from pieces of a name.',
  severity: ['high', 'high'],
  find: (signals) => find(signals, leaves, 'Sends the visitor to'),
};
