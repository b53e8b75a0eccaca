import { getDomain } from 'tldts';

/** `localhost` and every name below it. Browsers resolve them to loopback; so must everything of ours. */
export function isLocalhostName(host: string): boolean {
  return /(^|\.)localhost\.?$/i.test(host);
}

/**
 * The site a host belongs to: its registrable domain (`shop.example.co.uk` → `example.co.uk`), private suffixes
 * such as `github.io` included; for `*.localhost`, bare names and IP addresses, the host itself.
 */
export function siteOf(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '');
  return isLocalhostName(name) ? name : (getDomain(name, { allowPrivateDomains: true }) ?? name);
}

/** Whether two hosts belong to the same site, as browsers use the word (scheme and port do not count). */
export function isSameSite(one: string, other: string): boolean {
  return siteOf(one) === siteOf(other);
}
