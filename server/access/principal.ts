/** What somebody may do, from least to most: look; decide and start work; change settings and people. */
export const roles = ['viewer', 'analyst', 'admin'] as const;

export type Role = (typeof roles)[number];

/** Who asks, and what they may do: already narrowed to the token they came with. */
export interface Principal {
  userId: number;
  name: string;
  via: 'session' | 'token';
  /** The API token used, if any. */
  tokenId: number | null;
  /** The role on every site; null when it is given site by site. */
  role: Role | null;
  /** Roles on single sites besides, by site id. */
  siteRoles: ReadonlyMap<number, Role>;
}

/** Whether `role` may do all that `wanted` may. */
export function includesRole(role: Role | null, wanted: Role): boolean {
  return role !== null && roles.indexOf(role) >= roles.indexOf(wanted);
}

/** The greater of the role on every site and the one on this site; null when the site is not theirs to see. */
export function roleOn(principal: Principal, siteId: number): Role | null {
  const special = principal.siteRoles.get(siteId) ?? null;
  return special !== null && includesRole(special, principal.role ?? 'viewer') ? special : principal.role;
}

/** The sites on which they have at least `role`. */
export function sitesOf(principal: Principal, role: Role = 'viewer'): 'all' | number[] {
  if (includesRole(principal.role, role)) return 'all';
  return [...principal.siteRoles].filter(([, given]) => includesRole(given, role)).map(([siteId]) => siteId);
}
