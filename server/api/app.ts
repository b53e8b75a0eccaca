import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { ServiceContext } from './context.ts';
import { securityHeaders } from './headers.ts';
import { answerForHosts } from './hosts.ts';
import { mountRoutes } from './mount.ts';
import { problemOf, sendProblem } from './problem.ts';
import type { Route } from './route.ts';

/** What the parts of the service bring to the app besides their routes. */
export interface AppParts {
  routes: readonly Route[];
  /** Runs before everything else, e.g. request ids and measures. */
  before?: readonly RequestHandler[];
  /** Public pages and reports that authenticate by themselves or not at all, e.g. /healthz and /csp/:site. */
  open?: Router;
  /** Says who asks, and refuses wrong credentials and forged requests. */
  authenticate: RequestHandler;
  /** Pages for people. */
  pages?: Router;
}

/** The Express app: what every request passes on its way to a route. */
export function createApp(context: ServiceContext, parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', context.config.trustedProxies);
  app.set('etag', false);
  app.set('query parser', 'simple');
  for (const handler of parts.before ?? []) app.use(handler);
  app.use(answerForHosts(context.config));
  app.use(securityHeaders(context.config));
  if (parts.open) app.use(parts.open);
  app.use(parts.authenticate);
  const api = express.Router({ caseSensitive: true, strict: false });
  api.use(noStore);
  mountRoutes(api, parts.routes, context);
  api.use(otherMethods(parts.routes));
  app.use('/api/v1', api);
  if (parts.pages) app.use(parts.pages);
  app.use(nothingHere);
  app.use(tellProblem(context));
  return app;
}

/** Answers speak of one person's sites: no cache may keep them. */
function noStore(_request: Request, response: Response, next: NextFunction): void {
  response.set('Cache-Control', 'no-store');
  next();
}

/** 405 instead of 404 where another method would be right. */
function otherMethods(routes: readonly Route[]): Router {
  const router = express.Router({ caseSensitive: true });
  for (const path of new Set(routes.map((one) => one.path))) {
    const allowed = routes.filter((one) => one.path === path).map((one) => one.method.toUpperCase());
    if (allowed.includes('GET')) allowed.push('HEAD');
    router.all(path, (request, response, next) => {
      if (allowed.includes(request.method)) {
        next();
        return;
      }
      response.set('Allow', allowed.join(', '));
      throw new ScriptwardenError('SW_METHOD_NOT_ALLOWED', {
        message: `${request.method} is not taken here.`,
        fix: `Use ${allowed.join(' or ')}.`,
      });
    });
  }
  return router;
}

function nothingHere(): void {
  throw new ScriptwardenError('SW_ROUTE_NOT_FOUND', {
    message: 'There is nothing at this address.',
    fix: 'See /api/v1/docs for what there is.',
  });
}

/** Express knows an error handler by its four parameters. */
function tellProblem(context: ServiceContext) {
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const requestId = response.get('x-request-id');
    if (response.headersSent && response.writableEnded) return;
    const { status, code } = problemOf(error);
    if (status >= 500) {
      context.log.error({ error, code, method: request.method, requestId }, 'a request failed');
    }
    sendProblem(response, error, requestId);
  };
}
