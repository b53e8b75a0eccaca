import { z } from 'zod';
import { parseNetworks } from '../../core/egress/index.ts';

/** Whole numbers from `least` to `most`, told as such. */
export function whole(least: number, most: number) {
  const rule = `must be a whole number from ${least} to ${most}`;
  return z.int(rule).min(least, rule).max(most, rule);
}

/** A list of CIDR blocks and single addresses. */
export const networks = z.array(
  z.string().refine(isNetwork, 'must be a CIDR block or an IP address, such as 10.0.0.0/8 or ::1'),
);

function isNetwork(text: string): boolean {
  try {
    return parseNetworks([text]).length === 1;
  } catch {
    return false;
  }
}

/** What a Host header may name: a host name or an address, with or without a port. */
export const hostName = z
  .string()
  .toLowerCase()
  .regex(
    /^(?:\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)(?::\d{1,5})?$/,
    'must be a host name, such as warden.example.org, with or without a port; no scheme, no path',
  );

/** Where people reach the service from outside; without the slash at the end. */
export const publicAddress = z
  .string()
  .refine(isPublicAddress, 'must be a whole http or https URL without user, query or fragment')
  .transform((text) => text.replace(/\/+$/, ''));

function isPublicAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === '');
}

/** What can stand in an HTTP header: printable ASCII without spaces. */
export function token(least: number) {
  const rule = `must be at least ${least} printable ASCII characters without spaces`;
  return z.string().regex(new RegExp(`^[\\x21-\\x7e]{${least},500}$`), rule);
}
