import { z } from 'zod';
import { id, idOrName, time, timeOf, timeOrNull } from '../api/resources/common.ts';
import { listOf, pageOf, pageQuery } from '../api/list.ts';
import { route, type Route } from '../api/route.ts';
import { siteFor } from '../api/sites.ts';
import type { ServiceContext } from '../api/context.ts';
import {
  ensureReportKey,
  listVisitorHosts,
  listVisitorReports,
  readVisitorCounts,
  rotateReportKey,
  visitorHostStates,
  type ReportKey,
  type VisitorReport,
} from '../store/index.ts';
import { policyOfSite, policySuggestion, renderPolicy } from './policy/index.ts';

const day = 86_400_000;

const reportKeySchema = z
  .object({
    url: z.string().describe('What `report-uri` and `Reporting-Endpoints` name'),
    key: z.string(),
    createdAt: time,
  })
  .meta({ id: 'ReportKey' });

const visitorReportSchema = z
  .object({
    id,
    site: id,
    directive: z.string(),
    blocked: z.string().describe("A host, or a CSP keyword in quotes such as 'inline'"),
    source: z.string().describe('Address of the script that caused it, or of the page, changing parts as *'),
    count: z.int(),
    reporters: z.int().describe('From how many networks, counted up to five'),
    page: z.string(),
    blockedUrl: z.string(),
    sourceUrl: z.string().nullable(),
    line: z.int().nullable(),
    column: z.int().nullable(),
    sample: z.string().nullable(),
    disposition: z.enum(['enforce', 'report']).nullable(),
    firstSeenAt: time,
    lastSeenAt: time,
  })
  .meta({ id: 'VisitorReport' });

const visitorSummarySchema = z
  .object({
    hosts: z.array(
      z.object({
        host: z.string(),
        state: z.enum(visitorHostStates).describe('told: it is a change; known: a crawl met it'),
        confirmedAt: time,
        lastSeenAt: time,
        decidedAt: time.nullable(),
      }),
    ),
    counts: z
      .array(z.object({ day: z.iso.date(), outcome: z.string(), count: z.int() }))
      .describe('What became of reports in the last 30 days: kept, or the kind of noise or limit'),
  })
  .meta({ id: 'VisitorSummary' });

const params = z.object({ id: idOrName.describe('Id or name of the site') });

/** Where browsers reach this service: as settings say, or as this request did. */
function publicUrl(
  { config }: ServiceContext,
  request: { protocol: string; get: (name: string) => string | undefined },
): string {
  return (config.publicUrl ?? `${request.protocol}://${request.get('host') ?? 'localhost'}`).replace(
    /\/$/,
    '',
  );
}

function keyResource({ key, createdAt }: ReportKey, base: string): z.infer<typeof reportKeySchema> {
  return { url: `${base}/csp/${key}`, key, createdAt: timeOf(createdAt) };
}

function reportResource({ id: number, siteId, example, firstSeenAt, lastSeenAt, ...rest }: VisitorReport) {
  return {
    id: String(number),
    site: String(siteId),
    ...rest,
    ...example,
    firstSeenAt: timeOf(firstSeenAt),
    lastSeenAt: timeOf(lastSeenAt),
  };
}

export const visitorRoutes: Route[] = [
  route({
    method: 'get',
    path: '/sites/:id/report-key',
    summary: "Where the site's visitors report to",
    description: 'Made when it is asked for the first time.',
    tag: 'visitors',
    role: 'analyst',
    params,
    replies: { 200: reportKeySchema },
    async handle({ params: { id: name }, principal, context, request }) {
      const { db } = context.store;
      const site = await siteFor(db, principal, name, 'analyst');
      return {
        body: keyResource(await ensureReportKey(db, site.id, context.now()), publicUrl(context, request)),
      };
    },
  }),
  route({
    method: 'post',
    path: '/sites/:id/report-key',
    summary: 'Replace the report key',
    description: 'Reports to the old one are dropped, within 15 seconds by every server.',
    tag: 'visitors',
    role: 'analyst',
    params,
    replies: { 201: reportKeySchema },
    async handle({ params: { id: name }, principal, context, request }) {
      const { db } = context.store;
      const site = await siteFor(db, principal, name, 'analyst');
      const key = await rotateReportKey(db, site.id, context.now());
      return { status: 201, body: keyResource(key, publicUrl(context, request)) };
    },
  }),
  route({
    method: 'get',
    path: '/sites/:id/visitor-reports',
    summary: "What visitors' browsers reported, latest first",
    tag: 'visitors',
    role: 'viewer',
    params,
    query: z.strictObject({
      directive: z.string().max(60).optional(),
      blocked: z.string().max(255).optional().describe('This host or keyword'),
      ...pageQuery,
    }),
    replies: { 200: listOf(visitorReportSchema) },
    async handle({ params: { id: name }, query, principal, context: { store } }) {
      const site = await siteFor(store.db, principal, name);
      const page = await listVisitorReports(store.db, {
        siteId: site.id,
        ...(query.directive !== undefined && { directive: query.directive }),
        ...(query.blocked !== undefined && { blocked: query.blocked }),
        ...pageOf(query),
      });
      return { body: { items: page.items.map(reportResource), next: page.next } };
    },
  }),
  route({
    method: 'get',
    path: '/sites/:id/visitors',
    summary: 'Hosts that visitors confirmed, and what became of reports',
    tag: 'visitors',
    role: 'viewer',
    params,
    replies: { 200: visitorSummarySchema },
    async handle({ params: { id: name }, principal, context: { store, now } }) {
      const site = await siteFor(store.db, principal, name);
      const hosts = await listVisitorHosts(store.db, site.id);
      const counts = await readVisitorCounts(store.db, site.id, now() - 30 * day);
      return {
        body: {
          hosts: hosts.map(({ host, state, confirmedAt, decidedAt, lastSeenAt }) => ({
            host,
            state,
            confirmedAt: timeOf(confirmedAt),
            lastSeenAt: timeOf(lastSeenAt),
            decidedAt: timeOrNull(decidedAt),
          })),
          counts: counts.map(({ day: at, ...rest }) => ({ day: timeOf(at).slice(0, 10), ...rest })),
        },
      };
    },
  }),
  route({
    method: 'get',
    path: '/sites/:id/policy',
    summary: 'Suggest a content security policy and integrity attributes',
    description:
      'From what the latest crawls saw, report-only first, with what speaks against using it blindly.',
    tag: 'visitors',
    role: 'analyst',
    params,
    query: z.strictObject({
      visitors: z.stringbool().default(false).describe('Also what visitors in several networks reported'),
      format: z.enum(['json', 'text']).default('json'),
    }),
    replies: { 200: policySuggestion },
    async handle({ params: { id: name }, query, principal, context, request, response }) {
      const { store, now } = context;
      const site = await siteFor(store.db, principal, name, 'analyst');
      const options = { visitors: query.visitors, publicUrl: publicUrl(context, request), now: now() };
      const suggestion = await policyOfSite(store, site.id, options);
      if (query.format === 'json') return { body: suggestion };
      response.status(200).type('text/plain; charset=utf-8').send(renderPolicy(suggestion));
      return undefined;
    },
  }),
];
