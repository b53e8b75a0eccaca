import type { Request, Response, Router } from 'express';
import { ScriptwardenError } from '../../../core/errors/index.ts';
import { html } from '../../../core/html/index.ts';
import { followLink, readLink } from '../../access/links.ts';
import { shortestPassword } from '../../access/passwords/index.ts';
import type { ServiceContext } from '../../api/context.ts';
import { statusOf } from '../../api/status-codes.ts';
import { checkOpenForm, formOf, openForm } from '../forms.ts';
import { hidden, problem, sendPage } from '../layout.ts';
import { newPasswordFields, sameTwice } from './password-fields.ts';

/** One-time links: the first administrator, and everybody's first or forgotten password. */
export function linkPages(router: Router, context: ServiceContext): void {
  router.get('/link/:secret', async (request, response) => {
    await show(request, response, context);
  });

  router.post('/link/:secret', async (request, response) => {
    const form = formOf(request);
    const name = form.text('name').slice(0, 64);
    try {
      checkOpenForm(request, context);
      const password = sameTwice(form);
      await followLink(request.params.secret, { name, password }, request, response, context);
    } catch (error) {
      if (!(error instanceof ScriptwardenError) || error.code === 'SW_LINK_INVALID') throw error;
      if (statusOf(error.code) >= 500) throw error;
      await show(request, response, context, { name, error });
      return;
    }
    response.redirect(303, '/account?done=welcome');
  });
}

async function show(
  request: Request<{ secret: string }>,
  response: Response,
  context: ServiceContext,
  { name = '', error }: { name?: string; error?: ScriptwardenError } = {},
): Promise<void> {
  const { user } = await readLink(request.params.secret, request, context);
  const csrf = openForm(request, response, context);
  const title = user ? 'Choose a password' : 'Make the first administrator';
  const lead = user
    ? html`For <strong>${user.name}</strong>. This ends every login you have.`
    : 'You will see and change everything here, and can add other people later.';
  const body = html`<h1>${title}</h1>
    <p class="lead">${lead}</p>
    ${error && problem(error.message, html`<span>${error.fix}</span>`)}
    <div class="card">
      <form class="stack" method="post">
        ${hidden('csrf', csrf)}
        ${
          user
            ? html`<input name="username" value="${user.name}" autocomplete="username" hidden readonly />`
            : html`<label>
                Name
                <span class="hint" id="name-hint"
                  >Letters a to z, digits and . _ @ + -, e.g. your email address</span
                >
                <input
                  name="name"
                  value="${name}"
                  aria-describedby="name-hint"
                  autocomplete="username"
                  autocapitalize="none"
                  spellcheck="false"
                  maxlength="64"
                  required
                  autofocus
                />
              </label>`
        }
        ${newPasswordFields(shortestPassword)}
        <button>${user ? 'Save and log in' : 'Make administrator'}</button>
      </form>
    </div>`;
  sendPage(
    response,
    { title: error ? `Error: ${error.message}` : title, body, isNarrow: true },
    error ? statusOf(error.code) : 200,
  );
}
