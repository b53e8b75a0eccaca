import type { CanaryHit, RequestEvent } from '../trace.ts';
import type { CanarySearch } from './search.ts';

const limits = { requests: 400, perKind: 200 };

/**
 * Canaries split over several requests to one host, key by key or field by field: what differs between requests of the
 * same shape is put together and searched.
 */
export function findSplitCanaries(
  requests: readonly RequestEvent[],
  search: CanarySearch,
): Map<string, CanaryHit[]> {
  const byPlace = new Map<string, string[]>();
  for (const { host, foreign, transport, url, body, canaries } of requests.slice(0, limits.requests)) {
    if (!foreign || canaries.length > 0) continue;
    const place = `${host} ${transport} ${url.split(/[?#]/)[0]!.length > 200 ? '' : url.split(/[?#]/)[0]!}`;
    const texts = byPlace.get(place) ?? [];
    if (texts.length < limits.perKind) texts.push(body === undefined || body === '' ? url : body);
    byPlace.set(place, texts);
  }
  const found = new Map<string, CanaryHit[]>();
  for (const [place, texts] of byPlace) {
    if (texts.length < 3) continue;
    const hits = search.find(differences(texts).join(''));
    if (hits.length === 0) continue;
    const host = place.split(' ')[0]!;
    found.set(host, [
      ...(found.get(host) ?? []),
      ...hits.map((hit) => ({ ...hit, chain: ['split', ...hit.chain] })),
    ]);
  }
  return found;
}

/** The texts without what they all begin and end with. */
function differences(texts: readonly string[]): string[] {
  const shortest = Math.min(...texts.map((text) => text.length));
  const first = texts[0]!;
  let start = 0;
  while (start < shortest && texts.every((text) => text[start] === first[start])) start += 1;
  let end = 0;
  while (end < shortest - start && texts.every((text) => text.at(-1 - end) === first.at(-1 - end))) end += 1;
  return texts.map((text) => text.slice(start, text.length - end));
}
