import type { Request, Response, Router } from 'express';
import { ScriptwardenError } from '../../../core/errors/index.ts';
import { html, type Content } from '../../../core/html/index.ts';
import { audit } from '../../access/audit.ts';
import { logIn } from '../../access/login.ts';
import { leaveSession } from '../../access/sessions.ts';
import type { ServiceContext } from '../../api/context.ts';
import { statusOf } from '../../api/status-codes.ts';
import { checkOpenForm, formOf, openForm, ownPath, visitorIfAny } from '../forms.ts';
import { done, hidden, problem, sendPage } from '../layout.ts';

/** Logging in and out. */
export function loginPages(router: Router, context: ServiceContext): void {
  router.get('/login', (request, response) => {
    if (visitorIfAny(request)) response.redirect(303, ownPath(request.query.next));
    else showLogin(request, response, context, { next: ownPath(request.query.next) });
  });

  router.post('/login', async (request, response) => {
    const form = formOf(request);
    const next = ownPath(form.text('next'));
    const name = form.text('name').slice(0, 200);
    try {
      checkOpenForm(request, context);
      await logIn({ name, password: form.text('password') }, request, response, context);
    } catch (error) {
      if (!(error instanceof ScriptwardenError) || statusOf(error.code) >= 500) throw error;
      showLogin(request, response, context, { next, name, error });
      return;
    }
    response.redirect(303, next);
  });

  router.post('/logout', async (request, response) => {
    const visitor = visitorIfAny(request);
    if (visitor) {
      await leaveSession(request, response, context);
      await audit(
        context.store.db,
        { request, context, principal: visitor.principal },
        { action: 'session.end' },
      );
    }
    response.redirect(303, '/login?left=1');
  });
}

function showLogin(
  request: Request,
  response: Response,
  context: ServiceContext,
  { next, name = '', error }: { next: string; name?: string; error?: ScriptwardenError },
): void {
  const csrf = openForm(request, response, context);
  const wait = (error as { retryAfterSeconds?: number } | undefined)?.retryAfterSeconds;
  if (wait !== undefined) response.set('Retry-After', String(wait));
  const body = html`<h1>Log in</h1>
    ${error && problem(error.message, html`<span>${error.fix}</span>`)}
    ${!error && request.query.left === '1' && done('You are logged out.')}
    <div class="card">
      <form class="stack" method="post" action="/login">
        ${hidden('csrf', csrf)}${hidden('next', next)}
        <label>
          Name
          <input
            name="name"
            value="${name}"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            required
            ${focus(name === '')}
          />
        </label>
        <label>
          Password
          <input
            name="password"
            type="password"
            autocomplete="current-password"
            required
            ${focus(name !== '')}
          />
        </label>
        <button>Log in</button>
      </form>
    </div>
    <p class="lead">No password yet, or forgotten? An administrator can make you a link.</p>`;
  const status = error ? statusOf(error.code) : 200;
  sendPage(response, { title: error ? `Error: ${error.message}` : 'Log in', body, isNarrow: true }, status);
}

function focus(isWanted: boolean): Content {
  return isWanted && html`autofocus`;
}
