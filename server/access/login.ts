import type { Request, Response } from 'express';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { ServiceContext } from '../api/context.ts';
import {
  findUser,
  forgiveAttempts,
  noteLogin,
  readCredentials,
  replaceHash,
  takeAttempt,
  type Pauses,
  type User,
} from '../store/index.ts';
import { audit } from './audit.ts';
import { clientOf, networkOf } from './client.ts';
import { normalName } from './names.ts';
import { hashOf } from './one-way.ts';
import { principalOfUser } from './principals.ts';
import { beginSession, handOver } from './sessions.ts';
import { TooMany } from './too-many.ts';

const second = 1000;
const day = 86_400 * second;
const ladder = [1, 2, 5, 10, 30, 60, 120, 300, 600, 900].map((pause) => pause * second);

/**
 * How guessing slows down: soon for one client and one name; later for a name from wherever, never for longer than a quarter
 * of an hour, so that nobody can be locked out for good from outside; and for a client that tries many names.
 */
const pauses = {
  pair: { free: 5, ladder, forgetMs: day },
  account: { free: 30, ladder, forgetMs: day },
  client: { free: 50, ladder: [...ladder, 3600 * second], forgetMs: day },
} satisfies Record<string, Pauses>;

export interface Credentials {
  name: string;
  password: string;
}

/**
 * Logs in: checks name and password and gives the browser a new session.
 * @returns the user, and the cookie's value, which tokens against forgery are made of
 * @throws ScriptwardenError SW_LOGIN_FAILED, the same whether the name exists; SW_TOO_MANY_REQUESTS
 */
export async function logIn(
  credentials: Credentials,
  request: Request,
  response: Response,
  context: ServiceContext,
): Promise<{ user: User; cookie: string }> {
  const user = await checkCredentials(credentials, request, context);
  const at = context.now();
  const { cookie } = await context.store.transaction(async (db) => {
    await noteLogin(db, user.id, at);
    await audit(db, { request, context, principal: principalOfUser(user) }, { action: 'session.begin' });
    return beginSession(db, user.id, clientOf(request), at);
  });
  await handOver(request, response, cookie, context);
  return { user, cookie };
}

/**
 * The user of these credentials. Every attempt counts as failed until it has succeeded, so that many at once gain nothing.
 * @throws as logIn
 */
export async function checkCredentials(
  { name: given, password }: Credentials,
  request: Request,
  context: ServiceContext,
): Promise<User> {
  const { store, access, now } = context;
  const { db } = store;
  const { address } = clientOf(request);
  const client = networkOf(address);
  const name = normalName(given);
  await access.limits.logins.take(client);
  const keys = {
    client: hashOf(`client ${client}`),
    pair: hashOf(`pair ${client} ${name}`),
    account: hashOf(`account ${name}`),
  };
  await takeAttempts(context, keys);
  const known = await readCredentials(db, name);
  const { isRight, better } = await access.passwords.check(password, known?.password ?? null);
  if (!known || !isRight) {
    const object = known ? { type: 'users', id: known.id, name: known.name } : { type: 'users' };
    await audit(
      db,
      { request, context, principal: null },
      { action: 'session.begin', outcome: 'refused', object },
    );
    throw new ScriptwardenError('SW_LOGIN_FAILED', {
      message: 'Name or password is wrong.',
      fix: 'Try again. An administrator can make a link to set a new password.',
    });
  }
  await forgiveAttempts(db, keys.pair, 'all');
  await forgiveAttempts(db, keys.account, 'all');
  await forgiveAttempts(db, keys.client, 'one');
  if (better !== null) await replaceHash(db, known.id, known.password!, better);
  context.log.debug({ user: known.id, at: now() }, 'logged in');
  return findUser(db, known.id);
}

/** @throws TooMany until the longest pause is over; an attempt that is not made counts nowhere */
async function takeAttempts(
  { store: { db }, now }: ServiceContext,
  keys: Record<keyof typeof pauses, string>,
): Promise<void> {
  const taken: string[] = [];
  for (const kind of ['client', 'pair', 'account'] as const) {
    const at = now();
    const until = await takeAttempt(db, keys[kind], pauses[kind], at);
    if (until === null) {
      taken.push(keys[kind]);
      continue;
    }
    for (const key of taken) await forgiveAttempts(db, key, 'one');
    throw new TooMany('There were too many failed attempts to log in', until - at);
  }
}
