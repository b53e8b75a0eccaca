import { z } from 'zod';
import { ScriptwardenError } from '../../../core/errors/index.ts';
import { route, type Route } from '../../api/route.ts';
import { findUser } from '../../store/index.ts';
import { audit } from '../audit.ts';
import { browserSession } from '../authenticate.ts';
import { forgeryToken, refuseForeign } from '../forgery.ts';
import { logIn } from '../login.ts';
import { changePassword } from '../password-change.ts';
import type { Principal } from '../principal.ts';
import { leaveSession } from '../sessions.ts';
import { role, userResource, userSchema } from './resources.ts';

const sessionSchema = z
  .object({
    user: userSchema,
    via: z.enum(['session', 'token']),
    role: role.nullable().describe('On every site, by what was used to log in'),
    sites: z.array(z.object({ site: z.string(), role })),
    csrfToken: z
      .string()
      .nullable()
      .describe('To be sent as `X-CSRF-Token` with whatever changes something; null for tokens'),
  })
  .meta({ id: 'Session' });

const password = z.string().min(1).max(1024);

export const sessionRoutes: Route[] = [
  route({
    method: 'post',
    path: '/session',
    summary: 'Log in with name and password',
    description: 'Sets the cookie of a session. Programs use an API token instead.',
    tag: 'access',
    role: 'public',
    audits: 'itself',
    body: z.strictObject({ name: z.string().min(1).max(200), password }),
    replies: { 200: sessionSchema },
    async handle({ body, request, response, context }) {
      refuseForeign(request, context.config.publicUrl);
      const { user, cookie } = await logIn(body, request, response, context);
      const sites = [...user.siteRoles].map(([site, given]) => ({ site: String(site), role: given }));
      const csrfToken = forgeryToken(cookie);
      return { body: { user: userResource(user), via: 'session', role: user.role, sites, csrfToken } };
    },
  }),
  route({
    method: 'get',
    path: '/session',
    summary: 'Who am I, and what may I do',
    tag: 'access',
    role: 'public',
    replies: { 200: sessionSchema },
    async handle({ principal, request, context: { store } }) {
      const { userId, via, role: given, siteRoles } = known(principal);
      const session = browserSession(request);
      return {
        body: {
          user: userResource(await findUser(store.db, userId)),
          via,
          role: given,
          sites: [...siteRoles].map(([site, one]) => ({ site: String(site), role: one })),
          csrfToken: via === 'session' && session ? forgeryToken(session.cookie) : null,
        },
      };
    },
  }),
  route({
    method: 'delete',
    path: '/session',
    summary: 'Log out',
    tag: 'access',
    role: 'public',
    audits: 'itself',
    replies: { 204: null },
    async handle({ principal, request, response, context }) {
      if (principal?.via === 'session') {
        await leaveSession(request, response, context);
        await audit(context.store.db, { request, context, principal }, { action: 'session.end' });
      }
      return {};
    },
  }),
  route({
    method: 'put',
    path: '/session/password',
    summary: 'Change the own password; every other session ends',
    tag: 'access',
    role: 'public',
    audits: 'itself',
    body: z.strictObject({ current: password, password }),
    replies: { 200: z.object({ csrfToken: z.string() }).meta({ id: 'ChangedPassword' }) },
    async handle({ body, principal, request, response, context }) {
      const cookie = await changePassword(known(principal), body, request, response, context);
      return { body: { csrfToken: forgeryToken(cookie) } };
    },
  }),
];

function known(principal: Principal | null): Principal {
  if (principal) return principal;
  throw new ScriptwardenError('SW_UNAUTHENTICATED', {
    message: 'This needs a session or an API token.',
    fix: 'Log in, or send `Authorization: Bearer` with a token.',
  });
}
