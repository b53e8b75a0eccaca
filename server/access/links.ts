import type { Request, Response } from 'express';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { ServiceContext } from '../api/context.ts';
import {
  addLink,
  addUser,
  findLink,
  findUser,
  noteLogin,
  setPassword,
  stateFact,
  useLink,
  type Db,
  type User,
  type UserLink,
} from '../store/index.ts';
import { audit } from './audit.ts';
import { clientOf, networkOf } from './client.ts';
import { userName } from './names.ts';
import { hashOf, newSecret } from './one-way.ts';
import { principalOfUser } from './principals.ts';
import { beginSession, handOver } from './sessions.ts';

/** A link can be used for a day. */
export const linkLastsMs = 24 * 3600 * 1000;

/**
 * Makes a link by which its holder chooses a password, once.
 * @param userId whose password; null: the first administrator's, name and all
 * @returns the path of the link; only its hash is kept
 */
export async function makeLink(
  db: Db,
  userId: number | null,
  now: number,
): Promise<{ path: string; expiresAt: number }> {
  const secret = newSecret();
  const expiresAt = now + linkLastsMs;
  await addLink(db, { hash: hashOf(secret), userId, at: now, expiresAt });
  return { path: `/link/${secret}`, expiresAt };
}

/**
 * Whom a link is for: a user, or null for the first administrator. Looking uses nothing up: mail scanners open links, too.
 * @throws ScriptwardenError SW_LINK_INVALID, SW_TOO_MANY_REQUESTS
 */
export async function readLink(
  secret: string,
  request: Request,
  { store, access, now }: ServiceContext,
): Promise<{ link: UserLink; user: User | null }> {
  await access.limits.logins.check(networkOf(clientOf(request).address));
  const link = await findLink(store.db, hashOf(secret), now());
  if (!link) {
    await access.limits.logins.take(networkOf(clientOf(request).address));
    throw invalidLink();
  }
  return { link, user: link.userId === null ? null : await findUser(store.db, link.userId) };
}

/**
 * Uses a link up: sets the password, ends every session of the user, and logs in.
 * @param given `name` counts only for the first administrator
 * @throws ScriptwardenError SW_LINK_INVALID, SW_PASSWORD_WEAK, SW_REQUEST_INVALID for an unfit name
 */
export async function followLink(
  secret: string,
  given: { name: string; password: string },
  request: Request,
  response: Response,
  context: ServiceContext,
): Promise<User> {
  const { link, user: known } = await readLink(secret, request, context);
  const name = known?.name ?? userName(given.name);
  const password = await context.access.passwords.accept(given.password, name);
  const at = context.now();
  const { user, cookie } = await context.store.transaction(async (db) => {
    if (!(await useLink(db, link))) throw invalidLink();
    const user = known ?? (await firstAdministrator(db, name, at));
    await setPassword(db, user.id, password, at);
    await noteLogin(db, user.id, at);
    const principal = principalOfUser(user);
    const object = { type: 'users', id: user.id, name };
    const action = known ? 'users.password' : 'users.create';
    await audit(db, { request, context, principal }, { action, object, detail: { by: 'link' } });
    const { cookie } = await beginSession(db, user.id, clientOf(request), at);
    return { user, cookie };
  });
  await handOver(request, response, cookie, context);
  return user;
}

/** Of two links used at the same moment one makes the administrator. */
async function firstAdministrator(db: Db, name: string, at: number): Promise<User> {
  if (!(await stateFact(db, 'initialised', 'link', at))) throw invalidLink();
  return addUser(db, { name, role: 'admin', at });
}

function invalidLink(): ScriptwardenError {
  return new ScriptwardenError('SW_LINK_INVALID', {
    message: 'This link is wrong, was used before or has expired.',
    fix: 'Ask an administrator for a new one. On the server: scriptwarden users reset NAME.',
  });
}

/** A link as it is shown: where people reach the service, as far as is known. */
export function linkUrl(
  { path, expiresAt }: { path: string; expiresAt: number },
  request: Request,
  { config }: ServiceContext,
): { link: string; expiresAt: string } {
  const base = config.publicUrl ?? `${request.protocol}://${request.get('host') ?? 'localhost'}`;
  return { link: `${base.replace(/\/$/, '')}${path}`, expiresAt: new Date(expiresAt).toISOString() };
}
