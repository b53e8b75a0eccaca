import type { Request } from 'express';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { includesRole, roleOn, sitesOf, type Principal, type Role } from '../access/principal.ts';
import { notFound } from '../store/index.ts';

const principals = new WeakMap<Request, Principal>();

/** Told by the authentication that runs before every route. */
export function setPrincipal(request: Request, principal: Principal): void {
  principals.set(request, principal);
}

/** Who asks; null for somebody unknown. */
export function principalOf(request: Request): Principal | null {
  return principals.get(request) ?? null;
}

/** Whether they have at least this role somewhere: on every site or on a single one. */
export function hasRoleSomewhere(principal: Principal, role: Role): boolean {
  const sites = sitesOf(principal, role);
  return sites === 'all' || sites.length > 0;
}

/**
 * Lets only those pass who have the role on this site. Whoever may not see the site learns nothing of it, not even that
 * it exists: the error is that of a thing which is not there.
 * @param asked What they asked for, as the error names it.
 * @throws ScriptwardenError SW_STORE_NOT_FOUND, SW_FORBIDDEN
 */
export function requireSite(
  principal: Principal,
  siteId: number,
  role: Role = 'viewer',
  asked: { kind: string; name: string } = { kind: 'site', name: String(siteId) },
): void {
  const given = roleOn(principal, siteId);
  if (given === null) throw notFound(asked.kind, asked.name);
  if (!includesRole(given, role)) throw forbidden(role);
}

/** Lets only those pass who have the role on every site. @throws ScriptwardenError SW_FORBIDDEN */
export function requireEverywhere(principal: Principal, role: Role): void {
  if (!includesRole(principal.role, role)) throw forbidden(role);
}

export function forbidden(role: Role): ScriptwardenError {
  return new ScriptwardenError('SW_FORBIDDEN', {
    message: `This needs the role ${role}.`,
    fix: 'Ask an administrator for it, or use a token that has it.',
  });
}
