import type { Behaviour } from '../../core/schema/index.ts';
import type { Page } from './lists.ts';
import { conflict, notFound, type Db } from './store.ts';
import type { ApprovalDecision, ApprovalScope, Row } from './tables.ts';

/** A person's decision on a script, a vendor, a host, or (false positives only) a structure hash. */
export interface Approval {
  id: number;
  /** Null: for every site. */
  siteId: number | null;
  scope: ApprovalScope;
  target: string;
  decision: ApprovalDecision;
  owner: string | null;
  purpose: string | null;
  justification: string | null;
  decidedBy: string;
  decidedAt: number;
  expiresAt: number | null;
  /** What was approved; more than this loses the approval. */
  behaviour: Behaviour | null;
  endedAt: number | null;
  endedReason: string | null;
}

export interface NewApproval extends Partial<
  Pick<Approval, 'owner' | 'purpose' | 'justification' | 'expiresAt' | 'behaviour'>
> {
  siteId: number | null;
  scope: ApprovalScope;
  target: string;
  decision: ApprovalDecision;
  decidedBy: string;
  at?: number;
}

/**
 * Records a decision; it replaces the one in force on the same target.
 * @throws ScriptwardenError SW_STORE_CONFLICT when a false positive names no structure hash, reason and end date: nothing
 * else may silence a malicious verdict.
 */
export async function addApproval(db: Db, approval: NewApproval): Promise<Approval> {
  checkDecision(approval);
  const at = approval.at ?? Date.now();
  const { siteId, scope, target } = approval;
  for (const old of await activeApprovals(db, { siteId, scope, target, at })) {
    if (old.siteId === siteId) await endApproval(db, old.id, 'replaced by a later decision', at);
  }
  const row = await db
    .insertInto('approvals')
    .values({
      site_id: siteId,
      scope,
      target,
      decision: approval.decision,
      owner: approval.owner ?? null,
      purpose: approval.purpose ?? null,
      justification: approval.justification ?? null,
      decided_by: approval.decidedBy,
      decided_at: at,
      expires_at: approval.expiresAt ?? null,
      behaviour: approval.behaviour ? JSON.stringify(approval.behaviour) : null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return approvalOf(row);
}

/** Ends a decision and says why; ended ones stay as a record. @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function endApproval(db: Db, id: number, reason: string, at = Date.now()): Promise<void> {
  const row = await db
    .updateTable('approvals')
    .set({ ended_at: at, ended_reason: reason })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!row) throw notFound('approval in force', id);
}

/** Decisions in force at a time, for a site (those for every site included) or only for every site. */
export async function activeApprovals(
  db: Db,
  filter: { siteId?: number | null; scope?: ApprovalScope; target?: string; at?: number } = {},
): Promise<Approval[]> {
  const at = filter.at ?? Date.now();
  let query = db
    .selectFrom('approvals')
    .selectAll()
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', at)]));
  const { siteId } = filter;
  if (siteId !== undefined) {
    query = query.where((where) =>
      siteId === null
        ? where('site_id', 'is', null)
        : where.or([where('site_id', 'is', null), where('site_id', '=', siteId)]),
    );
  }
  if (filter.scope !== undefined) query = query.where('scope', '=', filter.scope);
  if (filter.target !== undefined) query = query.where('target', '=', filter.target);
  const rows = await query.orderBy('id').execute();
  return rows.map(approvalOf);
}

/** Every decision on a target, ended and expired ones too, newest first. */
export async function approvalHistory(db: Db, scope: ApprovalScope, target: string): Promise<Approval[]> {
  const rows = await db
    .selectFrom('approvals')
    .selectAll()
    .where('scope', '=', scope)
    .where('target', '=', target)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(approvalOf);
}

export interface ApprovalFilter {
  /** Of these sites, and those for every site. */
  siteIds?: readonly number[];
  scope?: ApprovalScope;
  target?: string;
  /** Only those in force at `at`, or only those that are not. */
  inForce?: boolean;
  at?: number;
  limit?: number;
  after?: string;
}

/** Decisions, newest first. */
export async function listApprovals(db: Db, filter: ApprovalFilter = {}): Promise<Page<Approval>> {
  const { siteIds, scope, target, inForce, at = Date.now(), limit = 100, after } = filter;
  const rows = await db
    .selectFrom('approvals')
    .selectAll()
    .$if(siteIds !== undefined, (query) =>
      query.where((where) =>
        where.or([
          where('site_id', 'is', null),
          ...(siteIds!.length > 0 ? [where('site_id', 'in', siteIds!)] : []),
        ]),
      ),
    )
    .$if(scope !== undefined, (query) => query.where('scope', '=', scope!))
    .$if(target !== undefined, (query) => query.where('target', '=', target!))
    .$if(inForce === true, (query) =>
      query
        .where('ended_at', 'is', null)
        .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', at)])),
    )
    .$if(inForce === false, (query) =>
      query.where((where) => where.or([where('ended_at', 'is not', null), where('expires_at', '<=', at)])),
    )
    .$if(after !== undefined, (query) => query.where('id', '<', Number(after) || 0))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(approvalOf);
  return { items, next: rows.length > limit ? String(items.at(-1)!.id) : null };
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findApproval(db: Db, id: number): Promise<Approval> {
  const row = await db.selectFrom('approvals').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('approval', id);
  return approvalOf(row);
}

function checkDecision(approval: NewApproval): void {
  const isStructure = approval.scope === 'structure';
  const isFalsePositive = approval.decision === 'false-positive';
  if (isFalsePositive && !isStructure) {
    throw conflict(
      'A false positive is decided by structure hash only.',
      'Give the structure hash of the version that is judged wrongly.',
    );
  }
  if (
    isFalsePositive &&
    (!approval.justification || approval.expiresAt === undefined || approval.expiresAt === null)
  ) {
    throw conflict('A false positive needs a reason and an end date.', 'Give both; it can be renewed.');
  }
}

export function approvalOf(row: Row<'approvals'>): Approval {
  return {
    id: row.id,
    siteId: row.site_id,
    scope: row.scope,
    target: row.target,
    decision: row.decision,
    owner: row.owner,
    purpose: row.purpose,
    justification: row.justification,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    expiresAt: row.expires_at,
    behaviour: row.behaviour === null ? null : (JSON.parse(row.behaviour) as Behaviour),
    endedAt: row.ended_at,
    endedReason: row.ended_reason,
  };
}
