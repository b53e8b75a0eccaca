import { z } from 'zod';
import { analysisReport, scanReport, timestamp } from '../../../core/schema/index.ts';
import { approveScan, decide, type DecisionWords } from '../../approvals/decide.ts';
import { approvalScopes, endApproval, findApproval, findScript, listApprovals } from '../../store/index.ts';
import type { Principal } from '../../access/principal.ts';
import type { ServiceContext } from '../context.ts';
import { listOf, pageOf, pageQuery } from '../list.ts';
import { InvalidRequest } from '../problem.ts';
import { approvalResource, approvalSchema } from '../resources/approval.ts';
import { idOrName, idParams } from '../resources/common.ts';
import { route, type Route } from '../route.ts';
import { siteChoice, siteFor } from '../sites.ts';
import { requireEverywhere, requireSite } from '../who.ts';

const text = z.string().min(1).max(2000);

const words = {
  site: idOrName
    .optional()
    .describe('Id or name; every site unless said, which needs the role on every site'),
  owner: text.optional().describe('Who answers for the script'),
  purpose: text.optional().describe('What it is for'),
  justification: text.optional().describe('Why it is needed'),
  expiresAt: timestamp.optional().describe('When the decision ends'),
};

export const approvalRoutes: Route[] = [
  route({
    method: 'get',
    path: '/approvals',
    summary: 'List decisions, newest first',
    tag: 'approvals',
    role: 'viewer',
    query: z.strictObject({
      site: idOrName.optional(),
      scope: z.enum(approvalScopes).optional(),
      target: z.string().max(500).optional(),
      inForce: z.stringbool().optional().describe('Only those in force now, or only those that ended'),
      ...pageQuery,
    }),
    replies: { 200: listOf(approvalSchema) },
    async handle({ query, principal, context: { store, now } }) {
      const siteIds = await siteChoice(store.db, principal, query.site);
      const page = await listApprovals(store.db, {
        ...(siteIds !== 'all' && { siteIds }),
        ...(query.scope && { scope: query.scope }),
        ...(query.target !== undefined && { target: query.target }),
        ...(query.inForce !== undefined && { inForce: query.inForce }),
        at: now(),
        ...pageOf(query),
      });
      return { body: { items: page.items.map(approvalResource), next: page.next } };
    },
  }),
  route({
    method: 'post',
    path: '/approvals',
    summary: 'Decide on a script, a vendor, a host or a structure hash',
    description:
      'It replaces the decision in force on the same target. A false positive is about a structure hash and needs ' +
      'a justification and an end.',
    tag: 'approvals',
    role: 'analyst',
    body: z.strictObject({
      scope: z.enum(approvalScopes),
      target: z.string().min(1).max(500),
      decision: z.enum(['approved', 'rejected', 'false-positive']).default('approved'),
      ...words,
    }),
    replies: { 201: approvalSchema },
    async handle({ body, principal, context }) {
      const { scope, decision } = body;
      const target = scope === 'script' ? body.target : body.target.toLowerCase();
      const siteId = await scopeOf(context, principal, body.site, scope === 'script' ? target : null);
      const approval = await context.store.transaction((db) =>
        decide(db, {
          ...wordsOf(body, principal, context),
          siteId,
          scope,
          target,
          decision,
          at: context.now(),
        }),
      );
      return { status: 201, body: approvalResource(approval) };
    },
  }),
  route({
    method: 'post',
    path: '/approvals/import',
    summary: 'Approve the code that a scan saw, so that an announced release stays quiet',
    tag: 'approvals',
    role: 'analyst',
    maxBytes: 64 * 1024 * 1024,
    body: z.strictObject({
      report: z.union([scanReport, analysisReport]).describe('What `scan --json` or `analyze --json` wrote'),
      ...words,
    }),
    replies: {
      201: z
        .object({
          approved: z.array(approvalSchema),
          left: z.array(z.object({ path: z.string(), why: z.string() })).describe('Not approved, and why'),
        })
        .meta({ id: 'ImportedScan' }),
    },
    async handle({ body, principal, context }) {
      const siteId = await scopeOf(context, principal, body.site, null);
      const given = wordsOf(body, principal, context);
      const { approved, left } = await approveScan(context.store, siteId, body.report, given);
      return { status: 201, body: { approved: approved.map(approvalResource), left } };
    },
  }),
  route({
    method: 'delete',
    path: '/approvals/:id',
    summary: 'End a decision; it stays as a record',
    tag: 'approvals',
    role: 'analyst',
    params: idParams,
    query: z.strictObject({ reason: text.optional() }),
    replies: { 204: null },
    async handle({ params, query, principal, context: { store, now } }) {
      const id = Number(params.id);
      const { siteId } = await findApproval(store.db, id);
      if (siteId === null) requireEverywhere(principal, 'analyst');
      else requireSite(principal, siteId, 'analyst', { kind: 'approval', name: params.id });
      await endApproval(store.db, id, query.reason ?? `ended by ${principal.name}`, now());
      return {};
    },
  }),
];

/** The site that is decided for, once it is sure that they may: null for every site. */
async function scopeOf(
  { store }: ServiceContext,
  principal: Principal,
  site: string | undefined,
  script: string | null,
): Promise<number | null> {
  if (script !== null) {
    const found = await findScript(store.db, /^\d{1,15}$/.test(script) ? Number(script) : 0);
    requireSite(principal, found.siteId, 'analyst', { kind: 'script', name: script });
    return found.siteId;
  }
  if (site !== undefined) return (await siteFor(store.db, principal, site, 'analyst')).id;
  requireEverywhere(principal, 'analyst');
  return null;
}

function wordsOf(
  body: Partial<Record<'owner' | 'purpose' | 'justification' | 'expiresAt', string | undefined>>,
  principal: Principal,
  { now }: ServiceContext,
): DecisionWords {
  const { owner, purpose, justification } = body;
  const expiresAt = body.expiresAt === undefined ? undefined : Date.parse(body.expiresAt);
  if (expiresAt !== undefined && expiresAt <= now()) {
    throw new InvalidRequest('The body is not valid: body.expiresAt lies in the past.', [
      { at: 'body.expiresAt', message: 'must lie in the future' },
    ]);
  }
  return {
    decidedBy: principal.name,
    ...(owner !== undefined && { owner }),
    ...(purpose !== undefined && { purpose }),
    ...(justification !== undefined && { justification }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}
