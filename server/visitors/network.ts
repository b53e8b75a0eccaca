import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';

/** Bits that one visitor or hoster typically has all addresses of. */
const prefixes = { client: { ipv4: 32, ipv6: 64 }, network: { ipv4: 24, ipv6: 48 } } as const;

/**
 * The address of a client as limits count it (an IPv4 address, an IPv6 /64), or the network that counts as one voice
 * when hosts are confirmed (/24 and /48: whoever rents one server gets no second voice with its neighbours).
 */
export function addressOf(ip: string | undefined, as: keyof typeof prefixes): string {
  if (ip === undefined || !ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  const bytes = address.toByteArray();
  const bits = prefixes[as][address.kind()];
  return `${bytes
    .slice(0, bits / 8)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}/${bits}`;
}

/** A network under a name that tells nothing without the site's salt. */
export function reporterOf(ip: string | undefined, salt: string): string {
  return createHash('sha256')
    .update(`${salt} ${addressOf(ip, 'network')}`)
    .digest('base64url')
    .slice(0, 16);
}
