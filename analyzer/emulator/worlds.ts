import type { Trace, TraceEvent, WorldName } from './trace.ts';
import { otherShopper, shopper } from './canary/values.ts';
import type { FieldValues } from './canary/values.ts';

/** What differs between worlds; the names are those of world/config.js. */
export interface WorldConfig {
  pageUrl: string;
  scriptUrl: string;
  referrer: string;
  language: string;
  lenient: boolean;
  canaries: FieldValues;
}

/** A shopper on the payment step, come from the cart. */
export const checkoutWorld: WorldConfig = {
  pageUrl: 'https://www.shop.example/checkout/onepage/?step=payment',
  scriptUrl: 'https://www.shop.example/static/js/script.js',
  referrer: 'https://www.shop.example/checkout/cart/',
  language: 'en-US',
  lenient: false,
  canaries: shopper,
};

export const worldChanges: Readonly<Record<WorldName, Partial<WorldConfig>>> = {
  checkout: {},
  lenient: { lenient: true },
  plain: { pageUrl: 'https://www.shop.example/', referrer: '' },
  'search-referrer': { pageUrl: 'https://www.shop.example/', referrer: 'https://www.google.com/' },
  'other-language': { language: 'pt-BR' },
  'other-shopper': { canaries: otherShopper },
};

type Events = readonly TraceEvent[];

/** Which further worlds may show more of a script than it has shown, in the order to try. */
export function furtherWorlds(events: Events, outcome: Trace['outcome']): WorldName[] {
  if (outcome !== 'completed' || showsBehaviour(events)) return [];
  const probes = new Set(
    events.filter(({ kind }) => kind === 'probe').map((event) => (event as { what?: unknown }).what),
  );
  const worlds: WorldName[] = [];
  if (events.some(({ kind, phase }) => kind === 'error' && phase !== 'visit')) worlds.push('lenient');
  if (probes.has('referrer')) worlds.push('search-referrer');
  else if (probes.has('location')) worlds.push('plain');
  if (probes.has('language')) worlds.push('other-language');
  return worlds;
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
  for (const event of events) {
    if (event.kind === 'request') {
      const { foreign, canaries } = event as { foreign: boolean; canaries: readonly unknown[] };
      score += foreign ? 50 + 500 * canaries.length : 2;
    } else if (event.kind === 'read' || event.kind === 'code') score += 10;
    else if (event.kind !== 'error' && event.kind !== 'query') score += 0.1;
  }
  return score;
}

/** Whether a second shopper could tell if what leaves depends on what was typed: read, then sent abroad, unseen. */
export function needsOtherShopper(events: Events): boolean {
  const firstRead = events.findIndex(
    (event) => event.kind === 'read' && (event as { field: string }).field !== 'cookie',
  );
  if (firstRead < 0) return false;
  return events.some((event, index) => {
    if (index < firstRead || event.kind !== 'request') return false;
    const { foreign, canaries } = event as { foreign: boolean; canaries: readonly unknown[] };
    return foreign && canaries.length === 0;
  });
}
