import type { Request } from 'express';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { ServiceContext } from '../api/context.ts';
import { InvalidRequest } from '../api/problem.ts';
import { addToken, findToken, findUser, revokeToken, type ApiToken } from '../store/index.ts';
import { audit } from './audit.ts';
import { hashOf, newSecret } from './one-way.ts';
import type { Principal, Role } from './principal.ts';
import { covers, principalOfToken } from './principals.ts';

/** Tells our tokens from others', for people and for scanners that look for leaked ones. */
export const tokenPrefix = 'swt_';

export interface WantedToken {
  name: string;
  /** The most it may do; null: as much as its user. */
  role: Role | null;
  /** Null: every site of its user. */
  siteIds: number[] | null;
  expiresAt: number | null;
}

/**
 * Makes an API token of whoever asks.
 * @returns what is kept, and the token itself, which is nowhere else
 * @throws ScriptwardenError SW_FORBIDDEN when it could do more, or longer, than what it was asked with; SW_REQUEST_INVALID
 */
export async function grantToken(
  principal: Principal,
  wanted: WantedToken,
  request: Request,
  context: ServiceContext,
): Promise<{ token: ApiToken; secret: string }> {
  const at = context.now();
  if (wanted.expiresAt !== null && wanted.expiresAt <= at) {
    const message = 'must lie in the future';
    throw new InvalidRequest('The token is not valid: expiresAt lies in the past.', [
      { at: 'body.expiresAt', message },
    ]);
  }
  const secret = newSecret(tokenPrefix);
  const token = await context.store.transaction(async (db) => {
    const user = await findUser(db, principal.userId);
    const made = await addToken(db, { ...wanted, hash: hashOf(secret), userId: user.id, createdAt: at });
    const used = principal.tokenId === null ? null : await findToken(db, principal.tokenId);
    const outlives = (used?.expiresAt ?? Infinity) < (wanted.expiresAt ?? Infinity);
    if (outlives || !covers(principal, principalOfToken(user, made))) throw beyond(outlives);
    const object = { type: 'tokens', id: made.id, name: made.name };
    const expiresAt = wanted.expiresAt === null ? null : new Date(wanted.expiresAt).toISOString();
    const detail = { role: wanted.role, sites: wanted.siteIds, expiresAt };
    await audit(db, { request, context, principal }, { action: 'tokens.create', object, detail });
    return made;
  });
  return { token, secret };
}

/**
 * A token revokes itself and what may do no more than it: a leaked one for reading must not cut off the others.
 * @throws ScriptwardenError SW_FORBIDDEN
 */
export async function mayWithdraw(
  principal: Principal,
  token: ApiToken,
  context: ServiceContext,
): Promise<void> {
  if (principal.tokenId === null || principal.tokenId === token.id) return;
  const user = await findUser(context.store.db, token.userId);
  if (covers(principal, principalOfToken(user, token))) return;
  throw new ScriptwardenError('SW_FORBIDDEN', {
    message: 'The token to be revoked may do more than the one it is asked for with.',
    fix: 'Revoke it on the account page, or with a token of a higher role.',
  });
}

/** Revokes a token, the principal's own or, for administrators, any. */
export async function withdrawToken(
  principal: Principal,
  token: ApiToken,
  request: Request,
  context: ServiceContext,
): Promise<void> {
  await context.store.transaction(async (db) => {
    await revokeToken(db, token.id, context.now());
    const object = { type: 'tokens', id: token.id, name: token.name };
    await audit(db, { request, context, principal }, { action: 'tokens.revoke', object });
  });
}

function beyond(outlives: boolean): ScriptwardenError {
  return new ScriptwardenError('SW_FORBIDDEN', {
    message: outlives
      ? 'The new token would outlive the one it is asked for with.'
      : 'The new token could do more than what it is asked for with.',
    fix: outlives
      ? 'Give an earlier expiresAt.'
      : 'Give it a lower role or fewer sites, or log in with your password.',
  });
}
