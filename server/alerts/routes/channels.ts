import { audit } from '../../access/audit.ts';
import { includesRole } from '../../access/principal.ts';
import { listOf } from '../../api/list.ts';
import { idParams, timeOrNull } from '../../api/resources/common.ts';
import { route, type Route } from '../../api/route.ts';
import { requireEverywhere } from '../../api/who.ts';
import {
  addChannel,
  deliveryAttempts,
  findChannel,
  listChannels,
  removeChannel,
  updateChannel,
  type Channel,
} from '../../store/index.ts';
import { testChannel } from '../deliver/index.ts';
import { prepareChanges, prepareChannel, rotateSecret } from '../save-channel.ts';
import { channelChanges, channelInput, rotateInput } from './inputs.ts';
import {
  channelResource,
  channelSchema,
  deliveryDetail,
  deliveryDetailSchema,
  newChannelSchema,
  secretSchema,
} from './resources.ts';

const hour = 3_600_000;

export const channelRoutes: Route[] = [
  route({
    method: 'get',
    path: '/channels',
    summary: 'List channels',
    description: 'Administrators of single sites see where a channel leads, not the whole address.',
    tag: 'alerts',
    role: 'admin',
    replies: { 200: listOf(channelSchema) },
    async handle({ principal, context: { store } }) {
      const isWhole = includesRole(principal.role, 'admin');
      const channels = await listChannels(store.db);
      return { body: { items: channels.map((channel) => channelResource(channel, isWhole)), next: null } };
    },
  }),
  route({
    method: 'post',
    path: '/channels',
    summary: 'Add a channel: webhook, Slack or email',
    description:
      'The target is checked now and whenever something is sent: private addresses are refused unless ' +
      'SCRIPTWARDEN_ALLOW_NETWORKS lists them, and so is http: elsewhere.',
    tag: 'alerts',
    role: 'admin',
    audits: 'itself',
    body: channelInput,
    replies: { 201: newChannelSchema },
    async handle({ body, principal, request, context }) {
      requireEverywhere(principal, 'admin');
      const { secret, ...prepared } = await prepareChannel(body, context);
      const channel = await context.store.transaction(async (db) => {
        const added = await addChannel(db, { ...prepared, at: context.now() });
        await audit(
          db,
          { request, context, principal },
          deed('channels.create', added, { type: added.type }),
        );
        return added;
      });
      return {
        status: 201,
        body: { ...channelResource(channel), ...(secret !== undefined && { secret }) },
        headers: { Location: `/api/v1/channels/${channel.id}` },
      };
    },
  }),
  route({
    method: 'get',
    path: '/channels/:id',
    summary: 'One channel',
    tag: 'alerts',
    role: 'admin',
    params: idParams,
    replies: { 200: channelSchema },
    async handle({ params, principal, context: { store } }) {
      const channel = await findChannel(store.db, Number(params.id));
      return { body: channelResource(channel, includesRole(principal.role, 'admin')) };
    },
  }),
  route({
    method: 'patch',
    path: '/channels/:id',
    summary: 'Change a channel, or switch it on or off; what is not given stays',
    description: 'What waits for a channel that is switched off is parked.',
    tag: 'alerts',
    role: 'admin',
    audits: 'itself',
    params: idParams,
    body: channelChanges,
    replies: { 200: channelSchema },
    async handle({ params, body, principal, request, context }) {
      requireEverywhere(principal, 'admin');
      const { store, now } = context;
      const channel = await findChannel(store.db, Number(params.id));
      const changes = await prepareChanges(channel, body, context);
      const changed = await store.transaction(async (db) => {
        const detail = {
          changed: Object.keys(body),
          ...(body.enabled !== undefined && { enabled: body.enabled }),
        };
        await audit(db, { request, context, principal }, deed('channels.change', channel, detail));
        return updateChannel(db, channel.id, changes, now());
      });
      return { body: channelResource(changed) };
    },
  }),
  route({
    method: 'delete',
    path: '/channels/:id',
    summary: 'Remove a channel that no rule tells any more',
    tag: 'alerts',
    role: 'admin',
    audits: 'itself',
    params: idParams,
    replies: { 204: null },
    async handle({ params, principal, request, context }) {
      requireEverywhere(principal, 'admin');
      const { store, now } = context;
      const channel = await findChannel(store.db, Number(params.id));
      await store.transaction(async (db) => {
        await removeChannel(db, channel.id, now());
        await audit(db, { request, context, principal }, deed('channels.delete', channel));
      });
      return {};
    },
  }),
  route({
    method: 'post',
    path: '/channels/:id/secret',
    summary: 'Give a webhook a new signing secret; for a while both sign',
    tag: 'alerts',
    role: 'admin',
    audits: 'itself',
    params: idParams,
    body: rotateInput.prefault({}),
    replies: { 200: secretSchema },
    async handle({ params, body, principal, request, context }) {
      requireEverywhere(principal, 'admin');
      const { store, secrets, now } = context;
      const until = now() + body.overlapHours * hour;
      const secret = await store.transaction(async (db) => {
        const channel = await findChannel(db, Number(params.id));
        const rotated = rotateSecret(channel, secrets, until);
        await updateChannel(db, channel.id, { secrets: rotated.secrets }, now());
        await audit(db, { request, context, principal }, deed('channels.secret.create', channel));
        return rotated.secret;
      });
      return { body: { secret, previousUntil: timeOrNull(body.overlapHours === 0 ? null : until) } };
    },
  }),
  route({
    method: 'post',
    path: '/channels/:id/test',
    summary: 'Send a test message at once and tell how it went',
    description: 'One attempt, also to a channel that is switched off. `state` is `delivered` or `parked`.',
    tag: 'alerts',
    role: 'admin',
    audits: 'itself',
    params: idParams,
    replies: { 200: deliveryDetailSchema },
    async handle({ params, principal, request, context, signal }) {
      requireEverywhere(principal, 'admin');
      const { store } = context;
      const channel = await findChannel(store.db, Number(params.id));
      await audit(store.db, { request, context, principal }, deed('channels.test.create', channel));
      const delivery = await testChannel(context, channel, signal);
      return { body: deliveryDetail(delivery, [], await deliveryAttempts(store.db, delivery.id)) };
    },
  }),
];

function deed(
  action: string,
  { id, name }: Pick<Channel, 'id' | 'name'>,
  detail: Record<string, unknown> = {},
) {
  return { action, object: { type: 'channel', id, name }, detail };
}
