import express, { type Request, type RequestHandler, type Response } from 'express';
import { browserSession, proveForm } from '../access/authenticate.ts';
import { isSecure, readCookie, setCookie } from '../access/cookies.ts';
import { checkForgeryToken, forgeryToken, refuseForeign } from '../access/forgery.ts';
import { newSecret } from '../access/one-way.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { ServiceContext } from '../api/context.ts';
import { principalOf } from '../api/who.ts';
import type { Visitor } from './layout.ts';

/** Fields of a form, each as often as it was filled in. */
export interface Form {
  /** The one value of a field; empty without it. */
  text: (name: string) => string;
  all: (name: string) => string[];
}

/** Reads the forms of our pages: small, and nothing but fields. */
export function readForms(): RequestHandler {
  return express.urlencoded({ extended: false, limit: '32kb', parameterLimit: 1200 });
}

export function formOf(request: Request): Form {
  const body = (request.body ?? {}) as Record<string, string | string[] | undefined>;
  const all = (name: string): string[] => [Object.hasOwn(body, name) ? (body[name] ?? []) : []].flat();
  return { all, text: (name) => all(name)[0] ?? '' };
}

/** Who is logged in and proved it: for pages that need somebody. @throws ScriptwardenError SW_UNAUTHENTICATED */
export function visitorOf(request: Request): Visitor {
  const visitor = visitorIfAny(request);
  if (visitor) return visitor;
  throw new ScriptwardenError('SW_UNAUTHENTICATED', { message: 'This page needs a login.', fix: 'Log in.' });
}

export function visitorIfAny(request: Request): Visitor | null {
  const principal = principalOf(request);
  const session = browserSession(request);
  return principal?.via === 'session' && session ? { principal, csrf: forgeryToken(session.cookie) } : null;
}

/** Lets only forms of our own pages act for a session. @throws ScriptwardenError SW_CSRF (by `next`) */
export const fromOwnPage: RequestHandler = (request, _response, next) => {
  proveForm(request, formOf(request).text('csrf'));
  next();
};

/**
 * The token of a form that is filled in before anybody is logged in. It belongs to a cookie of its own, so that nobody else's
 * page can log a visitor in under a name that they do not watch.
 */
export function openForm(request: Request, response: Response, { config }: ServiceContext): string {
  const secure = isSecure(config);
  let cookie = readCookie(request, 'form', secure);
  if (cookie === null) {
    cookie = newSecret();
    setCookie(response, 'form', cookie, secure);
  }
  return forgeryToken(cookie);
}

/** @throws ScriptwardenError SW_CSRF when a form of `openForm` did not come from our page */
export function checkOpenForm(request: Request, { config }: ServiceContext): void {
  refuseForeign(request, config.publicUrl);
  checkForgeryToken(
    readCookie(request, 'form', isSecure(config)) ?? newSecret(),
    formOf(request).text('csrf'),
  );
}

/** Where to go after a login: a path of ours, or the account page. Nothing leads elsewhere. */
export function ownPath(given: unknown): string {
  if (typeof given !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(given)) return '/account';
  const url = URL.parse(given, 'http://own.invalid');
  return url?.origin === 'http://own.invalid' && !given.includes('\\')
    ? `${url.pathname}${url.search}`
    : '/account';
}
