import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type RequestHandler, type Router } from 'express';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { principalOf, requireEverywhere } from '../api/who.ts';
import type { Readiness } from './health.ts';
import type { ServiceMetrics } from './metrics.ts';

export interface OperationsParts {
  readiness: () => Promise<Readiness>;
  metrics: ServiceMetrics;
}

/** `/healthz`: this process answers. `/readyz`: it can do its work (503 while it cannot, or is stopping). For anybody. */
export function healthRoutes({ readiness }: OperationsParts): Router {
  const router = express.Router({ caseSensitive: true });
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const told = await readiness();
    response
      .status(told.status === 'ready' ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json(told);
  });
  return router;
}

/** `/metrics` for whoever has the token of the settings; everybody else is left to what comes after. */
export function metricsByToken({ metrics }: OperationsParts, token: string | null): Router {
  const router = express.Router({ caseSensitive: true });
  const wanted = token === null ? null : digest(`Bearer ${token}`);
  const answer = metricsHandler(metrics);
  router.get('/metrics', (request, response, next) => {
    const given = request.get('authorization') ?? '';
    if (wanted !== null && timingSafeEqual(wanted, digest(given))) return answer(request, response, next);
    next();
  });
  return router;
}

/** `/metrics` for administrators of every site; stands behind the authentication. */
export function metricsForAdmins({ metrics }: OperationsParts): Router {
  const router = express.Router({ caseSensitive: true });
  router.get(
    '/metrics',
    (request, _response, next) => {
      const principal = principalOf(request);
      if (!principal) throw unauthenticated();
      requireEverywhere(principal, 'admin');
      next();
    },
    metricsHandler(metrics),
  );
  return router;
}

/** `/metrics` without a question, for a port of its own. */
export function metricsForAll({ metrics }: OperationsParts): Router {
  const router = express.Router({ caseSensitive: true });
  router.get('/metrics', metricsHandler(metrics));
  return router;
}

/** Answers with the metrics; who may ask is decided before. */
export function metricsHandler(metrics: ServiceMetrics): RequestHandler {
  return async (_request, response) => {
    const text = await metrics.text();
    response.set({ 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' }).end(text);
  };
}

function unauthenticated(): ScriptwardenError {
  return new ScriptwardenError('SW_UNAUTHENTICATED', {
    message: 'Metrics are for administrators and for whoever has their token.',
    fix: 'Send `Authorization: Bearer` with the token of the setting `metrics.token`.',
  });
}

/** Equal lengths for the comparison, and nothing told by its time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
