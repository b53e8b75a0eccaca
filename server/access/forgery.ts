import type { Request } from 'express';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { derived, isSame } from './one-way.ts';

/** Whether a request changes nothing (RFC 9110, 9.2.1). */
export function isSafe({ method }: Pick<Request, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/**
 * Refuses what a browser itself says another site sent. Both headers cannot be set by scripts; what sends neither is no
 * current browser and still needs the token.
 * @throws ScriptwardenError SW_CSRF
 */
export function refuseForeign(request: Request, publicUrl: string | null): void {
  const site = request.get('sec-fetch-site');
  if (site === 'same-origin') return;
  if (site !== undefined) throw forged('it comes from another site');
  const origin = request.get('origin');
  if (origin === undefined) return;
  if (publicUrl !== null && origin === new URL(publicUrl).origin) return;
  const parsed = URL.parse(origin);
  if (parsed?.host === undefined || parsed.host !== request.headers.host?.toLowerCase()) {
    throw forged('its Origin is not ours');
  }
}

/** What pages and clients must send along with a cookie. Bound to it: a new login makes a new one. */
export function forgeryToken(cookie: string): string {
  return derived(cookie, 'forgery token');
}

/** @throws ScriptwardenError SW_CSRF */
export function checkForgeryToken(cookie: string, given: unknown): void {
  if (typeof given === 'string' && isSame(given, forgeryToken(cookie))) return;
  throw forged('it lacks the token of our page');
}

function forged(why: string): ScriptwardenError {
  return new ScriptwardenError('SW_CSRF', {
    message: `The request was refused because ${why}.`,
    fix: 'Load the page again and repeat it. Programs send an API token instead of the cookie.',
  });
}
