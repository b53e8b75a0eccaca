import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { ServiceContext } from '../api/context.ts';
import { principalOf, setPrincipal } from '../api/who.ts';
import { findUsableToken, findUser, hasCode, noteUse, type User } from '../store/index.ts';
import { clientOf, networkOf } from './client.ts';
import { checkForgeryToken, isSafe, refuseForeign } from './forgery.ts';
import { hashOf } from './one-way.ts';
import type { Principal } from './principal.ts';
import { principalOfToken, principalOfUser } from './principals.ts';
import { sessionOf } from './sessions.ts';

/** Sessions whose request has yet to prove that it comes from a page of ours. */
const unproven = new WeakMap<Request, { principal: Principal; cookie: string; sessionId: number }>();
const sessions = new WeakMap<Request, { cookie: string; sessionId: number }>();

/**
 * Finds out who asks, before every route: a bearer token, or else the cookie of a session. A wrong token is refused at once;
 * without either the request goes on as nobody's. With a cookie, requests that change something must come from our own pages
 * and carry their token: the API takes it as `X-CSRF-Token`, pages as a field of the form (see `proveForm`).
 * @throws ScriptwardenError SW_UNAUTHENTICATED, SW_CSRF, SW_TOO_MANY_REQUESTS (by `next`)
 */
export function authenticate(context: ServiceContext): RequestHandler {
  const { requests } = context.access.limits;
  return (request: Request, _response: Response, next: NextFunction): void => {
    const work = async (): Promise<void> => {
      const bearer = bearerOf(request);
      if (bearer !== null) setPrincipal(request, await principalOfBearer(bearer, request, context));
      else await takeSession(request, context);
      const who = principalOf(request) ?? unproven.get(request)?.principal;
      await requests.take(who ? `user ${who.userId}` : networkOf(clientOf(request).address));
    };
    work().then(() => next(), next);
  };
}

/** The session of a request that came with one, proven or not; null for tokens and for nobody. */
export function browserSession(request: Request): { cookie: string; sessionId: number } | null {
  return sessions.get(request) ?? null;
}

/**
 * Lets a form of ours act for its session, once its body has been read.
 * @throws ScriptwardenError SW_CSRF
 */
export function proveForm(request: Request, given: unknown): void {
  const waiting = unproven.get(request);
  if (!waiting) return;
  checkForgeryToken(waiting.cookie, given);
  unproven.delete(request);
  setPrincipal(request, waiting.principal);
}

/** Other schemes belong to proxies before us. */
function bearerOf(request: Request): string | null {
  const match = /^Bearer +(\S{1,512})$/i.exec(request.get('authorization')?.trim() ?? '');
  if (match) return match[1]!;
  return /^Bearer(?:\s|$)/i.test(request.get('authorization') ?? '') ? '' : null;
}

/** How exact the time of last use of a token is. */
const usedEveryMs = 60_000;

async function principalOfBearer(
  bearer: string,
  request: Request,
  context: ServiceContext,
): Promise<Principal> {
  const { store, access, now } = context;
  const client = networkOf(clientOf(request).address);
  await access.limits.tokens.check(client);
  const at = now();
  const token = await findUsableToken(store.db, hashOf(bearer), at);
  const user = token && (await userOrNull(context, token.userId));
  if (!token || !user) {
    await wrongToken(bearer, client, context);
    throw new ScriptwardenError('SW_UNAUTHENTICATED', {
      message: 'The API token is wrong, was revoked or has expired.',
      fix: 'Make a new one on the account page, or by POST /api/v1/tokens.',
    });
  }
  if (at - (token.usedAt ?? 0) >= usedEveryMs) await noteUse(store.db, token.id, at);
  return principalOfToken(user, token);
}

const lastWrong = new WeakMap<object, Map<string, string>>();

/** Only different tokens count: a forgotten job with one that was revoked must not lock out its whole office. */
async function wrongToken(bearer: string, client: string, { access }: ServiceContext): Promise<void> {
  const last = lastWrong.get(access) ?? new Map<string, string>();
  lastWrong.set(access, last);
  const hash = hashOf(bearer);
  if (last.get(client) === hash) return;
  if (last.size >= 10_000) last.clear();
  last.set(client, hash);
  await access.limits.tokens.take(client);
}

async function takeSession(request: Request, context: ServiceContext): Promise<void> {
  const found = await sessionOf(request, context);
  if (!found) return;
  const user = await userOrNull(context, found.session.userId);
  if (!user) return;
  const { cookie } = found;
  const principal = principalOfUser(user);
  sessions.set(request, { cookie, sessionId: found.session.id });
  if (isSafe(request)) {
    setPrincipal(request, principal);
    return;
  }
  refuseForeign(request, context.config.publicUrl);
  // Whoever logs in anew may not have the token of the session that they still have.
  if (request.method === 'POST' && request.path === '/api/v1/session') return;
  if (isApi(request)) {
    checkForgeryToken(cookie, request.get('x-csrf-token'));
    setPrincipal(request, principal);
  } else unproven.set(request, { principal, cookie, sessionId: found.session.id });
}

function isApi({ path }: Request): boolean {
  return path.startsWith('/api/');
}

async function userOrNull({ store }: ServiceContext, id: number): Promise<User | null> {
  try {
    return await findUser(store.db, id);
  } catch (error) {
    if (hasCode(error, 'SW_STORE_NOT_FOUND')) return null;
    throw error;
  }
}
