import type { StoreAddress } from '../store/index.ts';
import type { ServiceConfig } from './schema.ts';

/** Where the data is. */
export function storeAddressOf({ databaseUrl, dataDir }: ServiceConfig): StoreAddress {
  return databaseUrl === null ? { dataDir } : { databaseUrl };
}

/** The address that links lead to; `port` is the one really listened on. */
export function publicUrlOf({ publicUrl, host }: ServiceConfig, port: number): string {
  if (publicUrl !== null) return publicUrl;
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

const loopback = /^(?:localhost|(?:[a-z0-9-]+\.)+localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether a request may be addressed to this name (`Host`, with or without port): the public URL's, those allowed, the
 * address listened on, and loopback. A page that makes its own name resolve to this machine (DNS rebinding) is kept out,
 * since its requests carry that name.
 */
export function isHostAllowed(config: ServiceConfig, hostHeader: string | undefined): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]/@?#\s]+)(?::(\d{1,5}))?$/i.exec(hostHeader ?? '');
  if (!match) return false;
  const name = match[1]!.toLowerCase().replace(/\.$/, '');
  const whole = match[2] === undefined ? name : `${name}:${match[2]}`;
  if (loopback.test(name)) return true;
  const { publicUrl, allowedHosts, host } = config;
  const own = host.includes(':') ? `[${host.toLowerCase()}]` : host.toLowerCase();
  return (
    name === own ||
    (publicUrl !== null && name === new URL(publicUrl).hostname) ||
    allowedHosts.some((allowed) => allowed === name || allowed === whole)
  );
}
