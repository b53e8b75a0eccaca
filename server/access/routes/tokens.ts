import { z } from 'zod';
import { timestamp } from '../../../core/schema/index.ts';
import { id, idOrName, idParams } from '../../api/resources/common.ts';
import { listOf, pageOf, pageQuery } from '../../api/list.ts';
import { route, type Route } from '../../api/route.ts';
import { siteFor } from '../../api/sites.ts';
import { requireEverywhere } from '../../api/who.ts';
import { findToken, listTokens, notFound } from '../../store/index.ts';
import { grantToken, mayWithdraw, withdrawToken } from '../tokens.ts';
import { newTokenSchema, role, tokenResource, tokenSchema } from './resources.ts';

export const tokenRoutes: Route[] = [
  route({
    method: 'get',
    path: '/tokens',
    summary: 'List the own API tokens, newest first, or for administrators those of others',
    tag: 'access',
    role: 'viewer',
    query: z.strictObject({ user: z.union([id, z.literal('all')]).optional(), ...pageQuery }),
    replies: { 200: listOf(tokenSchema) },
    async handle({ query, principal, context: { store } }) {
      const user = query.user ?? String(principal.userId);
      if (user !== String(principal.userId)) requireEverywhere(principal, 'admin');
      const page = await listTokens(store.db, {
        ...(user !== 'all' && { userId: Number(user) }),
        ...pageOf(query),
      });
      return { body: { items: page.items.map(tokenResource), next: page.next } };
    },
  }),
  route({
    method: 'post',
    path: '/tokens',
    summary: 'Make an API token for oneself',
    description:
      'It may never do more than its user, nor more than what it was made with, nor outlive that. The token is shown only in this answer.',
    tag: 'access',
    role: 'viewer',
    audits: 'itself',
    body: z.strictObject({
      name: z.string().trim().min(1).max(100).describe('What it is for'),
      role: role.nullable().default(null).describe('The most it may do; null: as much as its user'),
      sites: z
        .array(idOrName)
        .min(1)
        .max(1000)
        .nullable()
        .default(null)
        .describe('Null: every site of its user'),
      expiresAt: timestamp.nullable().default(null),
    }),
    replies: { 201: newTokenSchema },
    async handle({ body, principal, request, context }) {
      const sites =
        body.sites &&
        (await Promise.all(body.sites.map((site) => siteFor(context.store.db, principal, site))));
      const { token, secret } = await grantToken(
        principal,
        {
          name: body.name,
          role: body.role,
          siteIds: sites && [...new Set(sites.map((site) => site.id))],
          expiresAt: body.expiresAt === null ? null : Date.parse(body.expiresAt),
        },
        request,
        context,
      );
      return { status: 201, body: { ...tokenResource(token), token: secret } };
    },
  }),
  route({
    method: 'delete',
    path: '/tokens/:id',
    summary: 'Revoke an API token, at once and for good',
    tag: 'access',
    role: 'viewer',
    audits: 'itself',
    params: idParams,
    replies: { 204: null },
    async handle({ params, principal, request, context }) {
      const token = await findToken(context.store.db, Number(params.id));
      const isTheirs = token?.userId === principal.userId;
      if (!token || (!isTheirs && principal.role !== 'admin')) throw notFound('token', params.id);
      await mayWithdraw(principal, token, context);
      await withdrawToken(principal, token, request, context);
      return {};
    },
  }),
];
