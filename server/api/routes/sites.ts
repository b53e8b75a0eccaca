import { z } from 'zod';
import { queueCrawl } from '../../jobs/index.ts';
import type { SiteFile } from '../../../core/schema/index.ts';
import {
  addSite,
  conflict,
  latestCrawls,
  listSchedules,
  listSites,
  removeSite,
  updateSite,
  type Db,
  type Site,
} from '../../store/index.ts';
import { sitesOf } from '../../access/principal.ts';
import { parseSavedSite } from '../../pipeline/site-definition.ts';
import { sealSite } from '../../access/site-secrets.ts';
import { listOf, pageQuery } from '../list.ts';
import { crawlResource, crawlSchema } from '../resources/crawl.ts';
import { idOrName } from '../resources/common.ts';
import { siteInput, siteResource, siteSchema } from '../resources/site.ts';
import { route, type Route } from '../route.ts';
import { writeSchedule } from '../site-schedule.ts';
import { siteFor } from '../sites.ts';
import { requireEverywhere } from '../who.ts';

const siteParams = z.object({ id: idOrName.describe('Id or name') });

export const siteRoutes: Route[] = [
  route({
    method: 'get',
    path: '/sites',
    summary: 'List sites by name, each with its latest crawl',
    tag: 'sites',
    role: 'viewer',
    query: z.strictObject(pageQuery),
    replies: { 200: listOf(siteSchema) },
    async handle({ query, principal, context: { store } }) {
      const seen = sitesOf(principal);
      const sites = (await listSites(store.db)).filter((site) => seen === 'all' || seen.includes(site.id));
      // Names are the order and unique, ids make the cursor: an attacker's name cannot break it.
      const start =
        query.cursor === undefined ? 0 : sites.findIndex((site) => String(site.id) === query.cursor) + 1;
      const items = sites.slice(start, start + query.limit);
      const isEnd = start + query.limit >= sites.length;
      return { body: { items: await shown(store.db, items), next: isEnd ? null : String(items.at(-1)!.id) } };
    },
  }),
  route({
    method: 'post',
    path: '/sites',
    summary: 'Put a site under watch',
    description:
      'Secrets (headers, cookies, basicAuth, the password of a proxy) are stored encrypted and never shown again.',
    tag: 'sites',
    role: 'admin',
    body: siteInput,
    replies: { 201: siteSchema },
    async handle({ body, principal, context }) {
      requireEverywhere(principal, 'admin');
      const { name, owner, retentionDays, schedule, ...file } = body;
      const definition = parseSavedSite({ ...file, name }, name, context.config.allowNetworks);
      const site = await context.store.transaction(async (db) => {
        const added = await addSite(db, {
          name,
          definition: sealSite(context.secrets, definition),
          ...(owner != null && { owner }),
          ...(retentionDays !== undefined && { retentionDays }),
          at: context.now(),
        });
        if (schedule != null) await writeSchedule(db, added, schedule, context.now());
        return added;
      });
      const [body201] = await shown(context.store.db, [site]);
      return { status: 201, body: body201, headers: { Location: `/api/v1/sites/${site.id}` } };
    },
  }),
  route({
    method: 'get',
    path: '/sites/:id',
    summary: 'One site',
    tag: 'sites',
    role: 'viewer',
    params: siteParams,
    replies: { 200: siteSchema },
    async handle({ params, principal, context: { store } }) {
      const [body] = await shown(store.db, [await siteFor(store.db, principal, params.id)]);
      return { body };
    },
  }),
  route({
    method: 'patch',
    path: '/sites/:id',
    summary: 'Change a site; what is not given stays',
    tag: 'sites',
    role: 'admin',
    params: siteParams,
    body: z.strictObject(siteInput.partial().shape),
    replies: { 200: siteSchema },
    async handle({ params, body, request, principal, context }) {
      const { store, secrets, config, now } = context;
      const site = await siteFor(store.db, principal, params.id, 'admin');
      const { name, owner, retentionDays, schedule } = body;
      const file = definitionChanges(request.body as Record<string, unknown>);
      const changed = await store.transaction(async (db) => {
        const definition =
          Object.keys(file).length === 0
            ? undefined
            : changedDefinition(site, file, name ?? site.name, config.allowNetworks);
        if (name !== undefined && name !== site.name) await refuseTaken(db, name);
        const result = await updateSite(db, site.id, {
          ...(name !== undefined && { name }),
          ...(owner !== undefined && { owner }),
          ...(retentionDays !== undefined && { retentionDays }),
          ...(definition && { definition: sealSite(secrets, definition, site.definition) }),
        });
        if (schedule !== undefined) await writeSchedule(db, result, schedule, now());
        return result;
      });
      const [body200] = await shown(store.db, [changed]);
      return { body: body200 };
    },
  }),
  route({
    method: 'delete',
    path: '/sites/:id',
    summary: 'Take a site off watch and delete its whole history',
    tag: 'sites',
    role: 'admin',
    params: siteParams,
    replies: { 204: null },
    async handle({ params, principal, context: { store } }) {
      const site = await siteFor(store.db, principal, params.id, 'admin');
      await store.transaction((db) => removeSite(db, site.id));
      return {};
    },
  }),
  route({
    method: 'post',
    path: '/sites/:id/crawls',
    summary: 'Crawl a site now',
    description:
      'At most one crawl of a site waits or runs; another one asked for meanwhile is refused with 409.',
    tag: 'crawls',
    role: 'analyst',
    params: siteParams,
    replies: { 202: crawlSchema },
    async handle({ params, principal, context }) {
      const { store, queue, now } = context;
      const site = await siteFor(store.db, principal, params.id, 'analyst');
      const crawl = await store.transaction((db) =>
        queueCrawl(queue, db, { siteId: site.id, cause: 'api', at: now() }),
      );
      if (!crawl) throw conflict(`A crawl of ${site.name} waits or runs already.`, 'Follow that one.');
      return {
        status: 202,
        body: crawlResource(crawl),
        headers: { Location: `/api/v1/crawls/${crawl.id}` },
      };
    },
  }),
];

async function shown(db: Db, sites: readonly Site[]) {
  const ids = sites.map((site) => site.id);
  const [schedules, last] = [await listSchedules(db), await latestCrawls(db, ids)];
  const bySite = new Map(schedules.map((schedule) => [schedule.siteId, schedule]));
  return sites.map((site) => siteResource(site, bySite.get(site.id) ?? null, last.get(site.id) ?? null));
}

const notOfTheFile = new Set(['name', 'owner', 'retentionDays', 'schedule']);

/** What the request itself gives of the site file: checking fills in defaults, which must not overwrite what is stored. */
function definitionChanges(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([key]) => !notOfTheFile.has(key)));
}

/**
 * The definition after a change; null takes a field back to its default. What a site file brought stays the file's: it may
 * name variables of the operator's environment.
 */
function changedDefinition(
  { name: oldName, definition, origin }: Site,
  changes: Record<string, unknown>,
  name: string,
  allowNetworks: readonly string[],
): SiteFile {
  if (origin === 'file') {
    throw conflict(
      `${oldName} comes from a site file; ${Object.keys(changes).join(', ')} cannot be changed here.`,
      'Change the file and run `scriptwarden sites add FILE --replace`.',
    );
  }
  const all: Record<string, unknown> = { ...definition, ...changes };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  return parseSavedSite(given, name, allowNetworks);
}

async function refuseTaken(db: Db, name: string): Promise<void> {
  if (!(await listSites(db)).some((site) => site.name === name)) return;
  throw conflict(`A site named "${name}" exists already.`, 'Choose another name.');
}
