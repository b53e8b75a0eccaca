import {
  isAddressAllowed,
  isLocalhostName,
  loopbackNetworks,
  parseNetworks,
} from '../../core/egress/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';

/**
 * Checks a start URL typed on the command line and writes it as a URL.
 * @throws ScriptwardenError SW_URL_INVALID
 */
export function checkStartUrl(text: string): string {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && url.hostname !== '') return url.href;
  throw new ScriptwardenError('SW_URL_INVALID', {
    message: `"${text}" is not an absolute http or https URL.`,
    fix: /^[\w.-]+\.[a-z]{2,}([/:?#]|$)/i.test(text)
      ? `Write the whole address, for example https://${text}`
      : 'Write the whole address, for example https://shop.example/',
  });
}

/** Networks that typing these URLs permits: loopback when one of them is there, since whoever types it means it. */
export function networksOfTypedUrls(urls: readonly string[]): readonly string[] {
  return urls.some((url) => isLoopback(new URL(url).hostname)) ? loopbackNetworks : [];
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return isLocalhostName(host) || (isAddressAllowed(host, loopback) && !isAddressAllowed(host));
}

const loopback = parseNetworks(loopbackNetworks);
