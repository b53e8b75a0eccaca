import { z } from 'zod';
import { includesRole, type Principal } from '../access/principal.ts';
import type { ServiceContext } from '../api/context.ts';
import { listOf } from '../api/list.ts';
import { idOrName } from '../api/resources/common.ts';
import { route, type Route } from '../api/route.ts';
import { requireEverywhere } from '../api/who.ts';
import { drain, meter } from '../scans/receive/meter.ts';
import {
  addFeed,
  findFeed,
  listFeeds,
  noteRefresh,
  removeFeed,
  updateFeed,
  type Feed,
} from '../store/index.ts';
import { feedLimits, importFeed, piecesOf } from './import.ts';
import { queueRefresh, tickFeeds } from './jobs.ts';
import { findMatches } from './match.ts';
import { checkFeedAddress } from './refresh.ts';
import { feedResource, feedSchema, matchResource, matchSchema } from './resource.ts';
import { changedSettings, feedChange, newFeed, settingsOf } from './settings.ts';

const params = z.object({ id: idOrName });
const listTypes = ['text/plain', 'text/csv', 'application/octet-stream'] as const;
const idleMs = 30_000;

const shownTo = (principal: Principal) => (feed: Feed) =>
  feedResource(feed, includesRole(principal.role, 'admin'));

/** What is stored is checked against lists that changed as soon as a worker is free. */
async function checkSoon({ store, queue, now }: ServiceContext): Promise<void> {
  await tickFeeds(store, queue, now());
}

export const feedRoutes: Route[] = [
  route({
    method: 'get',
    path: '/feeds',
    summary: 'List threat feeds',
    tag: 'feeds',
    role: 'viewer',
    replies: { 200: listOf(feedSchema) },
    async handle({ principal, context }) {
      const items = (await listFeeds(context.store.db)).map(shownTo(principal));
      return { body: { items, next: null } };
    },
  }),
  route({
    method: 'post',
    path: '/feeds',
    summary: 'Add a threat feed',
    description:
      'With a `url` it is fetched at once and from then on at its time; with a `list` it counts at once.',
    tag: 'feeds',
    role: 'admin',
    body: newFeed,
    replies: { 201: feedSchema },
    async handle({ body, principal, context }) {
      requireEverywhere(principal, 'admin');
      const { store, config, now, queue } = context;
      const { list, ...settings } = body;
      if (body.url !== null) await checkFeedAddress(body.url, config.allowNetworks);
      const feed = await addFeed(store.db, settingsOf(settings), now());
      try {
        if (list !== undefined) await bring(context, feed, piecesOf(Buffer.from(list)));
      } catch (error) {
        await removeFeed(store.db, feed.id);
        throw error;
      }
      if (feed.url !== null) await store.transaction((db) => queueRefresh(db, queue, feed.id, now()));
      await checkSoon(context);
      const made = feedResource(await findFeed(store.db, feed.id), true);
      return { status: 201, body: made, headers: { Location: `/api/v1/feeds/${feed.id}` } };
    },
  }),
  route({
    method: 'post',
    path: '/feeds/lookup',
    summary: 'Ask all lists about hosts, addresses and hashes',
    tag: 'feeds',
    role: 'viewer',
    body: z.strictObject({
      hosts: z.array(z.string().max(1000)).max(1000).default([]),
      urls: z.array(z.string().max(8192)).max(1000).default([]),
      hashes: z
        .array(
          z
            .string()
            .toLowerCase()
            .regex(/^[0-9a-f]{64}$/, 'SHA-256'),
        )
        .max(1000)
        .default([]),
    }),
    replies: { 200: z.object({ matches: z.array(matchSchema) }) },
    async handle({ body, context }) {
      const found = await findMatches(context.store.db, body);
      return { body: { matches: [...found.values()].flat().map(matchResource) } };
    },
  }),
  route({
    method: 'get',
    path: '/feeds/:id',
    summary: 'One threat feed, by id or name',
    tag: 'feeds',
    role: 'viewer',
    params,
    replies: { 200: feedSchema },
    async handle({ params: { id }, principal, context }) {
      return { body: shownTo(principal)(await findFeed(context.store.db, id)) };
    },
  }),
  route({
    method: 'patch',
    path: '/feeds/:id',
    summary: 'Change a threat feed',
    tag: 'feeds',
    role: 'admin',
    params,
    body: feedChange,
    replies: { 200: feedSchema },
    async handle({ params: { id }, body, principal, context }) {
      requireEverywhere(principal, 'admin');
      const { store, config, now } = context;
      const feed = await findFeed(store.db, id);
      if (body.url) await checkFeedAddress(body.url, config.allowNetworks);
      const changed = await updateFeed(store.db, feed.id, changedSettings(feed, body), now());
      await checkSoon(context);
      return { body: feedResource(changed, true) };
    },
  }),
  route({
    method: 'put',
    path: '/feeds/:id/list',
    summary: 'Upload the entries of a threat feed',
    description: 'Plain text or CSV. The list takes the place of the old one when all of it has been read.',
    tag: 'feeds',
    role: 'admin',
    params,
    raw: { contentTypes: listTypes },
    replies: { 200: feedSchema },
    async handle({ params: { id }, principal, context, request }) {
      requireEverywhere(principal, 'admin');
      const feed = await findFeed(context.store.db, id);
      try {
        await bring(context, feed, meter(request, { maxBytes: feedLimits.bytes, idleMs }));
      } catch (error) {
        await drain(request);
        throw error;
      }
      await checkSoon(context);
      return { body: feedResource(await findFeed(context.store.db, feed.id), true) };
    },
  }),
  route({
    method: 'post',
    path: '/feeds/:id/refresh',
    summary: 'Fetch a threat feed now',
    tag: 'feeds',
    role: 'admin',
    params,
    replies: { 202: feedSchema },
    async handle({ params: { id }, principal, context }) {
      requireEverywhere(principal, 'admin');
      const { store, queue, now } = context;
      const feed = await findFeed(store.db, id);
      if (feed.url !== null) await store.transaction((db) => queueRefresh(db, queue, feed.id, now()));
      return {
        status: 202,
        body: feedResource(feed, true),
        headers: { Location: `/api/v1/feeds/${feed.id}` },
      };
    },
  }),
  route({
    method: 'delete',
    path: '/feeds/:id',
    summary: 'Remove a threat feed; what it alone said counts no longer',
    tag: 'feeds',
    role: 'admin',
    params,
    replies: { 204: null },
    async handle({ params: { id }, principal, context }) {
      requireEverywhere(principal, 'admin');
      const feed = await findFeed(context.store.db, id);
      await removeFeed(context.store.db, feed.id);
      await checkSoon(context);
      return {};
    },
  }),
];

async function bring(
  { store, now }: ServiceContext,
  feed: Feed,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  await importFeed(store, feed, pieces, now());
  await noteRefresh(store.db, feed.id, { error: null }, now());
}
