import type { Location, Sighting } from '../../core/schema/index.ts';
import { plural, type Entry } from './model.ts';

/** Host that a script came from, with any unusual port: the network's, or its page's for code inside a page. */
export function hostOf(entry: Entry): string {
  const sighting = entry.sightings?.[0];
  return sighting ? hostOfUrl(sighting.url ?? sighting.pageUrl) : '';
}

/** Hosts as a table shows them: a port that all of them share (a development server's) tells nothing. */
export function shortHosts(entries: readonly Entry[]): (entry: Entry) => string {
  const port = /:\d+$/;
  const ports = new Set(entries.map((entry) => port.exec(hostOf(entry))?.[0]));
  return (entry) => (ports.size === 1 ? hostOf(entry).replace(port, '') : hostOf(entry));
}

/** Where a version was seen, in short: `/checkout inline, +2 pages`. */
export function describeSightings(sightings: readonly Sighting[]): string {
  const first = sightings[0];
  if (!first) return 'not seen';
  const more = visitsOf(sightings) > 1 ? `, +${plural(visitsOf(sightings) - 1, 'page')}` : '';
  return `${pagePath(first.pageUrl)} ${kindsOf(sightings)}${more}`;
}

/** On how many pages of the crawl; a page's frames and workers are part of it. */
export function visitsOf(sightings: readonly Sighting[]): number {
  return new Set(sightings.map(({ visitId }) => visitId)).size;
}

/** Kinds in which a version was seen, most telling first: `external`, `inline, eval`. */
export function kindsOf(sightings: readonly Sighting[]): string {
  return [...new Set(sightings.map(({ kind }) => kind))].join(', ');
}

/** Path and query of a page; the whole address when it is not http. */
export function pagePath(url: string): string {
  const parsed = parseUrl(url);
  return parsed ? parsed.pathname + parsed.search : url;
}

/** Where a place inside inline code lies in its page; null for other code, and where both are the same. */
export function inPage(location: Location, { kind, line, column }: Sighting): Location | null {
  if (kind !== 'inline' || !line || line + location.line === 2) return null;
  return {
    line: line + location.line - 1,
    column: location.line === 1 ? location.column + Math.max(0, (column ?? 1) - 1) : location.column,
  };
}

export function hostOfUrl(url: string): string {
  return parseUrl(url)?.host ?? /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0] ?? url;
}

function parseUrl(url: string): URL | null {
  const parsed = URL.parse(url);
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed : null;
}
