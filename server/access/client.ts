import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/** Who is at the other end of a request, as far as the network tells. */
export interface Client {
  /** Behind a trusted proxy the one it names. */
  address: string;
  /** The name its browser gives itself, bounded. */
  agent: string;
}

export function clientOf(request: Request): Client {
  return {
    address: plainAddress(request.ip ?? ''),
    agent: (request.get('user-agent') ?? '').slice(0, 200).toWellFormed(),
  };
}

/**
 * What counts as one client: an IPv4 address, or the 64 leading bits of an IPv6 one. Every home and every rented machine
 * has at least that many addresses to itself.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}

/** IPv4 written as IPv6 is IPv4; zone names are dropped. */
function plainAddress(address: string): string {
  const bare = address.replace(/%.*$/, '');
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : bare.slice(0, 64);
}
