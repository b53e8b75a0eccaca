import type { Response, Router } from 'express';
import { ScriptwardenError } from '../../../core/errors/index.ts';
import { html, type Content } from '../../../core/html/index.ts';
import { browserSession } from '../../access/authenticate.ts';
import { changePassword } from '../../access/password-change.ts';
import { shortestPassword } from '../../access/passwords/index.ts';
import { living } from '../../access/sessions.ts';
import type { ServiceContext } from '../../api/context.ts';
import { statusOf } from '../../api/status-codes.ts';
import { audit } from '../../access/audit.ts';
import { endSession, listSessions, listSites, type Session } from '../../store/index.ts';
import { formOf, visitorOf } from '../forms.ts';
import { done, hidden, problem, sendPage, timeShown, type Visitor } from '../layout.ts';
import { newPasswordFields, sameTwice } from './password-fields.ts';
import { tokensCard } from './tokens.ts';

const news: Record<string, string> = {
  welcome: 'Your password is saved, and you are logged in.',
  password: 'Your password is changed. All other logins have ended.',
  revoked: 'The token is revoked. Whatever still uses it is refused from now on.',
  ended: 'That login has ended.',
};

/** What belongs to whoever is logged in: role, API tokens, logins, password. */
export function accountPages(router: Router, context: ServiceContext): void {
  const { store, now } = context;

  router.get('/account', async (request, response) => {
    const visitor = visitorOf(request);
    const { principal } = visitor;
    const message = typeof request.query.done === 'string' ? news[request.query.done] : undefined;
    const sessions = await listSessions(store.db, principal.userId, living(now()));
    const body = html`<h1>${principal.name}</h1>
      ${await roleShown(context, visitor)} ${message && done(message)} ${await tokensCard(context, visitor)}
      <section class="card">
        <h2>Logins</h2>
        <p class="soft">
          Browsers that are logged in as you. End what you do not know, and change your password.
        </p>
        ${sessionTable(sessions, visitor, browserSession(request)?.sessionId)}
      </section>
      <p class="lead"><a href="/account/password">Change your password</a></p>`;
    sendPage(response, { title: 'Account', body, visitor, current: '/account' });
  });

  router.post('/account/sessions/:id', async (request, response) => {
    const { principal } = visitorOf(request);
    const id = Number(request.params.id);
    if (Number.isSafeInteger(id) && (await endSession(store.db, principal.userId, id))) {
      await audit(
        store.db,
        { request, context, principal },
        { action: 'session.end', object: { type: 'sessions', id } },
      );
    }
    response.redirect(303, '/account?done=ended');
  });

  router.get('/account/password', (request, response) => {
    showPassword(visitorOf(request), response);
  });

  router.post('/account/password', async (request, response) => {
    const visitor = visitorOf(request);
    const form = formOf(request);
    try {
      const given = { current: form.text('current'), password: sameTwice(form) };
      await changePassword(visitor.principal, given, request, response, context);
    } catch (error) {
      if (!(error instanceof ScriptwardenError) || statusOf(error.code) >= 500) throw error;
      showPassword(visitor, response, error);
      return;
    }
    response.redirect(303, '/account?done=password');
  });
}

async function roleShown({ store }: ServiceContext, { principal }: Visitor): Promise<Content> {
  const { role, siteRoles } = principal;
  const names = new Map((await listSites(store.db)).map((site) => [site.id, site.name]));
  const special = [...siteRoles].filter(([site]) => names.has(site));
  const everywhere = role && html`<span class="tag">${role}</span> on every site`;
  const list = special.map(
    ([site, given], index) =>
      html`${index > 0 && ', '}<span class="tag">${given}</span> on ${names.get(site)}`,
  );
  if (!role && special.length === 0)
    return html`<p class="lead">You have no role yet. An administrator gives you one.</p>`;
  return html`<p class="lead">${everywhere}${role && special.length > 0 && ', '}${list}</p>`;
}

function sessionTable(sessions: readonly Session[], { csrf }: Visitor, own: number | undefined): Content {
  return html`<div class="table">
    <table>
      <thead>
        <tr>
          <th scope="col">Browser</th>
          <th scope="col">From</th>
          <th scope="col">Began</th>
          <th scope="col">Last used</th>
          <th scope="col"><span class="soft">&nbsp;</span></th>
        </tr>
      </thead>
      <tbody>
        ${sessions.map(
          ({ id, agent, address, createdAt, seenAt }) =>
            html`<tr>
              <td>${shortAgent(agent)}</td>
              <td>${address}</td>
              <td>${timeShown(createdAt)}</td>
              <td>${timeShown(seenAt)}</td>
              <td class="act">
                ${
                  id === own
                    ? html`<span class="tag">this one</span>`
                    : html`<form method="post" action="/account/sessions/${id}">
                        ${hidden('csrf', csrf)}<button
                          class="quiet bad"
                          aria-label="End the login from ${address}"
                        >
                          End
                        </button>
                      </form>`
                }
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Enough to tell one's browsers apart: `Firefox on Linux`. */
function shortAgent(agent: string): string {
  const browser = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'].find((name) => agent.includes(`${name}/`));
  const system = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS', 'Linux'].find((name) =>
    agent.includes(name),
  );
  if (!browser) return agent.slice(0, 60) || 'unknown';
  const name = { Edg: 'Edge', OPR: 'Opera' }[browser] ?? browser;
  return system ? `${name} on ${system}` : name;
}

function showPassword(visitor: Visitor, response: Response, error?: ScriptwardenError): void {
  const wait = (error as { retryAfterSeconds?: number } | undefined)?.retryAfterSeconds;
  if (wait !== undefined) response.set('Retry-After', String(wait));
  const body = html`<h1>Change your password</h1>
    <p class="lead">All other logins end. API tokens stay: revoke them on your account page.</p>
    ${error && problem(error.message, html`<span>${error.fix}</span>`)}
    <div class="card">
      <form class="stack" method="post" action="/account/password">
        ${hidden('csrf', visitor.csrf)}
        <input name="username" value="${visitor.principal.name}" autocomplete="username" hidden readonly />
        <label>
          Present password
          <input name="current" type="password" autocomplete="current-password" required autofocus />
        </label>
        ${newPasswordFields(shortestPassword)}
        <button>Change password</button>
      </form>
    </div>`;
  const title = error ? `Error: ${error.message}` : 'Change your password';
  sendPage(response, { title, body, visitor, isNarrow: true }, error ? statusOf(error.code) : 200);
}
