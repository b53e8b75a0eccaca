import ipaddr from 'ipaddr.js';

/** A parsed CIDR block, as `parseNetworks` returns it. */
export type Network = ReturnType<typeof ipaddr.parseCIDR>;

/**
 * Parses CIDR blocks and single addresses (`10.0.0.0/8`, `::1`).
 * @throws RangeError naming the entry that is neither.
 */
export function parseNetworks(entries: readonly string[]): Network[] {
  return entries.map((entry) => {
    try {
      if (entry.includes('/')) return ipaddr.parseCIDR(entry);
      const address = ipaddr.process(entry);
      return [address, address.kind() === 'ipv4' ? 32 : 128] as Network;
    } catch (cause) {
      throw new RangeError(`"${entry}" is neither an IP address nor a CIDR block`, { cause });
    }
  });
}

/**
 * Whether traffic may go to this address: public unicast always, anything else (private, loopback, link-local
 * with the cloud metadata services, carrier-grade NAT, multicast, reserved, tunnels that embed an IPv4 address)
 * only inside `allowed`.
 */
export function isAddressAllowed(address: string, allowed: readonly Network[] = []): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return isInside(parsed, allowed) || (parsed.range() === 'unicast' && isGlobal(parsed));
}

/** Whether an address lies in one of these networks; an IPv4 address inside an IPv6 one counts as itself. */
export function isAddressInside(address: string, networks: readonly Network[]): boolean {
  return ipaddr.isValid(address) && isInside(ipaddr.process(address), networks);
}

function isInside(address: ReturnType<typeof ipaddr.process>, networks: readonly Network[]): boolean {
  return networks.some((network) => address.kind() === network[0].kind() && address.match(network));
}

/** IPv6 hands out public addresses from 2000::/3 only (RFC 4291); `range` calls all that it has no name for unicast. */
function isGlobal(address: ReturnType<typeof ipaddr.process>): boolean {
  return address.kind() === 'ipv4' || address.match(globalUnicast);
}

const globalUnicast = ipaddr.parseCIDR('2000::/3');

/** Loopback in both families: what a loopback start URL typed on the command line permits for that crawl. */
export const loopbackNetworks: readonly string[] = ['127.0.0.0/8', '::1/128'];

/** Whether a whole network (CIDR or single address) lies within one of `allowed`. */
export function isNetworkWithin(network: string, allowed: readonly Network[]): boolean {
  const [first, length] = parseNetworks([network])[0]!;
  return allowed.some((wide) => wide[0].kind() === first.kind() && wide[1] <= length && first.match(wide));
}
