import { z } from 'zod';
import { id, time, timeOf, timeOrNull } from '../../api/resources/common.ts';
import type { ApiToken, AuditEntry, User } from '../../store/index.ts';
import { actorKinds, auditOutcomes } from '../../store/index.ts';
import { roles } from '../principal.ts';

export const role = z
  .enum(roles)
  .describe('viewer looks; analyst decides and starts work; admin changes settings');

const siteRole = z.strictObject({ site: id, role });

/** Roles on single sites, at most one for each. */
export const siteRolesInput = z
  .array(siteRole)
  .max(1000)
  .refine((given) => new Set(given.map(({ site }) => site)).size === given.length, 'names a site twice');

export const userSchema = z
  .object({
    id,
    name: z.string(),
    role: role.nullable().describe('On every site; null: only on those in `sites`'),
    sites: z.array(z.object({ site: id, role })),
    hasPassword: z.boolean(),
    createdAt: time,
    lastLoginAt: time.nullable(),
  })
  .meta({ id: 'User' });

export function userResource(user: User): z.infer<typeof userSchema> {
  return {
    id: String(user.id),
    name: user.name,
    role: user.role,
    sites: [...user.siteRoles].map(([site, given]) => ({ site: String(site), role: given })),
    hasPassword: user.hasPassword,
    createdAt: timeOf(user.createdAt),
    lastLoginAt: timeOrNull(user.lastLoginAt),
  };
}

export function siteRolesOf(given: z.infer<typeof siteRolesInput>) {
  return new Map(given.map(({ site, role: one }) => [Number(site), one]));
}

export const linkSchema = z
  .object({
    link: z.string().describe('Shown only here. Lets its holder choose a password, once'),
    expiresAt: time,
  })
  .meta({ id: 'UserLink' });

export const tokenSchema = z
  .object({
    id,
    user: id,
    name: z.string(),
    role: role.nullable().describe('The most it may do; null: as much as its user'),
    sites: z.array(id).nullable().describe('Null: every site of its user'),
    createdAt: time,
    expiresAt: time.nullable(),
    usedAt: time.nullable().describe('To the minute'),
    revokedAt: time.nullable(),
  })
  .meta({ id: 'Token' });

export const newTokenSchema = tokenSchema
  .extend({ token: z.string().describe('Shown only here: send it as `Authorization: Bearer …`') })
  .meta({ id: 'NewToken' });

export function tokenResource(token: ApiToken): z.infer<typeof tokenSchema> {
  return {
    id: String(token.id),
    user: String(token.userId),
    name: token.name,
    role: token.role,
    sites: token.siteIds?.map(String) ?? null,
    createdAt: timeOf(token.createdAt),
    expiresAt: timeOrNull(token.expiresAt),
    usedAt: timeOrNull(token.usedAt),
    revokedAt: timeOrNull(token.revokedAt),
  };
}

export const auditSchema = z
  .object({
    id,
    at: time,
    action: z.string(),
    outcome: z.enum(auditOutcomes),
    actor: z.object({
      kind: z.enum(actorKinds),
      user: id.nullable(),
      token: id.nullable(),
      name: z.string().describe('As it was then'),
    }),
    address: z.string().nullable(),
    object: z.object({ type: z.string(), id: z.string().nullable(), name: z.string().nullable() }).nullable(),
    site: id.nullable(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

export function auditResource(entry: AuditEntry): z.infer<typeof auditSchema> {
  const { actor } = entry;
  return {
    id: String(entry.id),
    at: timeOf(entry.at),
    action: entry.action,
    outcome: entry.outcome,
    actor: { kind: actor.kind, user: textOf(actor.userId), token: textOf(actor.tokenId), name: actor.name },
    address: entry.address,
    object: entry.object,
    site: textOf(entry.siteId),
    detail: entry.detail,
  };
}

function textOf(number: number | null): string | null {
  return number === null ? null : String(number);
}
