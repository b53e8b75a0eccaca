import { sitesOf, type Principal, type Role } from '../access/principal.ts';
import { findSite, type Db, type Site } from '../store/index.ts';
import { requireSite } from './who.ts';

/**
 * A site by id or name, if they may see it and have the role on it.
 * @throws ScriptwardenError SW_STORE_NOT_FOUND (also for a site that is not theirs to see), SW_FORBIDDEN
 */
export async function siteFor(
  db: Db,
  principal: Principal,
  idOrName: string,
  role: Role = 'viewer',
): Promise<Site> {
  const site = await findSite(db, idOrName);
  requireSite(principal, site.id, role, { kind: 'site', name: idOrName });
  return site;
}

/** The sites a list is about: the one asked for, or all that they may see. */
export async function siteChoice(
  db: Db,
  principal: Principal,
  idOrName: string | undefined,
): Promise<'all' | number[]> {
  if (idOrName === undefined) return sitesOf(principal);
  return [(await siteFor(db, principal, idOrName)).id];
}
