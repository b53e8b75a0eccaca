import { z } from 'zod';
import { timestamp } from '../../../core/schema/index.ts';
import { id, idOrName } from '../../api/resources/common.ts';
import { listOf, pageOf, pageQuery } from '../../api/list.ts';
import { route, type Route } from '../../api/route.ts';
import { siteFor } from '../../api/sites.ts';
import { listAudit } from '../../store/index.ts';
import { sitesOf } from '../principal.ts';
import { auditResource, auditSchema } from './resources.ts';

export const auditRoutes: Route[] = [
  route({
    method: 'get',
    path: '/audit',
    summary: 'Who did what, when, from where and to what, newest first',
    description: 'Administrators of single sites see what was done to those sites.',
    tag: 'access',
    role: 'admin',
    query: z.strictObject({
      site: idOrName.optional(),
      user: id.optional(),
      action: z
        .string()
        .regex(/^[a-z][a-z.-]{0,99}$/)
        .optional()
        .describe('`users.create`, or all that begin alike: `users.`'),
      since: timestamp.optional(),
      ...pageQuery,
    }),
    replies: { 200: listOf(auditSchema) },
    async handle({ query, principal, context: { store } }) {
      const seen = sitesOf(principal, 'admin');
      const siteIds =
        query.site === undefined ? seen : [(await siteFor(store.db, principal, query.site, 'admin')).id];
      const page = await listAudit(store.db, {
        ...(siteIds !== 'all' && { siteIds }),
        ...(query.user !== undefined && { userId: Number(query.user) }),
        ...(query.action !== undefined && { action: query.action }),
        ...(query.since !== undefined && { since: Date.parse(query.since) }),
        ...pageOf(query),
      });
      return { body: { items: page.items.map(auditResource), next: page.next } };
    },
  }),
];
