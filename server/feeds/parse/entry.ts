import { isIP } from 'node:net';
import { isAddressAllowed, isLocalhostName } from '../../../core/egress/index.ts';
import type { FeedEntryKind } from '../../store/index.ts';
import { isTooBroad, normalHost, refang, urlKey } from '../normal.ts';

/** One thing that a list says is bad, as it is compared. */
export interface Entry {
  kind: FeedEntryKind;
  value: string;
}

/** Why something in a list was not taken; stable words. */
export const skipReasons = [
  'not-understood',
  'too-broad',
  'local',
  'other-hash',
  'too-long',
  'binary',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** What a column or a line holds; `any`: what it looks like. */
export type Expected = 'any' | 'domain' | 'url' | 'hash' | 'exact';

/**
 * Reads one indicator as lists write it: a hash, an address, a host, an Adblock domain rule, whole or defanged.
 * Pure; null for nothing at all.
 */
export function readEntry(text: string, expected: Expected = 'any'): Entry | SkipReason | null {
  const value = refang(text.trim().replace(/^["']|["']$/g, '')).trim();
  if (value === '') return null;
  const hash = /^(?:sha-?256:)?([0-9a-f]+)$/i.exec(value)?.[1]?.toLowerCase();
  if (hash !== undefined && (expected === 'hash' || /^(?:.{32}|.{40}|.{64}|.{96}|.{128})$/.test(hash))) {
    return hash.length === 64 ? { kind: 'hash', value: hash } : 'other-hash';
  }
  if (expected === 'hash') return 'not-understood';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return urlEntry(value);
  if (expected === 'url') return value.includes('.') ? urlEntry(`http://${value}`) : 'not-understood';
  const rule = /^\|\|([^/^$|]+)\^?(?:\$(?:third-party|document|all|popup|,)+)?$/i.exec(value);
  if (rule) return hostEntry(rule[1]!, 'domain');
  if (value.startsWith('*.')) return hostEntry(value.slice(2), 'subdomain');
  if (value.startsWith('.')) return hostEntry(value.slice(1), 'domain');
  const withPort = /^([^\s/:[\]]+|\[[0-9a-f:.]+\]):\d{1,5}$/i.exec(value);
  if (withPort) return hostEntry(withPort[1]!, 'host');
  if (/^[^\s/]+\/\S*$/.test(value) && !/\/\d{1,3}$/.test(value)) return urlEntry(`http://${value}`);
  return hostEntry(value, expected === 'exact' ? 'host' : 'domain');
}

/** `0.0.0.0 evil.example other.example`: the hosts of a line of a hosts file; null when it is none. */
export function hostsLine(line: string): string[] | null {
  const [address = '', ...hosts] = line.trim().split(/\s+/);
  return hosts.length > 0 &&
    /^(?:0\.0\.0\.0|127\.0\.0\.1|255\.255\.255\.255|::1?|0|fe80::1(?:%lo0)?|ff0\d::[0-9a-f]*)$/i.test(address)
    ? hosts
    : null;
}

function urlEntry(text: string): Entry | SkipReason {
  const value = urlKey(text);
  if (value === null) return 'not-understood';
  return isLocal(URL.parse(text)!.hostname) ? 'local' : { kind: 'url', value };
}

function hostEntry(text: string, kind: 'domain' | 'subdomain' | 'host'): Entry | SkipReason {
  const host = normalHost(text);
  if (host === null) return 'not-understood';
  if (isLocal(host)) return 'local';
  const isAddress = isIP(host.replace(/^\[|\]$/g, '')) !== 0;
  if (isAddress) return kind === 'subdomain' ? 'not-understood' : { kind: 'host', value: host };
  if (!host.includes('.') || (kind !== 'host' && isTooBroad(host))) return 'too-broad';
  return { kind, value: host };
}

/** Hosts files name their own machine; no list means it. */
function isLocal(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare)) return !isAddressAllowed(bare);
  return isLocalhostName(host) || /^(?:localhost\.localdomain|local|broadcasthost|ip6-\w+)$/.test(host);
}
