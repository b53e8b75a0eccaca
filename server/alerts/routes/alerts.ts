import { z } from 'zod';
import { severities, timestamp } from '../../../core/schema/index.ts';
import type { Principal, Role } from '../../access/principal.ts';
import { listOf, pageOf, pageQuery } from '../../api/list.ts';
import { id, idOrName, idParams } from '../../api/resources/common.ts';
import { route, type Call, type Route } from '../../api/route.ts';
import { siteChoice } from '../../api/sites.ts';
import { requireSite } from '../../api/who.ts';
import {
  acknowledgeAlert,
  alertChanges,
  findAlert,
  listAlerts,
  listDeliveries,
  type Alert,
  type Db,
} from '../../store/index.ts';
import { noteInput } from './inputs.ts';
import { alertDetailSchema, alertResource, alertSchema, deliveryResource } from './resources.ts';

export const alertOnlyRoutes: Route[] = [
  route({
    method: 'get',
    path: '/alerts',
    summary: 'List alerts, newest first',
    tag: 'alerts',
    role: 'viewer',
    query: z.strictObject({
      site: idOrName.optional(),
      rule: id.optional(),
      crawl: id.optional(),
      severity: z.enum(severities).optional().describe('The lowest wanted'),
      acknowledged: z.stringbool().optional(),
      since: timestamp.optional().describe('Raised, or told again, since then'),
      ...pageQuery,
    }),
    replies: { 200: listOf(alertSchema) },
    async handle({ query, principal, context: { store } }) {
      const siteIds = await siteChoice(store.db, principal, query.site);
      const page = await listAlerts(store.db, {
        ...(siteIds !== 'all' && { siteIds }),
        ...(query.rule !== undefined && { ruleId: Number(query.rule) }),
        ...(query.crawl !== undefined && { crawlId: Number(query.crawl) }),
        ...(query.severity && { minSeverity: query.severity }),
        ...(query.acknowledged !== undefined && { acknowledged: query.acknowledged }),
        ...(query.since !== undefined && { since: Date.parse(query.since) }),
        ...pageOf(query),
      });
      return { body: { items: page.items.map(alertResource), next: page.next } };
    },
  }),
  route({
    method: 'get',
    path: '/alerts/:id',
    summary: 'One alert with its changes and deliveries',
    tag: 'alerts',
    role: 'viewer',
    params: idParams,
    replies: { 200: alertDetailSchema },
    async handle({ params, principal, context: { store } }) {
      const alert = await alertFor(store.db, principal, params.id);
      const { changes: changeCount, ...rest } = alertResource(alert);
      const changes = await alertChanges(store.db, alert.id);
      const deliveries = await listDeliveries(store.db, { alertId: alert.id });
      return { body: { ...rest, changeCount, changes, deliveries: deliveries.items.map(deliveryResource) } };
    },
  }),
  route({
    method: 'post',
    path: '/alerts/:id/acknowledge',
    summary: 'Say that somebody has seen to it',
    tag: 'alerts',
    role: 'analyst',
    params: idParams,
    body: noteInput.prefault({}),
    replies: { 200: alertSchema },
    handle: (call) => acknowledge(call, call.principal.name, call.body.note ?? null),
  }),
  route({
    method: 'delete',
    path: '/alerts/:id/acknowledge',
    summary: 'Take that back',
    tag: 'alerts',
    role: 'analyst',
    params: idParams,
    replies: { 200: alertSchema },
    handle: (call) => acknowledge(call, null, null),
  }),
];

async function acknowledge(
  {
    params,
    principal,
    context: { store, now },
  }: Pick<Call<{ id: string }, unknown, unknown>, 'params' | 'principal' | 'context'>,
  by: string | null,
  note: string | null,
) {
  const { id: alertId } = await alertFor(store.db, principal, params.id, 'analyst');
  return { body: alertResource(await acknowledgeAlert(store.db, alertId, { by, note, at: now() })) };
}

/** An alert, if they may see its site and have the role there. */
async function alertFor(db: Db, principal: Principal, id: string, role: Role = 'viewer'): Promise<Alert> {
  const alert = await findAlert(db, Number(id));
  requireSite(principal, alert.siteId, role, { kind: 'alert', name: id });
  return alert;
}
