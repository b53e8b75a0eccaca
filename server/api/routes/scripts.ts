import { z } from 'zod';
import { verdicts } from '../../../core/schema/index.ts';
import {
  findScript,
  listScripts,
  notFound,
  readAnalyses,
  readBody,
  scriptHistory,
  scriptOrders,
  scriptPlaces,
  versionIds,
  type ScriptSummary,
} from '../../store/index.ts';
import type { Principal } from '../../access/principal.ts';
import type { ServiceContext } from '../context.ts';
import { withFeeds } from '../../feeds/index.ts';
import { sendBody } from '../body.ts';
import { analysisSchema } from '../resources/analysis.ts';
import { commaList, listOf, pageOf, pageQuery } from '../list.ts';
import { id, idOrName, idParams, time, timeOf } from '../resources/common.ts';
import {
  scriptResource,
  scriptSchema,
  scriptStatuses,
  versionResource,
  versionSchema,
} from '../resources/script.ts';
import { route, type Route } from '../route.ts';
import { siteChoice } from '../sites.ts';
import { requireSite } from '../who.ts';
import { sinceOf } from './changes.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits');
const versionParams = z.object({ id, sha256 });

const placeSchema = z
  .object({
    page: z.string().describe('Address of the page'),
    journey: z.string().nullable(),
    step: z.int().nullable(),
    visitor: z.string().nullable(),
    sha256: z.string(),
    frame: z.string().nullable().describe('Address of the frame; null for the page itself'),
    isPresent: z.boolean(),
    since: time.nullable().describe('Start of the crawl that saw it there first'),
  })
  .meta({ id: 'ScriptPlace' });

export const scriptRoutes: Route[] = [
  route({
    method: 'get',
    path: '/scripts',
    summary: 'List scripts, worst first',
    tag: 'scripts',
    role: 'viewer',
    query: z.strictObject({
      site: idOrName.optional().describe('Id or name'),
      status: commaList(scriptStatuses).optional(),
      host: z.string().max(255).optional(),
      verdict: commaList(verdicts).optional(),
      page: z.string().max(2000).optional().describe('Address of a page that shows it'),
      since: z.string().max(40).optional().describe('First seen since this crawl (its id) or RFC 3339 time'),
      search: z.string().max(500).optional().describe('Part of the label, any case'),
      sort: z.enum(scriptOrders).default('worst'),
      ...pageQuery,
    }),
    replies: { 200: listOf(scriptSchema) },
    async handle({ query, principal, context: { store } }) {
      const siteIds = await siteChoice(store.db, principal, query.site);
      const { sinceCrawl, sinceTime } = sinceOf(query.since);
      const page = await listScripts(store.db, {
        ...(siteIds !== 'all' && { siteIds }),
        ...(query.host !== undefined && { host: query.host.toLowerCase() }),
        ...(query.verdict && { verdicts: query.verdict }),
        ...(query.status && { statuses: query.status }),
        ...(query.page !== undefined && { page: query.page }),
        ...(query.search !== undefined && { search: query.search }),
        ...(sinceCrawl !== undefined && { sinceCrawl }),
        ...(sinceTime !== undefined && { sinceTime }),
        order: query.sort,
        ...pageOf(query),
      });
      return { body: { items: page.items.map(scriptResource), next: page.next } };
    },
  }),
  route({
    method: 'get',
    path: '/scripts/:id',
    summary: 'One script',
    tag: 'scripts',
    role: 'viewer',
    params: idParams,
    replies: { 200: scriptSchema },
    async handle({ params, principal, context }) {
      return { body: scriptResource(await scriptFor(context, principal, params.id)) };
    },
  }),
  route({
    method: 'get',
    path: '/scripts/:id/versions',
    summary: 'Every version of a script, newest first',
    tag: 'scripts',
    role: 'viewer',
    params: idParams,
    query: z.strictObject(pageQuery),
    replies: { 200: listOf(versionSchema) },
    async handle({ params, query, principal, context }) {
      const script = await scriptFor(context, principal, params.id);
      const page = await scriptHistory(context.store.db, script.id, pageOf(query));
      return { body: { items: page.items.map(versionResource), next: page.next } };
    },
  }),
  route({
    method: 'get',
    path: '/scripts/:id/places',
    summary: 'Where a script stands: pages, frames, journey steps',
    tag: 'scripts',
    role: 'viewer',
    params: idParams,
    query: z.strictObject(pageQuery),
    replies: { 200: listOf(placeSchema) },
    async handle({ params, query, principal, context }) {
      const script = await scriptFor(context, principal, params.id);
      const { items, next } = await scriptPlaces(context.store.db, script.id, pageOf(query));
      return {
        body: {
          items: items.map((one) => ({ ...one, since: one.since === null ? null : timeOf(one.since) })),
          next,
        },
      };
    },
  }),
  route({
    method: 'get',
    path: '/scripts/:id/versions/:sha256',
    summary: 'The analysis of a version: verdict, reasons and behaviour',
    tag: 'scripts',
    role: 'viewer',
    params: versionParams,
    replies: { 200: analysisSchema },
    async handle({ params, principal, context }) {
      const versionId = await versionFor(context, principal, params);
      const { url } = await scriptFor(context, principal, params.id);
      const found = await readAnalyses(context.store.db, [versionId]);
      const stored = found.get(versionId);
      if (!stored) throw notFound('analysis of version', params.sha256);
      return { body: await withFeeds(context.store.db, stored.analysis, url) };
    },
  }),
  route({
    method: 'get',
    path: '/scripts/:id/versions/:sha256/body',
    summary: 'The source of a version, as a download',
    description: 'Hostile code: it comes as plain text to be saved, and nothing shows it.',
    tag: 'scripts',
    role: 'viewer',
    params: versionParams,
    replies: { 200: 'text/plain' },
    async handle({ params, principal, context, response }) {
      await versionFor(context, principal, params);
      const body = await readBody(context.store.db, params.sha256);
      sendBody(response, body, `${params.sha256}.js`);
      return undefined;
    },
  }),
];

async function scriptFor(
  { store }: ServiceContext,
  principal: Principal,
  id: string,
): Promise<ScriptSummary> {
  const script = await findScript(store.db, Number(id));
  requireSite(principal, script.siteId, 'viewer', { kind: 'script', name: id });
  return script;
}

/** The version's id, when the script has it: a hash alone opens no source, since other sites' sources have hashes too. */
async function versionFor(
  context: ServiceContext,
  principal: Principal,
  params: { id: string; sha256: string },
): Promise<number> {
  const script = await scriptFor(context, principal, params.id);
  const { db } = context.store;
  const versionId = (await versionIds(db, [params.sha256])).get(params.sha256);
  const row =
    versionId !== undefined &&
    (await db
      .selectFrom('script_versions')
      .select('version_id')
      .where('script_id', '=', script.id)
      .where('version_id', '=', versionId)
      .executeTakeFirst());
  if (!row) throw notFound('version', params.sha256);
  return row.version_id;
}
