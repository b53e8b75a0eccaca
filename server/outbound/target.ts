import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import {
  isAddressAllowed,
  isAddressInside,
  isLocalhostName,
  parseNetworks,
} from '../../core/egress/index.ts';
import { badPorts } from './bad-ports.ts';
import { OutboundError } from './outbound-error.ts';

/** All addresses of a name; throws when it has none. */
export type Resolve = (host: string) => Promise<string[]>;

/** What this server may reach. */
export interface OutboundRules {
  /** Networks besides the public ones, as CIDR: what SCRIPTWARDEN_ALLOW_NETWORKS lists. */
  allowNetworks?: readonly string[];
  /** Where `http:` may go: nowhere, only into `allowNetworks` (unless said), or to public addresses too. */
  plainHttp?: 'never' | 'allowed-networks' | 'anywhere';
  /** Only for tests: stands in for the system's resolver. */
  resolve?: Resolve;
}

/** A URL and the addresses its name led to when they were checked: dial these and no others. */
export interface Target {
  url: URL;
  /** The host as TLS and `Host` want it, without the brackets of IPv6. */
  host: string;
  port: number;
  addresses: string[];
}

const resolveDeadlineMs = 5000;

/**
 * Reads a URL and checks everything about it that needs no network.
 * @throws OutboundError url-invalid, scheme-refused, credentials-refused, port-refused.
 */
export function parseTarget(text: string | URL, rules: OutboundRules = {}): Omit<Target, 'addresses'> {
  const url = URL.parse(String(text));
  if (url === null || String(text).length > 8192)
    throw new OutboundError('url-invalid', `${shown(String(text))} is not an absolute URL.`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new OutboundError('scheme-refused', `${url.protocol} is not https:.`);
  if (url.protocol === 'http:' && rules.plainHttp === 'never')
    throw new OutboundError('scheme-refused', `${url.host} is to be reached without encryption; use TLS.`);
  if (url.username !== '' || url.password !== '')
    throw new OutboundError('credentials-refused', `The URL to ${url.host} carries a user name or password.`);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  if (badPorts.has(port))
    throw new OutboundError('port-refused', `Port ${port} of ${url.hostname} belongs to another protocol.`);
  return { url, host: url.hostname.replace(/^\[|\]$/g, ''), port };
}

/**
 * Checks a URL and where its name leads now.
 * @throws OutboundError as `parseTarget` and `checkHost`.
 */
export async function checkTarget(text: string | URL, rules: OutboundRules = {}): Promise<Target> {
  const target = parseTarget(text, rules);
  return { ...target, addresses: await checkHost(target.host, target.url.protocol === 'https:', rules) };
}

/**
 * The addresses of a host that may be dialled. Those that the rules forbid are left out, so that a name which answers
 * with a public and a private one is never dialled at the private one.
 * @param isEncrypted what goes there unencrypted may go to fewer places
 * @throws OutboundError scheme-refused, address-refused, dns-failed.
 */
export async function checkHost(
  host: string,
  isEncrypted: boolean,
  rules: OutboundRules = {},
): Promise<string[]> {
  const addresses = await resolveInTime(host, rules.resolve ?? resolveHost);
  const networks = parseNetworks(rules.allowNetworks ?? []);
  const isBound = !isEncrypted && rules.plainHttp !== 'anywhere';
  const usable = addresses.filter((address) =>
    isBound ? isAddressInside(address, networks) : isAddressAllowed(address, networks),
  );
  if (usable.length > 0) return usable;
  const where = addresses.slice(0, 3).join(', ');
  const isPublic = isBound && addresses.some((address) => isAddressAllowed(address, networks));
  throw isPublic
    ? new OutboundError('scheme-refused', `${host} is to be reached without encryption; use TLS.`)
    : new OutboundError('address-refused', `${host} leads to ${where}, which this server may not reach.`);
}

/** System resolvers may take a minute over a name whose servers are silent; they cannot be called off, only left. */
async function resolveInTime(host: string, resolve: Resolve): Promise<string[]> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), resolveDeadlineMs);
  try {
    const addresses = await Promise.race([isIP(host) ? [host] : resolve(host), promise]);
    if (addresses.length > 0) return addresses;
    throw new Error('no address');
  } catch (cause) {
    throw new OutboundError('dns-failed', `${host} has no address (${causeOf(cause)}).`, cause);
  } finally {
    clearTimeout(timer);
  }
}

/** Names below `localhost` are loopback everywhere; system resolvers need not know. */
async function resolveHost(host: string): Promise<string[]> {
  if (isLocalhostName(host)) return ['127.0.0.1', '::1'];
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** The code of a system error, or its message. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** A URL that could not be read, short and without what may be a secret behind its host. */
function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
