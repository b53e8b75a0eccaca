import type { ApiToken, User } from '../store/index.ts';
import { includesRole, roleOn, roles, type Principal, type Role } from './principal.ts';

/** A user as they are when logged in: all that they may do. */
export function principalOfUser(user: User): Principal {
  const { id, name, role, siteRoles } = user;
  return { userId: id, name, via: 'session', tokenId: null, role, siteRoles };
}

/** The same through a token: never more than the token or the user may, whichever is less, now. */
export function principalOfToken(user: User, token: ApiToken): Principal {
  const whole = principalOfUser(user);
  const through = { ...whole, via: 'token' as const, tokenId: token.id };
  const cap = (role: Role | null) => lesser(role, token.role);
  if (token.siteIds === null) {
    return { ...through, role: cap(user.role), siteRoles: mapRoles(user.siteRoles.keys(), whole, cap) };
  }
  return { ...through, role: null, siteRoles: mapRoles(token.siteIds, whole, cap) };
}

function mapRoles(
  sites: Iterable<number>,
  whole: Principal,
  cap: (role: Role | null) => Role | null,
): Map<number, Role> {
  const entries = [...sites].map((site) => [site, cap(roleOn(whole, site))] as const);
  return new Map(entries.filter((entry): entry is readonly [number, Role] => entry[1] !== null));
}

/** Null as a role is none; as a cap it is no cap. */
function lesser(role: Role | null, cap: Role | null): Role | null {
  if (role === null || cap === null) return role;
  return roles[Math.min(roles.indexOf(role), roles.indexOf(cap))]!;
}

/** Whether all that `scope` may do `principal` may, too: nobody gives away more than they have. */
export function covers(principal: Principal, scope: Pick<Principal, 'role' | 'siteRoles'>): boolean {
  if (scope.role !== null && !includesRole(principal.role, scope.role)) return false;
  return [...scope.siteRoles].every(([site, role]) => includesRole(roleOn(principal, site), role));
}
