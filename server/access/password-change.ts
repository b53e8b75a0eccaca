import type { Request, Response } from 'express';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { ServiceContext } from '../api/context.ts';
import { setPassword } from '../store/index.ts';
import { audit } from './audit.ts';
import { clientOf } from './client.ts';
import { checkCredentials } from './login.ts';
import type { Principal } from './principal.ts';
import { beginSession, handOver } from './sessions.ts';

/**
 * Changes the own password. Every session ends, and this browser gets a new one. The present password is asked for like at a
 * login, with the same pauses: a session left open does not give the account away.
 * @returns the new cookie's value
 * @throws ScriptwardenError SW_FORBIDDEN for tokens, SW_LOGIN_FAILED, SW_PASSWORD_WEAK, SW_TOO_MANY_REQUESTS
 */
export async function changePassword(
  principal: Principal,
  { current, password }: { current: string; password: string },
  request: Request,
  response: Response,
  context: ServiceContext,
): Promise<string> {
  const { userId, name, via } = principal;
  if (via !== 'session') {
    throw new ScriptwardenError('SW_FORBIDDEN', {
      message: 'A password is changed by a session, not by an API token.',
      fix: 'Log in on the account page.',
    });
  }
  await checkCredentials({ name, password: current }, request, context);
  const hash = await context.access.passwords.accept(password, name);
  const at = context.now();
  const { cookie } = await context.store.transaction(async (db) => {
    await setPassword(db, userId, hash, at);
    const object = { type: 'users', id: userId, name };
    await audit(db, { request, context, principal }, { action: 'users.password', object });
    return beginSession(db, userId, clientOf(request), at);
  });
  await handOver(request, response, cookie, context);
  return cookie;
}
