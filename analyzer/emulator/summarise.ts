import { canarySearch } from './canary/search.ts';
import { findSplitCanaries } from './canary/joined.ts';
import { shopper } from './canary/values.ts';
import type { CodeEvent, ReadEvent, RequestEvent, Trace, Transport } from './trace.ts';

/** What a trace says, as evidence rules and features use it. */
export interface TraceSummary {
  /** Kinds of field read, sorted. */
  readonly fields: readonly string[];
  /** Names of the fields read, as the page has them, sorted; 40 at most. */
  readonly fieldNames: readonly string[];
  /** Other sites' hosts that were contacted, sorted. */
  readonly hosts: readonly string[];
  readonly flows: readonly Flow[];
  /** The same to the page's own site, by requests of the script: harmless, or a collector planted on the shop. */
  readonly homeFlows: readonly Flow[];
  /** Code made at run time: how, and how much of it. */
  readonly dynamicCode: readonly string[];
  /** Hosts whose answers were run as code. */
  readonly runsRemoteCode: boolean;
  readonly hooks: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** Shopper's data on its way to another site. */
export interface Flow {
  readonly field: string;
  readonly host: string;
  readonly transport: Transport;
  /**
   * `canary`: the value was found in the request. `dependence`: the request changes when only the typed values change.
   * `order`: fields were read, then something was encrypted, then this request went out, and whether it changes was not seen.
   */
  readonly proof: 'canary' | 'dependence' | 'order';
  /** Encodings undone to find the value, outermost first. */
  readonly chain: readonly string[];
  /** Index of the request in the trace's events. */
  readonly event: number;
}

/** Data that pages send around without asking anybody for it: worth naming, no theft in itself. */
const ambient = new Set(['cookie', 'wallet', 'clipboard']);

/** What the shop's own requests hold, which pass through what a script replaced. */
const paid = ['card-number', 'card-cvv'];

export function summarise(trace: Trace): TraceSummary {
  const reads = trace.events.filter((event): event is ReadEvent => event.kind === 'read');
  const code = trace.events.filter((event): event is CodeEvent => event.kind === 'code');
  const requests = trace.events.filter((event): event is RequestEvent => event.kind === 'request');
  const counts: Record<string, number> = {};
  for (const { kind } of trace.events) counts[kind] = (counts[kind] ?? 0) + 1;
  const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();
  return {
    fields: sorted(reads.map(({ field }) => field)),
    fieldNames: sorted(reads.map(({ name }) => name)).slice(0, 40),
    hosts: sorted(requests.filter(({ foreign }) => foreign).map(({ host }) => host)),
    flows: flowsOf(trace, true),
    homeFlows: flowsOf(trace, false),
    dynamicCode: sorted(code.map(({ via }) => via)),
    runsRemoteCode: code.some(({ remote }) => remote),
    hooks: sorted(
      trace.events
        .filter(({ kind }) => kind === 'hook')
        .map((event) => String((event as { what?: unknown }).what)),
    ),
    counts,
  };
}

function flowsOf(trace: Trace, foreign: boolean): Flow[] {
  const flows = new Map<string, Flow>();
  const add = (flow: Flow): void => {
    const key = `${flow.field} ${flow.host} ${flow.transport}`;
    const known = flows.get(key);
    if (!known || (known.proof !== 'canary' && flow.proof === 'canary')) flows.set(key, flow);
  };
  const requests: RequestEvent[] = [];
  const read = new Set<string>();
  const passed = new Set<string>();
  const dependent = new Set(trace.dependent);
  const independent = new Set(trace.independent);
  const withCard = new Set(trace.byCard.dependent);
  const cardless = new Set(trace.byCard.independent);
  let enciphered = false;
  let digested = false;
  trace.events.forEach((event, index) => {
    if (event.kind === 'read' && !ambient.has(event.field)) read.add(event.field);
    if (event.kind === 'shop-request') for (const field of paid) passed.add(field);
    if (event.kind === 'crypto' && read.size > 0) {
      if ('method' in event && String(event.method).startsWith('digest')) digested = true;
      else enciphered = true;
    }
    if (event.kind !== 'request') return;
    const request = event;
    requests.push(request);
    if (request.foreign !== foreign || request.host === '') return;
    const base = { host: request.host, transport: request.transport, event: index };
    for (const { field, chain } of request.canaries) add({ ...base, field, chain, proof: 'canary' });
    const known = request.canaries.map(({ field }) => field).filter((field) => !ambient.has(field));
    if (known.length > 0) {
      // Beside what is there to read, the card may be in it in a form that is not.
      if (!withCard.has(index) || known.some((field) => field.startsWith('card-'))) return;
      for (const field of read)
        if (field.startsWith('card-')) add({ ...base, field, chain: ['unknown'], proof: 'dependence' });
      return;
    }
    const proof = dependent.has(index)
      ? 'dependence'
      : enciphered && request.method !== 'GET' && !independent.has(index)
        ? 'order'
        : null;
    const taken = proof === 'dependence' && read.size === 0 ? passed : read;
    const chain = digested && !enciphered ? ['digest'] : ['unknown'];
    for (const field of proof ? taken : [])
      if (!cardless.has(index) || !field.startsWith('card-')) add({ ...base, field, chain, proof: proof! });
  });
  if (!foreign) return [...flows.values()];
  for (const [host, hits] of findSplitCanaries(requests, canarySearch(shopper))) {
    const index = trace.events.findIndex((event) => event.kind === 'request' && event.host === host);
    const { transport } = trace.events[index] as RequestEvent;
    for (const { field, chain } of hits)
      add({ field, host, transport, chain, proof: 'canary', event: index });
  }
  return [...flows.values()];
}
