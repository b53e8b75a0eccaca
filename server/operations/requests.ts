import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from './log.ts';
import type { ServiceMetrics } from './metrics.ts';

/**
 * Gives each request an id (`X-Request-Id`, also in problems and in the log), and tells log and metrics how it ended. The
 * log names the route and never the address: addresses hold one-time links, report keys and what people search for.
 */
export function observeRequests(log: Logger, metrics: ServiceMetrics): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    const requestId = randomBytes(9).toString('base64url');
    response.set('X-Request-Id', requestId);
    response.once('close', () => {
      const ms = performance.now() - start;
      const route = routeOf(request);
      const { method } = request;
      const isWhole = response.writableFinished;
      const status = isWhole || response.headersSent ? response.statusCode : 499;
      metrics.request({ method: knownMethod(method), route, status, seconds: ms / 1000 });
      log[levelOf(route, status, isStream(response))](
        {
          requestId,
          method,
          route,
          status,
          ms: Math.round(ms * 10) / 10,
          ...(isFromVisitors(route) ? {} : { client: request.ip }),
          ...(!isWhole && { aborted: true }),
        },
        'request',
      );
    });
    next();
  };
}

/** The template that matched, `/api/v1/sites/:id`; one word for all addresses that nothing matched. */
function routeOf({ route, originalUrl, baseUrl }: Request): string {
  const path = (route as { path?: unknown } | undefined)?.path;
  if (typeof path !== 'string') return 'unmatched';
  // Express has left the router again, and forgotten its base, when a route throws.
  const base = baseUrl === '' ? (/^\/api\/v1(?=\/)/.exec(originalUrl)?.[0] ?? '') : baseUrl;
  return `${base}${path}`;
}

/** Anybody can invent methods; series must stay few. */
function knownMethod(method: string): string {
  return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(method) ? method : 'OTHER';
}

/** What machines ask all the time is told only when asked for, and what visitors send never with their address. */
function levelOf(route: string, status: number, isEvents: boolean): 'debug' | 'info' | 'warn' {
  if (status >= 500 && route !== '/readyz') return 'warn';
  const isRoutine = isFromVisitors(route) || ['/healthz', '/readyz', '/metrics'].includes(route);
  return isRoutine || isEvents ? 'debug' : 'info';
}

function isFromVisitors(route: string): boolean {
  return route.startsWith('/csp/');
}

function isStream(response: Response): boolean {
  return String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
}
