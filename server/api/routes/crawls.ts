import { z } from 'zod';
import { cancelCrawl } from '../../jobs/index.ts';
import { crawlStates, findCrawl, listCrawls, type Crawl } from '../../store/index.ts';
import type { Principal, Role } from '../../access/principal.ts';
import type { ServiceContext } from '../context.ts';
import { eventStream } from '../events/stream.ts';
import { commaList, listOf, pageQuery } from '../list.ts';
import { crawlResource, crawlSchema } from '../resources/crawl.ts';
import { idOrName, idParams } from '../resources/common.ts';
import { route, type Route } from '../route.ts';
import { siteChoice } from '../sites.ts';
import { requireSite } from '../who.ts';
import { tooManyStreams } from './events.ts';

/** A crawl they may see. @throws ScriptwardenError SW_STORE_NOT_FOUND, SW_FORBIDDEN */
export async function crawlFor(
  { store }: ServiceContext,
  principal: Principal,
  id: string,
  role: Role = 'viewer',
): Promise<Crawl> {
  const crawl = await findCrawl(store.db, Number(id));
  requireSite(principal, crawl.siteId, role, { kind: 'crawl', name: id });
  return crawl;
}

const over = new Set<Crawl['state']>(['done', 'incomplete', 'failed', 'cancelled']);

export const crawlRoutes: Route[] = [
  route({
    method: 'get',
    path: '/crawls',
    summary: 'List crawls, newest first',
    tag: 'crawls',
    role: 'viewer',
    query: z.strictObject({
      site: idOrName.optional().describe('Id or name'),
      state: commaList(crawlStates).optional(),
      ...pageQuery,
    }),
    replies: { 200: listOf(crawlSchema) },
    async handle({ query, principal, context }) {
      const siteIds = await siteChoice(context.store.db, principal, query.site);
      const before = query.cursor === undefined ? undefined : Number(query.cursor) || 0;
      const found = await listCrawls(context.store.db, {
        ...(siteIds !== 'all' && { siteIds }),
        ...(query.state && { states: query.state }),
        ...(before !== undefined && { before }),
        limit: query.limit + 1,
      });
      const items = found.slice(0, query.limit).map(crawlResource);
      return { body: { items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null } };
    },
  }),
  route({
    method: 'get',
    path: '/crawls/:id',
    summary: 'One crawl: its state, and what it reached',
    tag: 'crawls',
    role: 'viewer',
    params: idParams,
    replies: { 200: crawlSchema },
    async handle({ params, principal, context }) {
      return { body: crawlResource(await crawlFor(context, principal, params.id)) };
    },
  }),
  route({
    method: 'post',
    path: '/crawls/:id/cancel',
    summary: 'Cancel a crawl that waits or runs',
    tag: 'crawls',
    role: 'analyst',
    params: idParams,
    replies: { 200: crawlSchema },
    async handle({ params, principal, context }) {
      const crawl = await crawlFor(context, principal, params.id, 'analyst');
      return { body: crawlResource(await cancelCrawl(context.store, crawl.id, context.now())) };
    },
  }),
  route({
    method: 'get',
    path: '/crawls/:id/events',
    summary: 'Follow a crawl: its state and progress, until it is over',
    description: 'Server-sent events `crawl` (a Crawl) and `progress`; the stream ends with the crawl.',
    tag: 'events',
    role: 'viewer',
    params: idParams,
    replies: { 200: 'text/event-stream' },
    async handle({ params, principal, context, request, response }) {
      const { id } = await crawlFor(context, principal, params.id);
      if (context.events.listeners >= context.config.limits.eventStreams) throw tooManyStreams();
      let stop = (): void => undefined;
      const stream = eventStream(request, response, () => stop());
      stop = context.events.listen((event) => {
        if (event.crawlId !== id || event.type === 'change') return;
        stream.send(event.type, event.data);
        if (event.type === 'crawl' && over.has((event.data as Crawl).state)) stream.end();
      });
      // Read again, now that nothing can happen unnoticed.
      const crawl = await findCrawl(context.store.db, id);
      stream.send('crawl', crawlResource(crawl));
      context.events.sawCrawl(id, crawl.state);
      if (over.has(crawl.state)) stream.end();
      return undefined;
    },
  }),
];
