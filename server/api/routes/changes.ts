import { z } from 'zod';
import { change, changeKinds, severity, subjectTypes, type SubjectType } from '../../../core/schema/index.ts';
import { InvalidRequest } from '../problem.ts';
import { findChange, listChanges, type ChangeFilter } from '../../store/index.ts';
import { commaList, listOf, pageOf, pageQuery } from '../list.ts';
import { id, idOrName, idParams } from '../resources/common.ts';
import { route, type Route } from '../route.ts';
import { siteChoice } from '../sites.ts';
import { requireSite } from '../who.ts';

export const changeSchema = change.meta({ id: 'Change' });

export const changeRoutes: Route[] = [
  route({
    method: 'get',
    path: '/changes',
    summary: 'List changes, newest first',
    tag: 'changes',
    role: 'viewer',
    query: z.strictObject({
      site: idOrName.optional().describe('Id or name'),
      since: z
        .string()
        .max(40)
        .optional()
        .describe('Id of a crawl (changes of later crawls), or an RFC 3339 time'),
      severity: severity.optional().describe('The lowest wanted'),
      kind: commaList(changeKinds).optional(),
      crawl: id.optional(),
      subject: z.enum(subjectTypes).optional().describe('With `subjectId`'),
      subjectId: z.string().max(500).optional(),
      host: z.string().max(255).optional().describe('Changes whose subject is this host'),
      sort: z.enum(['newest', 'oldest', 'worst']).default('newest'),
      ...pageQuery,
    }),
    replies: { 200: listOf(changeSchema) },
    async handle({ query, principal, context: { store } }) {
      const siteIds = await siteChoice(store.db, principal, query.site);
      const filter: ChangeFilter = {
        ...(siteIds !== 'all' && { siteIds }),
        ...sinceOf(query.since),
        ...(query.severity && { minSeverity: query.severity }),
        ...(query.kind && { kinds: query.kind }),
        ...(query.crawl !== undefined && { crawlId: Number(query.crawl) }),
        ...subjectOf(query),
        order: query.sort,
        ...pageOf(query),
      };
      return { body: await listChanges(store.db, filter) };
    },
  }),
  route({
    method: 'get',
    path: '/changes/:id',
    summary: 'One change',
    tag: 'changes',
    role: 'viewer',
    params: idParams,
    replies: { 200: changeSchema },
    async handle({ params, principal, context: { store } }) {
      const found = await findChange(store.db, Number(params.id));
      requireSite(principal, Number(found.site), 'viewer', { kind: 'change', name: params.id });
      return { body: found };
    },
  }),
];

/** The id of a crawl or a time. @throws InvalidRequest */
export function sinceOf(since: string | undefined): { sinceCrawl?: number; sinceTime?: number } {
  if (since === undefined) return {};
  if (/^\d{1,15}$/.test(since)) return { sinceCrawl: Number(since) };
  // A plus sign that was not escaped arrives as a space.
  const time = /^\d{4}-\d\d-\d\d/.test(since)
    ? Date.parse(since.replace(/ (\d\d:?\d\d)$/, '+$1'))
    : Number.NaN;
  if (!Number.isNaN(time)) return { sinceTime: time };
  throw new InvalidRequest('The query is not valid: query.since is neither the id of a crawl nor a time.', [
    { at: 'query.since', message: 'neither the id of a crawl nor an RFC 3339 time' },
  ]);
}

function subjectOf(query: {
  subject?: SubjectType | undefined;
  subjectId?: string | undefined;
  host?: string | undefined;
}): Pick<ChangeFilter, 'subject'> {
  if (query.host !== undefined) return { subject: { type: 'host', id: query.host } };
  if (query.subject === undefined || query.subjectId === undefined) return {};
  return { subject: { type: query.subject, id: query.subjectId } };
}
