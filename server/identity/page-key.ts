import { boundedKey } from './bounded-key.ts';
import { templateSegment } from './url-template.ts';

/** What identifies a page from crawl to crawl, and what people read. */
export interface PageIdentity {
  key: string;
  url: string;
}

interface VisitLike {
  requestedUrl: string;
  step?: { journey: string; index: number } | undefined;
  visitor?: string | undefined;
}

/**
 * The identity of a page state: journey and step where there is one (its address may carry a cart or a token), else
 * the address asked for, without fragment, tracking parameters and tokens. Visitors are kept apart. Pure.
 */
export function pageKey(visit: VisitLike): PageIdentity {
  const url = pageUrl(visit.requestedUrl);
  const place = visit.step ? `step:${visit.step.journey}/${visit.step.index}` : url;
  return { key: boundedKey(visit.visitor ? `${place}|visitor:${visit.visitor}` : place), url };
}

/** Session-like words are longer than product numbers: only those are replaced in a page's path. */
function pageUrl(url: string): string {
  const parsed = URL.parse(url.slice(0, 4096));
  if (!parsed) return url.slice(0, 4096);
  const path = parsed.pathname
    .split('/')
    .map((part) => (part.length >= 20 && templateSegment(part) === '*' ? '*' : part))
    .join('/');
  const query = [...parsed.searchParams]
    .filter(
      ([name]) =>
        !/^(?:utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|_ga|ref|sid|session\w*|phpsessid)$/i.test(name),
    )
    .map(([name, value]) => `${name}=${value.length >= 16 ? templateSegment(value) : value}`)
    .sort();
  return `${parsed.protocol}//${parsed.host}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}
