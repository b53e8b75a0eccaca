import { Router, type NextFunction, type Request, type Response } from 'express';
import { html } from '../../core/html/index.ts';
import type { ServiceContext } from '../api/context.ts';
import { problemOf } from '../api/problem.ts';
import { fromOwnPage, readForms, visitorIfAny } from './forms.ts';
import { iconPath, problem, sendPage, stylePath } from './layout.ts';
import { accountPages } from './pages/account.ts';
import { auditPages } from './pages/audit.ts';
import { linkPages } from './pages/link.ts';
import { loginPages } from './pages/login.ts';
import { tokenPages } from './pages/tokens.ts';
import { userPages } from './pages/users.ts';
import { icon, style } from './style.ts';

/** The pages for people: set-up, login, account, users, audit log. Plain HTML that needs no script and runs none. */
export function webPages(context: ServiceContext): Router {
  const router = Router({ caseSensitive: true });
  router.get(stylePath, (_request, response) => {
    response.set('Cache-Control', 'public, max-age=3600').type('css').send(style);
  });
  router.get(iconPath, (_request, response) => {
    response.set('Cache-Control', 'public, max-age=3600').type('svg').send(icon);
  });
  router.get('/', (request, response) => {
    response.redirect(303, visitorIfAny(request) ? '/account' : '/login');
  });
  router.post('/{*path}', readForms(), fromOwnPage);
  for (const pages of [loginPages, linkPages, accountPages, tokenPages, userPages, auditPages])
    pages(router, context);
  router.use(tellProblem(context));
  return router;
}

/** What went wrong, as a page; whoever only lacks a login is sent to log in. */
function tellProblem({ log }: ServiceContext) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    const { status, code, detail, fix } = problemOf(error);
    if (response.headersSent) {
      next(error);
      return;
    }
    if (code === 'SW_UNAUTHENTICATED') {
      const back = request.method === 'GET' ? `?next=${encodeURIComponent(request.originalUrl)}` : '';
      response.redirect(303, `/login${back}`);
      return;
    }
    if (status >= 500)
      log.error({ err: error, code, requestId: response.get('x-request-id') }, 'a page failed');
    const wait = (error as { retryAfterSeconds?: unknown } | null)?.retryAfterSeconds;
    if (typeof wait === 'number') response.set('Retry-After', String(wait));
    const body = html`<h1>${status === 404 ? 'Not found' : 'That did not work'}</h1>
      ${problem(detail, html`<span>${fix}</span>`)}
      <p class="lead"><a href="/">To the start</a> <span class="soft">· ${code}</span></p>`;
    sendPage(response, { title: 'Error', body, visitor: visitorIfAny(request), isNarrow: true }, status);
  };
}
