import type { Page } from '../lists.ts';
import type { Db } from '../store.ts';
import type { ActorKind, AuditOutcome, Row } from '../tables.ts';

/** Who did, or tried to do, what, when, from where, to what. */
export interface AuditEntry {
  id: number;
  at: number;
  /** `user.create`, `login`, `channel.delete` … */
  action: string;
  outcome: AuditOutcome;
  actor: { kind: ActorKind; userId: number | null; tokenId: number | null; name: string };
  address: string | null;
  object: { type: string; id: string | null; name: string | null } | null;
  siteId: number | null;
  detail: Record<string, unknown>;
}

/** Adds an entry; none is ever changed. `detail` must be free of secrets and bounded. */
export async function addAudit(db: Db, entry: Omit<AuditEntry, 'id'>): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      at: entry.at,
      action: entry.action,
      outcome: entry.outcome,
      actor_kind: entry.actor.kind,
      user_id: entry.actor.userId,
      token_id: entry.actor.tokenId,
      actor: entry.actor.name,
      address: entry.address,
      object_type: entry.object?.type ?? null,
      object_id: entry.object?.id ?? null,
      object_name: entry.object?.name ?? null,
      site_id: entry.siteId,
      detail: JSON.stringify(entry.detail),
    })
    .execute();
}

export interface AuditFilter {
  /** Entries of these sites only; without it, all, also those of no site. */
  siteIds?: readonly number[];
  userId?: number;
  /** The action itself, or with a trailing `.` all that begin so: `user.`. */
  action?: string;
  /** Milliseconds since 1970, inclusive. */
  since?: number;
  limit?: number;
  after?: string;
}

/** The newest first. */
export async function listAudit(db: Db, filter: AuditFilter = {}): Promise<Page<AuditEntry>> {
  const { siteIds, userId, action, since, limit = 100, after } = filter;
  let query = db.selectFrom('audit').selectAll();
  if (siteIds) query = query.where('site_id', 'in', siteIds.length > 0 ? siteIds : [-1]);
  if (userId !== undefined) query = query.where('user_id', '=', userId);
  if (action?.endsWith('.')) {
    query = query.where('action', '>=', action).where('action', '<', `${action.slice(0, -1)}/`);
  } else if (action !== undefined) query = query.where('action', '=', action);
  if (since !== undefined) query = query.where('at', '>=', since);
  if (after !== undefined) query = query.where('id', '<', Number(after) || 0);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(entryOf);
  return { items, next: rows.length > limit ? String(items.at(-1)!.id) : null };
}

/** Removes entries from before `cutoff`; the database keeps a year whatever is asked. */
export async function dropOldAudit(db: Db, cutoff: number): Promise<void> {
  await db.deleteFrom('audit').where('at', '<', cutoff).execute();
}

function entryOf(row: Row<'audit'>): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    action: row.action,
    outcome: row.outcome,
    actor: { kind: row.actor_kind, userId: row.user_id, tokenId: row.token_id, name: row.actor },
    address: row.address,
    object:
      row.object_type === null ? null : { type: row.object_type, id: row.object_id, name: row.object_name },
    siteId: row.site_id,
    detail: JSON.parse(row.detail) as Record<string, unknown>,
  };
}
