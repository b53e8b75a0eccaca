import { z } from 'zod';
import { includesRole, sitesOf, type Principal, type Role } from '../../access/principal.ts';
import { commaList, listOf, pageOf, pageQuery } from '../../api/list.ts';
import { id, idParams } from '../../api/resources/common.ts';
import { route, type Route } from '../../api/route.ts';
import { requireSite } from '../../api/who.ts';
import {
  deliveryAttempts,
  deliveryItems,
  deliveryStates,
  findDelivery,
  listDeliveries,
  notFound,
  resendDelivery,
  type Db,
  type Delivery,
  type DeliveryItem,
} from '../../store/index.ts';
import { deliveryDetail, deliveryDetailSchema, deliveryResource, deliverySchema } from './resources.ts';

export const deliveryRoutes: Route[] = [
  route({
    method: 'get',
    path: '/deliveries',
    summary: 'List deliveries, newest first',
    tag: 'alerts',
    role: 'viewer',
    query: z.strictObject({
      channel: id.optional(),
      alert: id.optional(),
      state: commaList(deliveryStates).optional(),
      ...pageQuery,
    }),
    replies: { 200: listOf(deliverySchema) },
    async handle({ query, principal, context: { store } }) {
      const seen = sitesOf(principal);
      const page = await listDeliveries(store.db, {
        ...(seen !== 'all' && { siteIds: seen }),
        ...(query.channel !== undefined && { channelId: Number(query.channel) }),
        ...(query.alert !== undefined && { alertId: Number(query.alert) }),
        ...(query.state && { states: query.state }),
        ...pageOf(query),
      });
      return { body: { items: page.items.map(deliveryResource), next: page.next } };
    },
  }),
  route({
    method: 'get',
    path: '/deliveries/:id',
    summary: 'One delivery with its attempts',
    tag: 'alerts',
    role: 'viewer',
    params: idParams,
    replies: { 200: deliveryDetailSchema },
    async handle({ params, principal, context: { store } }) {
      const { delivery, items } = await deliveryFor(store.db, principal, params.id, 'viewer');
      return { body: await detailOf(store.db, delivery, items) };
    },
  }),
  route({
    method: 'post',
    path: '/deliveries/:id/resend',
    summary: 'Send it again, under the same webhook-id',
    description: 'What was parked or delivered is due now; its pauses begin anew.',
    tag: 'alerts',
    role: 'analyst',
    params: idParams,
    replies: { 202: deliveryDetailSchema },
    async handle({ params, principal, context: { store, now } }) {
      const { items } = await deliveryFor(store.db, principal, params.id, 'analyst');
      const delivery = await resendDelivery(store.db, Number(params.id), now());
      return { status: 202, body: await detailOf(store.db, delivery, items) };
    },
  }),
];

async function detailOf(db: Db, delivery: Delivery, items: readonly DeliveryItem[]) {
  const alerts = items.map((item) => item.alertId);
  return deliveryDetail(delivery, alerts, await deliveryAttempts(db, delivery.id));
}

/** A delivery, if they have the role on every site that it tells of; on every site, when it tells of none. */
async function deliveryFor(
  db: Db,
  principal: Principal,
  id: string,
  role: Role,
): Promise<{ delivery: Delivery; items: DeliveryItem[] }> {
  const delivery = await findDelivery(db, Number(id));
  const items = await deliveryItems(db, delivery.id);
  const asked = { kind: 'delivery', name: id };
  for (const siteId of new Set(items.map((item) => item.siteId))) requireSite(principal, siteId, role, asked);
  if (items.length === 0 && !includesRole(principal.role, role)) throw notFound('delivery', id);
  return { delivery, items };
}
