import type { Headers } from '../../../core/schema/index.ts';
import { cspWeakenings } from './csp.ts';
import { policyWeakenings } from './policies.ts';

/** The response headers that protect visitors; drift looks at no others. */
export const securityHeaders = [
  'content-security-policy',
  'content-security-policy-report-only',
  'cross-origin-embedder-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'permissions-policy',
  'referrer-policy',
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
] as const;

export type SecurityHeader = (typeof securityHeaders)[number];

/** The value of a header, repeated ones joined as HTTP does; null when absent. */
export function headerValue(headers: Headers, name: SecurityHeader): string | null {
  const values = headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value.trim());
  return values.length > 0 ? values.join(', ') : null;
}

/** In what the later value protects less, as sentences' ends ("allows scripts from https:"); empty when in nothing. */
export function weakenings(name: SecurityHeader, before: string, after: string): string[] {
  return name.startsWith('content-security-policy')
    ? cspWeakenings(before, after)
    : policyWeakenings(name, before, after);
}

/** The value without what changes at every request: nonces. */
export function steadyValue(value: string): string {
  return value.replace(/'nonce-[^']*'/g, "'nonce-…'").replace(/\s+/g, ' ');
}
