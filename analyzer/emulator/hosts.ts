import { getDomain } from 'tldts';

/** The host name in a URL of any scheme, lower case, without port; empty when it has none. */
export function hostOf(url: string): string {
  const match = /^[a-z][a-z\d+.-]*:\/*(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:\\]*)/i.exec(url);
  return /^(?:data|blob|javascript|about|mailto|tel):/i.test(url) ? '' : (match?.[1] ?? '').toLowerCase();
}

/** Whether a host belongs to another site (registrable domain) than the page. */
export function isForeign(host: string, pageUrl: string): boolean {
  if (host === '') return false;
  const pageHost = hostOf(pageUrl);
  const site = (name: string): string => getDomain(name, { allowPrivateDomains: true }) ?? name;
  return site(host) !== site(pageHost);
}
