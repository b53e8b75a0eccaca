import type { Request, Response } from 'express';
import type { ServiceContext } from '../api/context.ts';
import { addSession, endSession, findSession, noteSeen, type Db, type Session } from '../store/index.ts';
import { clearCookie, isSecure, readCookie, setCookie } from './cookies.ts';
import type { Client } from './client.ts';
import { hashOf, newSecret } from './one-way.ts';

const minute = 60_000;
const hour = 60 * minute;
/** A session that nothing was asked with for so long has ended. */
const idleMs = 12 * hour;
/** And so has one of this age, however busy. */
const longestMs = 7 * 24 * hour;
/** How exact the time of last use is: it is not written with every request. */
const seenEveryMs = minute;

/** What part of the service sessions need. */
export type SessionContext = Pick<ServiceContext, 'store' | 'config' | 'now'>;

/** Times of sessions that have not ended, as seen from now. */
export function living(now: number): { now: number; idleSince: number } {
  return { now, idleSince: now - idleMs };
}

/** A new session under a new cookie, never one that the browser brought: nobody can have planted it before the login. */
export async function beginSession(
  db: Db,
  userId: number,
  { address, agent }: Client,
  now: number,
): Promise<{ session: Session; cookie: string }> {
  const cookie = newSecret();
  const session = await addSession(db, {
    hash: hashOf(cookie),
    userId,
    createdAt: now,
    seenAt: now,
    expiresAt: now + longestMs,
    address,
    agent,
  });
  return { session, cookie };
}

/** The session that a request's cookie belongs to, with the cookie; null when there is none that still lasts. */
export async function sessionOf(
  request: Request,
  { store, config, now }: SessionContext,
): Promise<{ session: Session; cookie: string } | null> {
  const cookie = readCookie(request, 'session', isSecure(config));
  if (cookie === null) return null;
  const at = now();
  const session = await findSession(store.db, hashOf(cookie), living(at));
  if (!session) return null;
  if (at - session.seenAt >= seenEveryMs) await noteSeen(store.db, session.id, at);
  return { session, cookie };
}

/** Gives the browser a session's cookie and ends the session it had before, if any. */
export async function handOver(
  request: Request,
  response: Response,
  cookie: string,
  context: SessionContext,
): Promise<void> {
  const before = await sessionOf(request, context);
  if (before) await endSession(context.store.db, before.session.userId, before.session.id);
  const secure = isSecure(context.config);
  setCookie(response, 'session', cookie, secure);
  clearCookie(response, 'form', secure);
}

/** Ends the session of a request here and in its browser. */
export async function leaveSession(
  request: Request,
  response: Response,
  context: SessionContext,
): Promise<void> {
  const left = await sessionOf(request, context);
  if (left) await endSession(context.store.db, left.session.userId, left.session.id);
  clearCookie(response, 'session', isSecure(context.config));
}
