import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { isAddressAllowed, isLocalhostName, type Network } from '../../core/egress/index.ts';
import { EgressError } from './egress-error.ts';

/** Opens a connection to a host the crawl may reach, or throws an EgressError. */
export type Dial = (host: string, port: number) => Promise<Socket>;

/** All addresses of a name, best first; throws when there is none. */
export type Resolve = (host: string) => Promise<string[]>;

const resolveDeadlineMs = 10_000;
const connectDeadlineMs = 15_000;
/** With another address still to try, a silent one is given up sooner. */
const firstTriesDeadlineMs = 3_000;

/**
 * Resolves a name once, keeps the addresses the rules allow, and dials exactly those: a name that answers
 * differently a second time (DNS rebinding) gains nothing.
 */
export function directDial(allowed: readonly Network[], resolve: Resolve = resolveHost): Dial {
  return async (host, port) => {
    const addresses = await allowedAddresses(host, allowed, resolve);
    let lastError: unknown;
    for (const [index, address] of addresses.entries()) {
      const isLast = index === addresses.length - 1;
      try {
        return await connectTo(address, port, isLast ? connectDeadlineMs : firstTriesDeadlineMs);
      } catch (error) {
        lastError = error;
      }
    }
    throw new EgressError(
      'unreachable',
      `${host}:${port} cannot be reached (${describe(lastError)})`,
      lastError,
    );
  };
}

/**
 * Those addresses of a host that the rules allow.
 * @throws EgressError when the name has no address, or none that is allowed
 */
export async function allowedAddresses(
  host: string,
  allowed: readonly Network[],
  resolve: Resolve = resolveHost,
  deadlineMs = resolveDeadlineMs,
): Promise<string[]> {
  let addresses: string[];
  try {
    addresses = await inTime(resolve(host), deadlineMs);
  } catch (cause) {
    throw new EgressError('dns-failed', `${host} has no address (${describe(cause)})`, cause);
  }
  const usable = addresses.filter((address) => isAddressAllowed(address, allowed));
  if (usable.length > 0) return usable;
  const shown = addresses.slice(0, 3).join(', ');
  throw new EgressError(
    'address-not-allowed',
    `${host} leads to ${shown}, outside the networks this crawl may reach`,
  );
}

/** System resolvers may take a minute over a name whose servers are silent; they cannot be called off, only left. */
async function inTime<Answer>(work: Promise<Answer>, deadlineMs: number): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), deadlineMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Browsers map `localhost` and names below it to loopback themselves; system resolvers need not. */
async function resolveHost(host: string): Promise<string[]> {
  if (isIP(host)) return [host];
  if (isLocalhostName(host)) return ['127.0.0.1'];
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** One TCP connection to one address. */
export function connectTo(address: string, port: number, deadlineMs = connectDeadlineMs): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true });
    socket.setTimeout(deadlineMs, () => socket.destroy(new Error('no answer in time')));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
