import type { Protocol } from 'devtools-protocol';
import { isLocalhostName } from '../../core/egress/index.ts';
import type { SiteFile } from '../../core/schema/index.ts';

/** What the crawl sends to the site's own hosts besides what every browser sends. */
export interface SiteCredentials {
  headers: Record<string, string>;
  mayReceive: (url: string) => boolean;
  cookies: Protocol.Network.CookieParam[];
}

/**
 * Own hosts are the hosts of the start URLs and the declared ones, exactly; names below them are not. Over plain
 * http nothing is sent unless a start URL is plain http too: a secret must not leave TLS by a link.
 */
export function siteCredentials(site: SiteFile): SiteCredentials {
  const starts = site.startUrls.map((url) => new URL(url));
  const hosts = new Set([
    ...starts.map(({ hostname }) => hostname),
    ...site.hosts.map((host) => host.toLowerCase()),
  ]);
  const isPlainHttp = starts.some(({ protocol }) => protocol === 'http:');
  const mayReceive = (text: string) => {
    const url = URL.parse(text);
    if (!url || !hosts.has(url.hostname)) return false;
    return url.protocol === 'https:' || url.protocol === 'wss:' || isPlainHttp;
  };
  const headers = { ...site.headers };
  if (site.basicAuth) {
    const { username, password } = site.basicAuth;
    headers.Authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }
  const cookies = site.cookies.map(({ name, value, domain, path }): Protocol.Network.CookieParam => {
    const host = (domain ?? starts[0]!.hostname).replace(/^\./, '');
    // A cookie for an https site must not leave TLS either; loopback has none.
    const secure = !isPlainHttp && !isLocalhostName(host);
    const url = `${isPlainHttp ? 'http' : 'https'}://${host}/`;
    return { name, value, path, secure, url, ...(domain?.startsWith('.') ? { domain } : {}) };
  });
  return { headers, mayReceive, cookies };
}
