import type { Trace, TraceEvent, WorldName } from './trace.ts';
import { otherCard, otherShopper, shopper } from './canary/values.ts';
import type { FieldValues } from './canary/values.ts';

/** What differs between worlds; the names are those of world/config.js. */
export interface WorldConfig {
  pageUrl: string;
  scriptUrl: string;
  referrer: string;
  language: string;
  userAgent: string;
  lenient: boolean;
  newcomer: boolean;
  willing: boolean;
  /** Payment services whose frames the script speaks of, as it writes their names or hosts. */
  services: readonly string[];
  /** The script speaks of what React or Vue leave on elements. */
  frameworks: boolean;
  /** What the page calls the fields of the card, by kind, where that is not its own way. */
  cardNames: FieldValues;
  canaries: FieldValues;
}

/** A shopper on the payment step, come from the cart. */
export const checkoutWorld: WorldConfig = {
  pageUrl: 'https://www.shop.example/checkout/onepage/?step=payment',
  scriptUrl: 'https://www.shop.example/static/js/script.js',
  referrer: 'https://www.shop.example/checkout/cart/',
  language: 'en-US',
  userAgent:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36',
  lenient: false,
  newcomer: false,
  willing: false,
  services: [],
  frameworks: false,
  cardNames: {},
  canaries: shopper,
};

export const worldChanges: Readonly<Record<WorldName, Partial<WorldConfig>>> = {
  checkout: {},
  lenient: { lenient: true },
  plain: { pageUrl: 'https://www.shop.example/', referrer: '', newcomer: true },
  'search-referrer': {
    pageUrl: 'https://www.shop.example/',
    referrer: 'https://www.google.com/',
    newcomer: true,
  },
  phone: {
    pageUrl: 'https://www.shop.example/',
    referrer: 'https://www.google.com/',
    newcomer: true,
    userAgent:
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36',
  },
  'old-browser': {
    pageUrl: 'https://www.shop.example/',
    referrer: 'https://www.google.com/',
    newcomer: true,
    userAgent: 'Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; WOW64; Trident/5.0)',
  },
  'willing-server': { willing: true },
  renamed: {},
  'other-language': { language: 'pt-BR' },
  'other-shopper': { canaries: otherShopper },
  'other-card': { canaries: otherCard },
};

const services =
  /(?:stripe|braintree|adyen|klarna|squareup|worldpay|mollie|cybersource|checkoutshopper|hosted.{0,2}fields?)[\w-]{0,40}(?:\.\w{1,20}){0,3}/gi;

/** Payment services that a script names, hosts with their first labels, when it speaks of frames as well. */
export function servicesIn(text: string): string[] {
  if (!/iframe/i.test(text)) return [];
  const named = new Set<string>();
  for (const found of text.matchAll(services)) {
    const before = /[\w.-]*$/.exec(text.slice(Math.max(0, found.index - 30), found.index))?.[0] ?? '';
    named.add(`${before}${found[0]}`.replace(/[\\?]/g, ''));
    if (named.size >= 12) break;
  }
  return [...named];
}

/** Whether a script looks for the state of a form where React and Vue leave it. */
export const speaksOfFrameworks = (text: string): boolean =>
  /__react|_reactInternal|memoizedProps|__vue/.test(text);

type Events = readonly TraceEvent[];

/** Which further worlds may show more of a script than it has shown, in the order to try. */
export function furtherWorlds(events: Events, outcome: Trace['outcome'], text: string): WorldName[] {
  if (outcome !== 'completed') return [];
  const worlds: WorldName[] = [];
  const shows = showsBehaviour(events);
  if (
    events.some(isMishap)
      ? !shows || mayYetSend(events)
      : (events.some(asksForFrame) || events.some(asksForLibrary) || servicesIn(text).length > 0) &&
        !sendsCards(events)
  )
    worlds.push('lenient');
  if (shows) return worlds;
  const probes = new Set(
    events.filter(({ kind }) => kind === 'probe').map((event) => (event as { what?: unknown }).what),
  );
  if (probes.has('referrer')) worlds.push('search-referrer');
  else if (probes.has('location')) worlds.push('plain');
  if (probes.has('language')) worlds.push('other-language');
  if (probes.has('user-agent')) worlds.push('phone', 'old-browser');
  return worlds;
}

/**
 * Whether a script asked a server, or decoded what stands beside a picture, ran nothing of it and sent nothing typed: it may look
 * for something in the answer before it acts.
 */
export function awaitsAnswer(events: Events): boolean {
  return (
    (asksServer(events) || decodesPicture(events)) &&
    !events.some(
      (event) =>
        (event.kind === 'code' && 'remote' in event && event.remote) ||
        // What a shop's own code sends to the shop says nothing of what came with it.
        (event.kind === 'request' && 'canaries' in event && event.foreign && event.canaries.length > 0),
    )
  );
}

const decodesPicture = (events: Events): boolean =>
  events.some((event) => event.kind === 'probe' && (event as { what?: unknown }).what === 'image-text') &&
  events.some(({ kind }) => kind === 'code' || kind === 'decoded');

const asksServer = (events: Events): boolean =>
  events.some(
    (event) =>
      event.kind === 'request' &&
      'transport' in event &&
      /^(?:xhr|fetch|websocket|eventsource)$/.test(event.transport) &&
      event.canaries.length === 0,
  );

const ofFields = /^(?:focusout|blur|change|input|key\w+|submit)$/;

/** Whether a script deals with what is typed, by waiting for it or by reading it, and has sent no card data to another site. */
export function keepsCardsSoFar(events: Events): boolean {
  return (
    events.some(
      (event) =>
        (event.kind === 'listen' && ofFields.test(String((event as { type?: unknown }).type))) ||
        (event.kind === 'read' && 'field' in event && event.field !== 'cookie'),
    ) && !sendsCards(events)
  );
}

const sendsCards = (events: Events): boolean =>
  events.some(
    (event) =>
      event.kind === 'request' &&
      'foreign' in event &&
      event.foreign &&
      event.canaries.some(({ field }) => field.startsWith('card-')),
  );

/** Whether a script waits for what happens to fields, by event names that its source does not spell. */
export function waitsInSecret(events: Events, text: string): boolean {
  return events.some((event) => {
    if (event.kind !== 'listen') return false;
    const type = String((event as { type?: unknown }).type);
    return ofFields.test(type) && !text.includes(type);
  });
}

/** A look for the frame of a payment service, which the page has not. */
const asksForFrame = (event: TraceEvent): boolean =>
  event.kind === 'query' &&
  /\biframe\b.*(?:pay|card|stripe|adyen|braintree|klarna|square|hosted|secure|checkout)/i.test(
    String(event.selector),
  );

/** A payment library that the script may wrap, or make itself. */
const asksForLibrary = (event: TraceEvent): boolean =>
  event.kind === 'probe' && (event as { what?: unknown }).what === 'payment-library';

/** Something the script expected was not there. */
const isMishap = (event: TraceEvent): boolean => event.kind === 'error' && event.phase !== 'visit';

/** An error ended the script before its last statement. */
export const endsEarly = (events: Events): boolean =>
  events.some(
    (event) =>
      event.kind === 'error' && event.phase === 'main' && 'where' in event && event.where === 'script',
  );

/** It deals with fields, and nothing of theirs has left. */
function mayYetSend(events: Events): boolean {
  const handles = events.some(
    (event) =>
      (event.kind === 'read' && 'field' in event && event.field !== 'cookie') ||
      (event.kind === 'query' && /input|select|card|cc|payment|form|button/i.test(String(event.selector))),
  );
  return (
    handles &&
    events.some(
      (event) =>
        event.kind === 'error' &&
        /of (?:null|undefined)$/.test(String((event as { message?: unknown }).message)),
    ) &&
    !events.some(
      (event) =>
        event.kind === 'request' &&
        'foreign' in event &&
        event.foreign &&
        event.canaries.some(({ field }) => field !== 'cookie'),
    )
  );
}

/** Something left for another site, code was made, or a wallet was asked: no need to coax it further. */
function showsBehaviour(events: Events): boolean {
  return events.some(
    (event) =>
      (event.kind === 'request' && 'foreign' in event && event.foreign) ||
      event.kind === 'wallet' ||
      event.kind === 'worker',
  );
}

/** How much a run showed; the fullest is the trace. */
export function fullness(events: Events): number {
  let score = 0;
  const read = new Set<string>();
  for (const event of events) {
    if (event.kind === 'request') {
      const { foreign, canaries } = event as { foreign: boolean; canaries: readonly unknown[] };
      score += foreign ? 50 + 500 * canaries.length : 2;
    } else if (event.kind === 'code') score += event.remote ? 12 : 10;
    else if (event.kind === 'read') {
      // Timers read the same field again and again.
      const { field, name } = event as { field: string; name: string };
      const key = `${field} ${name}`;
      score += read.has(key) ? 0.1 : 10;
      read.add(key);
    } else if (event.kind !== 'error' && event.kind !== 'query') score += 0.1;
  }
  return score;
}

/** Whether a second shopper could tell if what leaves depends on what was typed: read, then sent abroad, unseen. */
export function needsOtherShopper(events: Events): boolean {
  const firstRead = events.findIndex(
    // What the shop sends passes through hooks without being read from a field.
    (event) =>
      event.kind === 'shop-request' ||
      (event.kind === 'read' && (event as { field: string }).field !== 'cookie'),
  );
  if (firstRead < 0) return false;
  return events.some((event, index) => {
    if (index < firstRead || event.kind !== 'request') return false;
    const { foreign, canaries } = event as { foreign: boolean; canaries: readonly unknown[] };
    return foreign && canaries.length === 0;
  });
}

/**
 * Whether a script reads fields of the card and others, and what leaves holds something of it that is not plainly the card's: who
 * formats a card's number and sends a digest of the e-mail address sends no card, nor who masks it in a record of the session.
 */
export function needsOtherCard(events: Events, dependent: readonly number[]): boolean {
  const isCards = (field: string): boolean => field.startsWith('card-');
  const fields = events.flatMap((event) =>
    event.kind === 'read' && 'field' in event && event.field !== 'cookie' ? [event.field] : [],
  );
  if (!fields.some(isCards) || fields.every(isCards)) return false;
  return (
    dependent.length > 0 ||
    events.some(
      (event) =>
        event.kind === 'request' &&
        'foreign' in event &&
        event.foreign &&
        event.canaries.some(({ field }) => field !== 'cookie') &&
        !event.canaries.some(({ field }) => isCards(field)),
    )
  );
}

/** The address of the page in a world. */
export const pageOf = (world: WorldName): string => worldChanges[world].pageUrl ?? checkoutWorld.pageUrl;
