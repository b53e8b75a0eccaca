import express, { type Express } from 'express';
import { authenticate, checkSecretKey, createAccess, firstStart } from '../access/index.ts';
import { createApp } from '../api/app.ts';
import type { ServiceContext } from '../api/context.ts';
import { EventHub } from '../api/events/hub.ts';
import { watchStore } from '../api/events/watch.ts';
import { routes } from '../api/routes.ts';
import { publicUrlOf, storeAddressOf, type ServiceConfig } from '../config/index.ts';
import { openQueue, startWorker } from '../jobs/index.ts';
import type { PipelineContext } from '../pipeline/index.ts';
import { healthRoutes, metricsByToken, metricsForAll, type OperationsParts } from './endpoints.ts';
import { createReadiness } from './health.ts';
import { listen, type HttpServer } from './http-server.ts';
import type { Logger } from './log.ts';
import { ServiceMetrics } from './metrics.ts';
import { observeRequests } from './requests.ts';
import { stopAll, type Part } from './stop.ts';
import { sampleStore } from './store-metrics.ts';

/** A service that runs. */
export interface Service {
  /** Where it listens, as an address to open. */
  readonly url: string;
  readonly port: number;
  /** By which the first administrator is made, once; null when there is or was one. */
  readonly setUpLink: string | null;
  /**
   * Ends it in good order: takes nothing new, hands jobs back, lets requests end within the time of the settings. What it
   * was given (store, analyzers) stays open.
   */
  stop(): Promise<void>;
}

export interface ServiceParts {
  config: ServiceConfig;
  pipeline: PipelineContext;
  log: Logger;
  version: string;
}

/** How long jobs have to be handed back, in milliseconds: closing a browser takes a moment. */
const handBackMs = 30_000;

/**
 * Starts the service over an open store: queue, HTTP, then the work in the background. It answers requests when this
 * returns.
 * @throws ScriptwardenError SW_LISTEN_FAILED, SW_MODEL_MISSING, SW_MODEL_INVALID and what the queue throws
 */
export async function startService({ config, pipeline, log, version }: ServiceParts): Promise<Service> {
  const { store, analyzers, now } = pipeline;
  const state = { isStopping: false, isWorking: false };
  const metrics = new ServiceMetrics(version, () => sampleStore(store, now()));
  const onError = (part: string) => (err: unknown) => {
    metrics.error(part);
    log.error({ err, part }, 'something failed');
  };
  const readiness = createReadiness({
    store,
    analyzers,
    isQueueOpen: () => state.isWorking,
    isStopping: () => state.isStopping,
    onError: (err, check) => log.error({ err, check }, 'not ready'),
  });
  const operations = { readiness, metrics };
  const servers: HttpServer[] = [];
  const started: Part[] = [];
  const stop = async (): Promise<void> => {
    state.isStopping = true;
    const closing = servers.map(async (server) => {
      const cut = await server.close(config.shutdownSeconds * 1000);
      if (cut > 0) log.warn({ requests: cut }, 'requests were cut off');
    });
    await Promise.all([...closing, stopAll(started.toReversed(), log, handBackMs)]);
  };
  try {
    await checkSecretKey(store, pipeline.secrets, now());
    const { setUpPath, notes } = await firstStart(store, {
      bootstrapToken: config.bootstrapToken,
      now: now(),
    });
    for (const note of notes) log.info(note);
    const queue = await openQueue(store, storeAddressOf(config), onError('queue'));
    started.push({ name: 'queue', stop: () => queue.close() });
    const access = createAccess(config.limits);
    const context: ServiceContext = { ...pipeline, queue, config, access, log, events: new EventHub() };
    const server = await listen(serviceApp(context, operations), config);
    servers.push(server);
    if (config.metrics.port !== null) {
      const { host, port } = config.metrics;
      const second = await listen(operationsApp(operations), { host, port, limits: config.limits });
      servers.push(second);
      log.info({ metricsHost: host, metricsPort: second.port }, 'metrics have a port of their own');
    }
    const watcher = watchStore(store, context.events, { onError: onError('events') });
    started.push({ name: 'events', stop: () => watcher.stop() });
    if (config.worker) started.push(await startCrawling(context, onError('worker')));
    state.isWorking = true;
    const url = publicUrlOf(config, server.port);
    return { url, port: server.port, setUpLink: setUpPath && `${url}${setUpPath}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serviceApp(context: ServiceContext, operations: OperationsParts): Express {
  const { config, log } = context;
  return createApp(context, {
    routes,
    // Probes and scrapers call by address, whatever hosts are allowed.
    before: [
      observeRequests(log, operations.metrics),
      healthRoutes(operations),
      metricsByToken(operations, config.metrics.token),
    ],
    authenticate: authenticate(context),
  });
}

/** What a port of its own tells: nothing but health and metrics. */
function operationsApp(operations: OperationsParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(healthRoutes(operations), metricsForAll(operations));
  return app;
}

async function startCrawling(context: ServiceContext, onError: (error: unknown) => void): Promise<Part> {
  const { config, queue, log } = context;
  const worker = await startWorker(context, queue, {
    concurrency: config.crawls.concurrency,
    onError,
    onProgress: (crawl, progress) => {
      if (progress.event === 'stage') log.info({ crawl, stage: progress.stage }, 'crawl');
      else if (progress.event === 'warning') log.warn({ crawl }, progress.message);
    },
  });
  return { name: 'worker', stop: () => worker.stop() };
}
