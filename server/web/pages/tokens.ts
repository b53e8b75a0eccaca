import type { Request, Response, Router } from 'express';
import { html, type Content } from '../../../core/html/index.ts';
import { includesRole, roleOn, roles, sitesOf, type Role } from '../../access/principal.ts';
import { grantToken, withdrawToken } from '../../access/tokens.ts';
import type { ServiceContext } from '../../api/context.ts';
import { InvalidRequest } from '../../api/problem.ts';
import { findToken, listSites, listTokens, notFound, type ApiToken, type Site } from '../../store/index.ts';
import { formOf, visitorOf, type Form } from '../forms.ts';
import { hidden, sendPage, timeShown, type Visitor } from '../layout.ts';

const day = 86_400_000;
const lifetimes: Record<string, number | null> = { '30': 30, '90': 90, '365': 365, never: null };

/** Makes, shows once and revokes the API tokens of whoever is logged in. */
export function tokenPages(router: Router, context: ServiceContext): void {
  router.post('/account/tokens', async (request, response) => {
    await make(visitorOf(request), request, response, context);
  });

  router.post('/account/tokens/:id', async (request, response) => {
    const { principal } = visitorOf(request);
    const token = await findToken(context.store.db, Number(request.params.id) || 0);
    if (token?.userId !== principal.userId) throw notFound('token', request.params.id);
    await withdrawToken(principal, token, request, context);
    response.redirect(303, '/account?done=revoked');
  });
}

/** The list of tokens and the form for a new one. */
export async function tokensCard(context: ServiceContext, visitor: Visitor): Promise<Content> {
  const { store, now } = context;
  const { items } = await listTokens(store.db, { userId: visitor.principal.userId, limit: 200 });
  const sites = await sitesSeen(context, visitor);
  const usable = items.filter((token) => token.revokedAt === null && (token.expiresAt ?? Infinity) > now());
  return html`<section class="card">
    <h2>API tokens</h2>
    <p class="soft">For programs. A token never does more than you may, and you can revoke it at any time.</p>
    ${usable.length > 0 && tokenTable(usable, sites, visitor)}
    <form class="stack" method="post" action="/account/tokens">
      ${hidden('csrf', visitor.csrf)}
      <label>
        What is it for?
        <input name="name" maxlength="100" required placeholder="e.g. deploy pipeline" autocomplete="off" />
      </label>
      <div class="columns">
        <label>
          May at most
          <select name="role">
            ${offeredRoles(visitor).map((role) => html`<option value="${role}">${role}: ${meanings[role]}</option>`)}
          </select>
        </label>
        <label>
          Ends after
          <select name="days">
            <option value="30">30 days</option>
            <option value="90" selected>90 days</option>
            <option value="365">a year</option>
            <option value="never">never</option>
          </select>
        </label>
      </div>
      ${
        sites.length > 0 &&
        html`<fieldset>
          <legend>Only on these sites <span class="hint">(none ticked: on all of yours)</span></legend>
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
      <button>Make token</button>
    </form>
  </section>`;
}

export const meanings: Record<Role, string> = {
  viewer: 'look',
  analyst: 'decide on scripts, start crawls and scans',
  admin: 'change settings and people',
};

function tokenTable(tokens: readonly ApiToken[], sites: readonly Site[], { csrf }: Visitor): Content {
  const names = new Map(sites.map((site) => [site.id, site.name]));
  const placesOf = (ids: number[] | null): string =>
    ids === null ? 'all of yours' : ids.map((id) => names.get(id) ?? 'a site that is gone').join(', ');
  return html`<div class="table">
    <table>
      <thead>
        <tr>
          <th scope="col">For</th>
          <th scope="col">May</th>
          <th scope="col">Sites</th>
          <th scope="col">Last used</th>
          <th scope="col">Ends</th>
          <th scope="col"><span class="soft">&nbsp;</span></th>
        </tr>
      </thead>
      <tbody>
        ${tokens.map(
          ({ id, name, role, siteIds, usedAt, expiresAt }) =>
            html`<tr>
              <td>${name}</td>
              <td>${role ?? 'as you'}</td>
              <td>${placesOf(siteIds)}</td>
              <td>${timeShown(usedAt)}</td>
              <td>${timeShown(expiresAt)}</td>
              <td class="act">
                <form method="post" action="/account/tokens/${id}">
                  ${hidden('csrf', csrf)}<button class="quiet bad" aria-label="Revoke the token for ${name}">
                    Revoke
                  </button>
                </form>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

async function make(
  visitor: Visitor,
  request: Request,
  response: Response,
  context: ServiceContext,
): Promise<void> {
  const form = formOf(request);
  const { token, secret } = await grantToken(
    visitor.principal,
    {
      name: wantedName(form),
      role: wantedRole(form),
      siteIds: await wantedSites(form, visitor, context),
      expiresAt: wantedEnd(form, context.now()),
    },
    request,
    context,
  );
  const body = html`<h1>Your new token</h1>
    <p class="lead">
      For <strong>${token.name}</strong>. Copy it now: it is shown this once and kept nowhere.
    </p>
    <div class="card">
      <h2 id="token">Token</h2>
      <code class="once" aria-labelledby="token">${secret}</code>
      <p class="lead">Programs send it as <code>Authorization: Bearer …</code></p>
    </div>
    <p class="lead"><a href="/account">Back to your account</a></p>`;
  sendPage(response, { title: 'Your new token', body, visitor }, 201);
}

/** The roles that somebody has anywhere, greatest last. */
function offeredRoles({ principal }: Visitor): Role[] {
  const best = [principal.role, ...principal.siteRoles.values()];
  return roles.filter((role) => best.some((given) => includesRole(given, role)));
}

async function sitesSeen({ store }: ServiceContext, { principal }: Visitor): Promise<Site[]> {
  const seen = sitesOf(principal);
  return (await listSites(store.db)).filter((site) => seen === 'all' || seen.includes(site.id));
}

function wantedName(form: Form): string {
  const name = form.text('name').trim();
  if (name !== '' && name.length <= 100) return name;
  throw new InvalidRequest('The token needs a name of 1 to 100 characters.', []);
}

function wantedRole(form: Form): Role {
  const role = roles.find((one) => one === form.text('role'));
  if (role) return role;
  throw new InvalidRequest('The token needs a role.', []);
}

function wantedEnd(form: Form, now: number): number | null {
  const days = lifetimes[form.text('days')];
  if (days === undefined) throw new InvalidRequest('The token needs a time after which it ends.', []);
  return days === null ? null : now + days * day;
}

async function wantedSites(form: Form, visitor: Visitor, context: ServiceContext): Promise<number[] | null> {
  const wanted = form.all('site').map(Number);
  if (wanted.length === 0) return null;
  const own = await sitesSeen(context, visitor);
  const known = own.filter((site) => wanted.includes(site.id) && roleOn(visitor.principal, site.id));
  return known.map((site) => site.id);
}
