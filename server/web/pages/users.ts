import type { Request, Response, Router } from 'express';
import { ScriptwardenError } from '../../../core/errors/index.ts';
import { html, type Content } from '../../../core/html/index.ts';
import { audit } from '../../access/audit.ts';
import { linkUrl, makeLink } from '../../access/links.ts';
import { userName } from '../../access/names.ts';
import { roles, type Role } from '../../access/principal.ts';
import type { ServiceContext } from '../../api/context.ts';
import { InvalidRequest } from '../../api/problem.ts';
import { statusOf } from '../../api/status-codes.ts';
import { requireEverywhere } from '../../api/who.ts';
import {
  addUser,
  changeRoles,
  findUser,
  listSites,
  listUsers,
  removeUser,
  type User,
} from '../../store/index.ts';
import { formOf, visitorOf, type Form } from '../forms.ts';
import { done, hidden, problem, sendPage, timeShown, type Visitor } from '../layout.ts';
import { meanings } from './tokens.ts';

const news: Record<string, string> = {
  role: 'The role is changed; it counts from their next request on.',
  removed: 'The user is removed, with all logins and tokens.',
};

/** Who may use the service; for administrators of every site. */
export function userPages(router: Router, context: ServiceContext): void {
  const { store, now } = context;

  router.get('/users', async (request, response) => {
    await showUsers(administrator(request), request, response, context);
  });

  router.post('/users', async (request, response) => {
    const visitor = administrator(request);
    const { principal } = visitor;
    const form = formOf(request);
    const at = now();
    await orShow(visitor, request, response, context, async () => {
      const name = userName(form.text('name'));
      const { role, siteRoles } = wantedRoles(form);
      const link = await store.transaction(async (db) => {
        const user = await addUser(db, { name, role, siteRoles, at });
        const detail = { role, sites: [...siteRoles] };
        const object = { type: 'users', id: user.id, name };
        await audit(db, { request, context, principal }, { action: 'users.create', object, detail });
        return makeLink(db, user.id, at);
      });
      showLink(visitor, name, linkUrl(link, request, context).link, response);
    });
  });

  router.post('/users/:id/link', async (request, response) => {
    const visitor = administrator(request);
    const { principal } = visitor;
    const { user, link } = await store.transaction(async (db) => {
      const user = await findUser(db, Number(request.params.id));
      const object = { type: 'users', id: user.id, name: user.name };
      await audit(db, { request, context, principal }, { action: 'users.link', object });
      return { user, link: await makeLink(db, user.id, now()) };
    });
    showLink(visitor, user.name, linkUrl(link, request, context).link, response);
  });

  router.post('/users/:id/role', async (request, response) => {
    const visitor = administrator(request);
    const { principal } = visitor;
    await orShow(visitor, request, response, context, async () => {
      const given = formOf(request).text('role');
      const role = given === 'none' ? null : roleNamed(given);
      await store.transaction(async (db) => {
        const user = await changeRoles(db, Number(request.params.id), { role });
        const object = { type: 'users', id: user.id, name: user.name };
        await audit(
          db,
          { request, context, principal },
          { action: 'users.change', object, detail: { role } },
        );
      });
      response.redirect(303, '/users?done=role');
    });
  });

  router.post('/users/:id/remove', async (request, response) => {
    const visitor = administrator(request);
    const { principal } = visitor;
    await orShow(visitor, request, response, context, async () => {
      await store.transaction(async (db) => {
        const user = await removeUser(db, Number(request.params.id));
        const object = { type: 'users', id: user.id, name: user.name };
        await audit(db, { request, context, principal }, { action: 'users.delete', object });
      });
      response.redirect(303, '/users?done=removed');
    });
  });
}

/** @throws ScriptwardenError SW_UNAUTHENTICATED, SW_FORBIDDEN */
export function administrator(request: Request): Visitor {
  const visitor = visitorOf(request);
  requireEverywhere(visitor.principal, 'admin');
  return visitor;
}

/** What the administrator can put right is told above the list. */
async function orShow(
  visitor: Visitor,
  request: Request,
  response: Response,
  context: ServiceContext,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ScriptwardenError) || statusOf(error.code) >= 500) throw error;
    await showUsers(visitor, request, response, context, error);
  }
}

async function showUsers(
  visitor: Visitor,
  request: Request,
  response: Response,
  { store }: ServiceContext,
  error?: ScriptwardenError,
): Promise<void> {
  const [users, sites] = [await listUsers(store.db), await listSites(store.db)];
  const names = new Map(sites.map((site) => [site.id, site.name]));
  const message = typeof request.query.done === 'string' ? news[request.query.done] : undefined;
  const body = html`<h1>Users</h1>
    <p class="lead">
      ${roles.map((role, index) => html`${index > 0 && ' · '}<strong>${role}</strong>: ${meanings[role]}`)}
    </p>
    ${error && problem(error.message, html`<span>${error.fix}</span>`)} ${message && done(message)}
    <section class="card">
      <h2>Who may use this service</h2>
      <div class="table">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">On every site</th>
              <th scope="col">On single sites</th>
              <th scope="col">Last login</th>
              <th scope="col"><span class="soft">&nbsp;</span></th>
            </tr>
          </thead>
          <tbody>
            ${users.map((user) => userRow(user, names, visitor))}
          </tbody>
        </table>
      </div>
    </section>
    <section class="card">
      <h2>Add a user</h2>
      <p class="soft">You get a link for them, by which they choose their own password.</p>
      <form class="stack" method="post" action="/users">
        ${hidden('csrf', visitor.csrf)}
        <div class="columns">
          <label
            >Name
            <input
              name="name"
              maxlength="64"
              required
              autocomplete="off"
              autocapitalize="none"
              spellcheck="false"
              placeholder="e.g. ann@shop.example"
          /></label>
          <label
            >Role
            <select name="role">
              ${roles.map((role) => html`<option>${role}</option>`)}
            </select></label
          >
        </div>
        ${
          sites.length > 0 &&
          html`<fieldset>
            <legend>Only on these sites <span class="hint">(none ticked: on every site)</span></legend>
            <div class="choices">
              ${sites.map(
                (site) =>
                  html`<label
                    ><input type="checkbox" name="site" value="${site.id}" /> <span>${site.name}</span></label
                  >`,
              )}
            </div>
          </fieldset>`
        }
        <button>Add user</button>
      </form>
    </section>`;
  const title = error ? `Error: ${error.message}` : 'Users';
  sendPage(response, { title, body, visitor, current: '/users' }, error ? statusOf(error.code) : 200);
}

function userRow(user: User, names: ReadonlyMap<number, string>, { csrf }: Visitor): Content {
  const single = [...user.siteRoles].map(([site, role]) => `${names.get(site) ?? site}: ${role}`);
  const chosen = user.role ?? 'none';
  return html`<tr>
    <td>${user.name} ${!user.hasPassword && html`<span class="tag">no password yet</span>`}</td>
    <td>
      <form class="inline" method="post" action="/users/${user.id}/role">
        ${hidden('csrf', csrf)}
        <select name="role" aria-label="Role of ${user.name} on every site">
          ${['none', ...roles].map((role) => html`<option ${role === chosen && html`selected`}>${role}</option>`)}
        </select>
        <button class="quiet">Save</button>
      </form>
    </td>
    <td>${single.join(', ') || '–'}</td>
    <td>${timeShown(user.lastLoginAt)}</td>
    <td class="act">
      <form method="post" action="/users/${user.id}/link">
        ${hidden('csrf', csrf)}<button class="quiet" aria-label="New password link for ${user.name}">
          New link
        </button>
      </form>
      <details>
        <summary aria-label="Remove ${user.name} …">Remove …</summary>
        <form method="post" action="/users/${user.id}/remove">
          ${hidden('csrf', csrf)}<button class="quiet bad" aria-label="Remove ${user.name} for good">
            Yes, for good
          </button>
        </form>
      </details>
    </td>
  </tr>`;
}

function showLink(visitor: Visitor, name: string, link: string, response: Response): void {
  const body = html`<h1>A link for ${name}</h1>
    <p class="lead">
      Send it to them by a way that only they read. It is shown this once, works once, and for a day.
    </p>
    <div class="card"><code class="once">${link}</code></div>
    <p class="lead"><a href="/users">Back to the users</a></p>`;
  sendPage(response, { title: `A link for ${name}`, body, visitor, current: '/users' }, 201);
}

function wantedRoles(form: Form): { role: Role | null; siteRoles: Map<number, Role> } {
  const role = roleNamed(form.text('role'));
  const sites = form.all('site').map(Number).filter(Number.isSafeInteger);
  if (sites.length === 0) return { role, siteRoles: new Map() };
  return { role: null, siteRoles: new Map(sites.map((site) => [site, role])) };
}

function roleNamed(given: string): Role {
  const role = roles.find((one) => one === given);
  if (role) return role;
  throw new InvalidRequest('The role is none that there is.', []);
}
