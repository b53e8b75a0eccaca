import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { getPublicSuffix } from 'tldts';
import { boundedKey } from '../identity/index.ts';

/** Text as people write it so that nobody clicks it, as it was before: `hxxps[:]//evil[.]example`. */
export function refang(text: string): string {
  return text
    .replace(/^h(?:xx|\*\*|tt)p(s?)(?=\W)/i, 'http$1')
    .replaceAll(/\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)/gi, '.')
    .replaceAll(/\[(:|:\/\/|\/\/)\]/g, '$1')
    .replaceAll(/\[@\]/g, '@');
}

/** A host as URLs have it: lower case, punycode, no dot at its end; null for what is none. */
export function normalHost(text: string): string | null {
  const bare = text.trim().replace(/\.$/, '').toLowerCase();
  if (bare === '' || bare.length > 1000) return null;
  const address = bare.replace(/^\[|\]$/g, '');
  if (isIP(address)) return isIP(address) === 6 ? new URL(`http://[${address}]/`).hostname : address;
  // What would end a host in an address is no part of one.
  if (/[\s/\\?#@:%]/.test(bare)) return null;
  const ascii = domainToASCII(bare);
  // Underscores stand in names of hosts that exist, whatever the standards say.
  if (ascii === '' || ascii.length > 253 || !/^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(ascii))
    return null;
  return /^\d+$/.test(ascii.slice(ascii.lastIndexOf('.') + 1)) ? null : ascii;
}

/** Whether a whole registry or everybody's host lies below this name, so that it is never meant as such: `co.uk`, `github.io`. */
export function isTooBroad(host: string): boolean {
  return !host.includes('.') || getPublicSuffix(host, { allowPrivateDomains: true }) === host;
}

/** An address as entries and questions are compared by: host, port unless usual, path and query; null for what is no web address. */
export function urlKey(text: string): string | null {
  const url = URL.parse(text);
  if (!url || !/^(?:https?|wss?):$/.test(url.protocol) || url.hostname === '') return null;
  const host = normalHost(url.hostname);
  if (host === null) return null;
  return boundedKey(`${host}${url.port && `:${url.port}`}${url.pathname}${url.search}`);
}

/** What entries can match a host, from the host itself to its registrable domain's parents. */
export function hostKeys(host: string): { kind: 'host' | 'domain' | 'subdomain'; value: string }[] {
  const name = normalHost(host);
  if (name === null) return [];
  const keys: ReturnType<typeof hostKeys> = [
    { kind: 'host', value: name },
    { kind: 'domain', value: name },
  ];
  if (isIP(name.replace(/^\[|\]$/g, ''))) return keys;
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const parent = name.slice(dot + 1);
    if (!parent.includes('.')) break;
    keys.push({ kind: 'domain', value: parent }, { kind: 'subdomain', value: parent });
  }
  return keys;
}

/** The keys of an address: with its query, and without, since an entry without a query means any. */
export function urlKeys(text: string): string[] {
  const whole = urlKey(text);
  if (whole === null) return [];
  const bare = urlKey(text.replace(/[?#].*$/s, ''));
  return bare === null || bare === whole ? [whole] : [whole, bare];
}
