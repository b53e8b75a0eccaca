import express, { type Express } from 'express';
import { authenticate } from '../access/index.ts';
import { createApp } from '../api/app.ts';
import type { ServiceContext } from '../api/context.ts';
import { routes } from '../api/routes.ts';
import { visitorReports, type VisitorIntake } from '../visitors/index.ts';
import { webPages } from '../web/index.ts';
import {
  healthRoutes,
  metricsByToken,
  metricsForAll,
  metricsForAdmins,
  type OperationsParts,
} from './endpoints.ts';
import { observeRequests } from './requests.ts';

/** The whole app: what the parts of the service bring, put together. */
export function serviceApp(
  context: ServiceContext,
  operations: OperationsParts,
  intake: VisitorIntake,
): Express {
  const { config, log } = context;
  return createApp(context, {
    routes,
    // Probes and scrapers call by address, whatever hosts are allowed.
    before: [
      observeRequests(log, operations.metrics),
      healthRoutes(operations),
      metricsByToken(operations, config.metrics.token),
    ],
    open: express.Router({ caseSensitive: true }).all('/csp/:key', visitorReports(intake)),
    authenticate: authenticate(context),
    pages: express.Router().use(metricsForAdmins(operations), webPages(context)),
  });
}

/** What a port of its own tells: nothing but health and metrics. */
export function operationsApp(operations: OperationsParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(healthRoutes(operations), metricsForAll(operations));
  return app;
}
