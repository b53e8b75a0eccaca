import { z } from 'zod';
import { idParams } from '../../api/resources/common.ts';
import { listOf, pageQuery } from '../../api/list.ts';
import { route, type Route } from '../../api/route.ts';
import { requireEverywhere } from '../../api/who.ts';
import { addUser, changeRoles, findUser, listUsers, removeUser } from '../../store/index.ts';
import { audit } from '../audit.ts';
import { linkUrl, makeLink } from '../links.ts';
import { userName } from '../names.ts';
import { linkSchema, role, siteRolesInput, siteRolesOf, userResource, userSchema } from './resources.ts';

const roleInput = role.nullable().describe('On every site; null: only on those in `sites`');
const newUserSchema = userSchema.extend(linkSchema.shape).meta({ id: 'NewUser' });

/** Users belong to the whole installation: only administrators of every site see and change them. */
export const userRoutes: Route[] = [
  route({
    method: 'get',
    path: '/users',
    summary: 'List users by name',
    tag: 'access',
    role: 'admin',
    query: z.strictObject(pageQuery),
    replies: { 200: listOf(userSchema) },
    async handle({ query: { limit, cursor }, principal, context: { store } }) {
      requireEverywhere(principal, 'admin');
      const users = await listUsers(store.db);
      const start = cursor === undefined ? 0 : users.findIndex((user) => String(user.id) === cursor) + 1;
      const items = users.slice(start, start + limit).map(userResource);
      return { body: { items, next: start + limit >= users.length ? null : items.at(-1)!.id } };
    },
  }),
  route({
    method: 'post',
    path: '/users',
    summary: 'Add a user; they choose their password by the link in the answer',
    tag: 'access',
    role: 'admin',
    audits: 'itself',
    body: z.strictObject({
      name: z.string().min(1).max(64).describe('What they log in with, e.g. their email address'),
      role: roleInput.default(null),
      sites: siteRolesInput.default([]),
    }),
    replies: { 201: newUserSchema },
    async handle({ body, principal, request, context }) {
      requireEverywhere(principal, 'admin');
      const name = userName(body.name);
      const at = context.now();
      const { user, link } = await context.store.transaction(async (db) => {
        const user = await addUser(db, { name, role: body.role, siteRoles: siteRolesOf(body.sites), at });
        const object = { type: 'users', id: user.id, name };
        const detail = { role: body.role, sites: body.sites };
        await audit(db, { request, context, principal }, { action: 'users.create', object, detail });
        return { user, link: await makeLink(db, user.id, at) };
      });
      return {
        status: 201,
        body: { ...userResource(user), ...linkUrl(link, request, context) },
        headers: { Location: `/api/v1/users/${user.id}` },
      };
    },
  }),
  route({
    method: 'get',
    path: '/users/:id',
    summary: 'One user',
    tag: 'access',
    role: 'admin',
    params: idParams,
    replies: { 200: userSchema },
    async handle({ params, principal, context: { store } }) {
      requireEverywhere(principal, 'admin');
      return { body: userResource(await findUser(store.db, Number(params.id))) };
    },
  }),
  route({
    method: 'patch',
    path: '/users/:id',
    summary: 'Change what a user may do; it counts from their next request on',
    tag: 'access',
    role: 'admin',
    audits: 'itself',
    params: idParams,
    body: z.strictObject({ role: roleInput.optional(), sites: siteRolesInput.optional() }),
    replies: { 200: userSchema },
    async handle({ params, body, principal, request, context }) {
      requireEverywhere(principal, 'admin');
      const user = await context.store.transaction(async (db) => {
        const changed = await changeRoles(db, Number(params.id), {
          ...(body.role !== undefined && { role: body.role }),
          ...(body.sites && { siteRoles: siteRolesOf(body.sites) }),
        });
        const object = { type: 'users', id: changed.id, name: changed.name };
        await audit(
          db,
          { request, context, principal },
          { action: 'users.change', object, detail: { ...body } },
        );
        return changed;
      });
      return { body: userResource(user) };
    },
  }),
  route({
    method: 'delete',
    path: '/users/:id',
    summary: 'Remove a user with all sessions and tokens; what they did stays in the audit log',
    tag: 'access',
    role: 'admin',
    audits: 'itself',
    params: idParams,
    replies: { 204: null },
    async handle({ params, principal, request, context }) {
      requireEverywhere(principal, 'admin');
      await context.store.transaction(async (db) => {
        const user = await removeUser(db, Number(params.id));
        const object = { type: 'users', id: user.id, name: user.name };
        await audit(db, { request, context, principal }, { action: 'users.delete', object });
      });
      return {};
    },
  }),
  route({
    method: 'post',
    path: '/users/:id/links',
    summary: 'Make a one-time link by which a user chooses a new password',
    description: 'It ends the one before. The password they have stays good until they use it.',
    tag: 'access',
    role: 'admin',
    audits: 'itself',
    params: idParams,
    replies: { 201: linkSchema },
    async handle({ params, principal, request, context }) {
      requireEverywhere(principal, 'admin');
      const link = await context.store.transaction(async (db) => {
        const user = await findUser(db, Number(params.id));
        const object = { type: 'users', id: user.id, name: user.name };
        await audit(db, { request, context, principal }, { action: 'users.link', object });
        return makeLink(db, user.id, context.now());
      });
      return { status: 201, body: linkUrl(link, request, context) };
    },
  }),
];
