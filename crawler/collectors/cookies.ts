import type { Cookie } from '../../core/schema/index.ts';
import type { Target } from '../targets/index.ts';
import type { Collector, VisitScope } from './collector.ts';

export interface CookieOptions {
  /** Names and domains of the cookies the site file brought, as `name domain`. */
  fromSiteFile: ReadonlySet<string>;
}

/** Names and attributes of the cookies each visit could see, with what set them. Values are never kept. */
export class CookieCollector implements Collector<ReadonlyMap<string, Cookie[]>> {
  readonly #options: CookieOptions;
  /** Which response last set a cookie, by `name domain`. */
  readonly #setBy = new Map<string, string>();
  readonly #urls = new Map<string, string[]>();
  readonly #visits = new Map<string, Cookie[]>();

  constructor(options: CookieOptions) {
    this.#options = options;
  }

  attach(target: Target): Promise<unknown>[] {
    const { session } = target;
    session.on('Network.requestWillBeSent', ({ requestId, request }) => {
      this.#urls.set(requestId, [...(this.#urls.get(requestId) ?? []), request.url].slice(-30));
    });
    session.on('Network.responseReceivedExtraInfo', ({ requestId, headers }) => {
      const folded = Object.entries(headers).find(([name]) => name.toLowerCase() === 'set-cookie')?.[1];
      const url = URL.parse(this.#urls.get(requestId)?.at(-1) ?? '');
      if (folded === undefined || !url) return;
      for (const line of folded.split('\n')) {
        const [, name = '', attributes = ''] = /^\s*([^=;]*)[^;]*(.*)$/.exec(line) ?? [];
        const domain = /;\s*domain=\.?([^;\s]+)/i.exec(attributes)?.[1] ?? url.hostname;
        this.#setBy.set(`${name.trim()} ${domain.toLowerCase()}`, url.href);
      }
    });
    return [];
  }

  async settle({ id, tab }: VisitScope): Promise<void> {
    const hosts = new Set([...this.#urls.values()].flat().map((url) => URL.parse(url)?.hostname ?? ''));
    this.#urls.clear();
    // A browser that is gone took its cookies with it.
    const answer = await tab.session.send('Storage.getCookies').catch(() => ({ cookies: [] }));
    const cookies = answer.cookies
      .filter(({ domain }) => [...hosts].some((host) => matches(host, domain)))
      .map((cookie): Cookie => {
        const key = `${cookie.name} ${cookie.domain.replace(/^\./, '')}`;
        const fallback = this.#options.fromSiteFile.has(key) ? 'site-file' : 'script';
        return {
          name: cookie.name,
          domain: cookie.domain,
          path: cookie.path,
          secure: cookie.secure,
          httpOnly: cookie.httpOnly,
          ...(cookie.sameSite ? { sameSite: cookie.sameSite } : {}),
          session: cookie.session,
          setBy: this.#setBy.get(key) ?? fallback,
        };
      });
    this.#visits.set(
      id,
      cookies.sort((one, other) => compare(one.name, other.name) || compare(one.domain, other.domain)),
    );
  }

  result(): ReadonlyMap<string, Cookie[]> {
    return this.#visits;
  }
}

function matches(host: string, domain: string): boolean {
  const name = domain.replace(/^\./, '');
  return host === name || (domain.startsWith('.') && host.endsWith(`.${name}`));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
