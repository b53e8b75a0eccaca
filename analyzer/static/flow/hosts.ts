import type { AnyNode } from 'acorn';
import type { Code } from './code.ts';
import { textsOf } from './texts.ts';

const address =
  /(?:\b(?:h(?:tt|xx)ps?|wss?|ftps?|stuns?|turns?):)?\\?\/\\?\/(?:[^\s/?#@'"<>\\]{0,80}@)?([a-z0-9_.-]{1,253}|\[[0-9a-f:.]+\])(?=[:/?#\s'"<>\\,;)]|$)/gi;
const bareIce = /\b(?:stuns?|turns?):([a-z0-9.-]+\.[a-z]{2,63})/gi;

/** Namespaces and licence texts that look like addresses but are never asked. */
const neverAsked =
  /^(?:(?:www\.)?w3\.org|schemas\.(?:microsoft|xmlsoap|openxmlformats)\.[a-z]+|(?:ns|schema)\.[a-z.]*adobe\.com|purl\.org|xmlns\.com|ogp\.me|(?:www\.)?opensource\.org|(?:www\.)?apache\.org|(?:www\.)?gnu\.org|creativecommons\.org|json-schema\.org)$/;

/**
 * Hosts of all addresses in a text, lower case, as written (no port). A host at the very end of a text that goes on
 * (a prefix of a concatenation) may be cut off, so it only counts when a `/`, `?`, `#` or `:` ended it. Addresses made
 * harmless for a report (`hxxp://host[.]example`) count as what they were.
 */
export function hostsIn(text: string, complete = true): string[] {
  if (text.includes('[.]')) return hostsIn(text.slice(0, 200_000).replaceAll('[.]', '.'), complete);
  if (!text.includes('//') && !/(?:stuns?|turns?):/i.test(text) && !text.includes('\\/')) return [];
  const hosts = new Set<string>();
  for (const found of text.slice(0, 200_000).matchAll(address)) {
    const host = found[1]!.toLowerCase().replace(/\.$/, '');
    const ends = found.index + found[0].length;
    if (!complete && ends === text.length) continue;
    // `//` without a scheme starts an address only at the start of a text or of an attribute.
    const hasScheme = found[0].includes(':') && /^[a-z]/i.test(found[0]);
    if (!hasScheme && found.index > 0 && !/[\s'"=(,]/.test(text[found.index - 1]!)) continue;
    if (isHost(host, hasScheme) && !neverAsked.test(host)) hosts.add(host);
    if (hosts.size >= 200) break;
  }
  for (const found of text.slice(0, 200_000).matchAll(bareIce)) hosts.add(found[1]!.toLowerCase());
  return [...hosts];
}

/** Names with a dot, `localhost`, names under it, and addresses; a bare word needs a scheme and is then kept. */
function isHost(host: string, hasScheme: boolean): boolean {
  if (host.startsWith('[')) return true;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return true;
  if (host === 'localhost') return true;
  if (!/^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(host)) return false;
  // Without a scheme, `//comment.text` and paths with a file name are more likely than a host.
  return hasScheme || !/\.(?:js|css|html?|php|png|jpe?g|gif|svg|json|map)$/.test(host);
}

/** Hosts that an address expression may name, its possible values and beginnings looked at. */
export function hostsOf(code: Code, node: AnyNode): string[] {
  const hosts = new Set<string>();
  for (const value of textsOf(code, node))
    for (const host of hostsIn(value.text, value.complete)) hosts.add(host);
  return [...hosts].slice(0, 16);
}
