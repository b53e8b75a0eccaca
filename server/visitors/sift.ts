import { isSameSite } from '../../core/egress/index.ts';
import { boundedKey, urlTemplate } from '../identity/index.ts';
import { isLocalHost, noiseOfHost, noiseOfScheme } from './noise.ts';
import { blockedKeywords, directives, type RawReport, type Report } from './report.ts';

/** What becomes of a report: kept, or counted under the name of what it is. */
export type Sifted = { report: Report } | { noise: string };

/** The hosts of a site: of its start URLs and those it declares. */
export interface SiteHosts {
  own: readonly string[];
}

/**
 * Decides what a report is worth. One about another site's page (a copy, a proxy, a key put elsewhere) tells nothing of
 * this site; extensions, translators and local addresses are the visitor's own. Pure.
 */
export function siftReport(raw: RawReport, { own }: SiteHosts): Sifted {
  const directive = raw.directive.trim().split(/\s/, 1)[0]!.toLowerCase();
  if (!directives.has(directive)) return { noise: 'malformed' };
  const page = webUrl(raw.page);
  if (page === null) return { noise: 'other-page' };
  if (!own.some((host) => isSameSite(host, page.hostname)))
    return { noise: noiseOfHost(page.hostname) ?? 'other-page' };
  const source = raw.source === null ? null : sourceOf(raw.source, page);
  if (source !== null && 'noise' in source) return source;
  const blocked = blockedOf(raw.blocked, page);
  if (typeof blocked !== 'string') return blocked;
  return {
    report: {
      directive,
      blocked,
      source: boundedKey(urlTemplate(source?.url ?? withoutQuery(page))),
      example: {
        page: withoutQuery(page),
        blockedUrl: blockedText(raw.blocked),
        sourceUrl: source?.url ?? null,
        line: raw.line,
        column: raw.column,
        sample: raw.sample,
        disposition: raw.disposition,
      },
    },
  };
}

/** What two reports are the same by. */
export function reportKey({ directive, blocked, source }: Report): string {
  return `${directive}|${blocked}|${source}`;
}

/** Browsers say an address, its origin, a scheme alone, a keyword, or nothing for inline code. */
function blockedOf(text: string, page: URL): string | { noise: string } {
  const trimmed = text.trim();
  if (trimmed === '') return "'inline'";
  if (blockedKeywords.has(trimmed)) return `'${trimmed}'`;
  // A scheme alone: `data`, `blob`, `chrome-extension`.
  if (/^[a-z][a-z0-9+.-]*:?$/i.test(trimmed) && !trimmed.includes('.')) {
    const scheme = trimmed.replace(/:$/, '').toLowerCase();
    return { noise: noiseOfScheme(scheme) ?? (isWebScheme(`${scheme}:`) ? 'malformed' : 'other-scheme') };
  }
  const url = URL.parse(trimmed) ?? URL.parse(`https://${trimmed}`);
  if (!url) return { noise: 'malformed' };
  if (!isWebScheme(url.protocol))
    return { noise: noiseOfScheme(url.protocol.slice(0, -1)) ?? 'other-scheme' };
  const host = plainHost(url.hostname);
  if (host === '' || host.length > 253) return { noise: 'malformed' };
  // A development site has nothing but local addresses.
  if (isLocalHost(host) && isLocalHost(plainHost(page.hostname))) return host;
  const noise = noiseOfHost(host);
  return noise === null ? host : { noise };
}

/** Where a script came from; an extension's script says by its scheme that it is none of the site's. */
function sourceOf(text: string, page: URL): { url: string } | { noise: string } | null {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && !isWebScheme(`${scheme}:`)) {
    const kind = noiseOfScheme(scheme);
    // Code from `blob:` or `data:` may well be the site's: what it did counts.
    return kind === null || kind === 'inert-scheme' ? null : { noise: kind };
  }
  const url = URL.parse(text, page.href);
  if (!url || !isWebScheme(url.protocol)) return null;
  const noise = noiseOfHost(plainHost(url.hostname));
  if (noise !== null && noise !== 'local-address') return { noise };
  return { url: withoutQuery(url) };
}

function webUrl(text: string): URL | null {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url : null;
}

function isWebScheme(protocol: string): boolean {
  return /^(?:https?|wss?):$/.test(protocol);
}

function plainHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/** Queries and fragments of visitors may hold what is theirs: they are never kept. */
function withoutQuery(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`.slice(0, 1000);
}

function blockedText(text: string): string {
  const url = URL.parse(text);
  return url && isWebScheme(url.protocol) ? withoutQuery(url) : text.slice(0, 200);
}
