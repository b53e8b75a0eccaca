import type { CookieOptions, Request, Response } from 'express';

/** Our cookies: who is logged in, and what forms are checked against before anybody is. */
export type CookieName = 'session' | 'form';

const names: Record<CookieName, string> = { session: 'scriptwarden_session', form: 'scriptwarden_form' };

/** Whether people reach the service by https, so that cookies never travel without. */
export function isSecure({ publicUrl }: { publicUrl: string | null }): boolean {
  return publicUrl?.startsWith('https:') === true;
}

/** `__Host-` makes browsers refuse a cookie of that name from a subdomain or without https: nobody can plant one. */
function fullName(name: CookieName, secure: boolean): string {
  return `${secure ? '__Host-' : ''}${names[name]}`;
}

/** The value of our cookie; null when there is none or it is not of our making. */
export function readCookie(request: Request, name: CookieName, secure: boolean): string | null {
  const wanted = fullName(name, secure);
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key = '', value = ''] = pair.trim().split('=', 2);
    if (key === wanted && /^[\w-]{43}$/.test(value)) return value;
  }
  return null;
}

/** Ends with the browser; the server ends it sooner. */
export function setCookie(response: Response, name: CookieName, value: string, secure: boolean): void {
  response.cookie(fullName(name, secure), value, options(secure));
}

export function clearCookie(response: Response, name: CookieName, secure: boolean): void {
  response.clearCookie(fullName(name, secure), options(secure));
}

/** Lax, not Strict: a link in an alert must find its reader logged in. Requests that change something prove more. */
function options(secure: boolean): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', secure, path: '/' };
}
