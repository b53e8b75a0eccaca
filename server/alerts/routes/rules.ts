import { z } from 'zod';
import { changeKinds, severity } from '../../../core/schema/index.ts';
import { sitesOf, type Principal } from '../../access/principal.ts';
import { listOf } from '../../api/list.ts';
import { id, idParams, time, timeOf } from '../../api/resources/common.ts';
import { route, type Route } from '../../api/route.ts';
import { siteFor } from '../../api/sites.ts';
import { requireEverywhere, requireSite } from '../../api/who.ts';
import {
  addRule,
  findChannel,
  findRule,
  listRules,
  notFound,
  removeRule,
  updateRule,
  type AlertRule,
  type Db,
} from '../../store/index.ts';
import { previewRule, type Preview } from '../preview.ts';
import { previewInput, previewQuery, ruleChanges, ruleInput } from './inputs.ts';
import { ruleResource, ruleSchema } from './resources.ts';

const previewSchema = z
  .object({
    from: time,
    until: time,
    alertCount: z.int(),
    changeCount: z.int(),
    messageCount: z.int().describe('Messages that would have been sent: a digest is one'),
    truncated: z.boolean().describe('There were more changes than are looked at; only the latest count'),
    alerts: z
      .array(
        z.object({
          site: id,
          crawl: id,
          at: time,
          severity,
          changes: z.int(),
          kinds: z.array(z.enum(changeKinds)),
          message: z.string().describe('Of the worst change'),
          sentAt: time,
          sentAs: z.enum(['alert', 'digest']),
        }),
      )
      .describe('The newest first, 100 at most'),
  })
  .meta({ id: 'RulePreview' });

export const ruleRoutes: Route[] = [
  route({
    method: 'get',
    path: '/rules',
    summary: 'List alert rules',
    tag: 'alerts',
    role: 'viewer',
    replies: { 200: listOf(ruleSchema) },
    async handle({ principal, context: { store } }) {
      const rules = (await listRules(store.db)).filter((rule) => isSeen(principal, rule));
      return { body: { items: rules.map(ruleResource), next: null } };
    },
  }),
  route({
    method: 'post',
    path: '/rules',
    summary: 'Add a rule: which changes are told, where and when',
    tag: 'alerts',
    role: 'admin',
    body: ruleInput,
    replies: { 201: ruleSchema },
    async handle({ body, principal, context }) {
      const { store, now } = context;
      const siteIds = await sitesFor(store.db, principal, body.sites ?? null);
      const channel = await findChannel(store.db, Number(body.channel));
      const rule = await store.transaction((db) =>
        addRule(
          db,
          {
            name: body.name ?? `${body.minSeverity} or worse to ${channel.name}`.slice(0, 100),
            channelId: channel.id,
            minSeverity: body.minSeverity,
            kinds: body.kinds ?? null,
            siteIds,
            quietHours: body.quietHours ?? null,
            digest: body.digest ?? null,
            enabled: body.enabled,
          },
          now(),
        ),
      );
      return {
        status: 201,
        body: ruleResource(rule),
        headers: { Location: `/api/v1/rules/${rule.id}` },
      };
    },
  }),
  route({
    method: 'post',
    path: '/rules/preview',
    summary: 'What a rule would have fired on',
    tag: 'alerts',
    role: 'viewer',
    // It changes nothing.
    audits: 'itself',
    body: previewInput,
    replies: { 200: previewSchema },
    async handle({ body, principal, context: { store, now } }) {
      const siteIds = await seenSites(store.db, principal, body.sites ?? null);
      const { minSeverity, kinds = null, quietHours = null, digest = null, days } = body;
      const rule = { siteIds, minSeverity, kinds, quietHours, digest };
      return { body: previewResource(await previewRule(store.db, rule, days, now())) };
    },
  }),
  route({
    method: 'get',
    path: '/rules/:id',
    summary: 'One rule',
    tag: 'alerts',
    role: 'viewer',
    params: idParams,
    replies: { 200: ruleSchema },
    async handle({ params, principal, context: { store } }) {
      return { body: ruleResource(await seenRule(store.db, principal, params.id)) };
    },
  }),
  route({
    method: 'get',
    path: '/rules/:id/preview',
    summary: 'What this rule would have fired on',
    tag: 'alerts',
    role: 'viewer',
    params: idParams,
    query: previewQuery,
    replies: { 200: previewSchema },
    async handle({ params, query, principal, context: { store, now } }) {
      const rule = await seenRule(store.db, principal, params.id);
      const siteIds = rule.siteIds ?? (await seenSites(store.db, principal, null));
      return { body: previewResource(await previewRule(store.db, { ...rule, siteIds }, query.days, now())) };
    },
  }),
  route({
    method: 'patch',
    path: '/rules/:id',
    summary: 'Change a rule; what is not given stays, null takes away',
    tag: 'alerts',
    role: 'admin',
    params: idParams,
    body: ruleChanges,
    replies: { 200: ruleSchema },
    async handle({ params, body, principal, context }) {
      const { store, now } = context;
      const before = await ownRule(store.db, principal, params.id);
      const { channel, sites, ...rest } = body;
      const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
      const siteIds = sites === undefined ? before.siteIds : await sitesFor(store.db, principal, sites);
      const channelId = channel === undefined ? before.channelId : Number(channel);
      const rule = await store.transaction((db) =>
        updateRule(db, before.id, { ...before, ...given, siteIds, channelId }, now()),
      );
      return { body: ruleResource(rule) };
    },
  }),
  route({
    method: 'delete',
    path: '/rules/:id',
    summary: 'Remove a rule; its alerts stay',
    tag: 'alerts',
    role: 'admin',
    params: idParams,
    replies: { 204: null },
    async handle({ params, principal, context }) {
      const rule = await ownRule(context.store.db, principal, params.id);
      await removeRule(context.store.db, rule.id);
      return {};
    },
  }),
];

/** Sites that a rule shall watch; null, every site, needs the role everywhere. */
async function sitesFor(
  db: Db,
  principal: Principal,
  sites: readonly string[] | null,
): Promise<number[] | null> {
  if (sites === null) {
    requireEverywhere(principal, 'admin');
    return null;
  }
  const found = [];
  for (const site of sites) found.push((await siteFor(db, principal, site, 'admin')).id);
  return found;
}

/** Sites that a preview is about: only what they may see. */
async function seenSites(
  db: Db,
  principal: Principal,
  sites: readonly string[] | null,
): Promise<number[] | null> {
  if (sites === null) {
    const seen = sitesOf(principal);
    return seen === 'all' ? null : seen;
  }
  const found = [];
  for (const site of sites) found.push((await siteFor(db, principal, site)).id);
  return found;
}

/** Rules of every site are for all to see, others for whoever sees all of their sites. */
function isSeen(principal: Principal, { siteIds }: AlertRule): boolean {
  const seen = sitesOf(principal);
  return seen === 'all' || siteIds === null || siteIds.every((site) => seen.includes(site));
}

async function seenRule(db: Db, principal: Principal, id: string): Promise<AlertRule> {
  const rule = await findRule(db, Number(id));
  if (!isSeen(principal, rule)) throw notFound('rule', id);
  return rule;
}

/** A rule that they may change: administrators of all its sites. */
async function ownRule(db: Db, principal: Principal, id: string): Promise<AlertRule> {
  const rule = await seenRule(db, principal, id);
  if (rule.siteIds === null || rule.siteIds.length === 0) requireEverywhere(principal, 'admin');
  else for (const site of rule.siteIds) requireSite(principal, site, 'admin', { kind: 'rule', name: id });
  return rule;
}

function previewResource(preview: Preview): z.infer<typeof previewSchema> {
  const { from, until, alertCount, changeCount, messageCount, isCut, alerts } = preview;
  return {
    from: timeOf(from),
    until: timeOf(until),
    alertCount,
    changeCount,
    messageCount,
    truncated: isCut,
    alerts: alerts.map(({ siteId, crawlId, at, sentAt, ...rest }) => ({
      ...rest,
      site: String(siteId),
      crawl: String(crawlId),
      at: timeOf(at),
      sentAt: timeOf(sentAt),
    })),
  };
}
