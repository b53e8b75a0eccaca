import express from 'express';
import { storeAddressOf, publicUrlOf, type ServiceConfig } from '../config/index.ts';
import { openQueue, startWorker, type JobQueue } from '../jobs/index.ts';
import type { PipelineContext } from '../pipeline/index.ts';
import { healthRoutes, metricsByToken, metricsForAll } from './endpoints.ts';
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
 * Starts the service over an open store: queue, worker, then HTTP. It answers requests when this returns.
 * @throws ScriptwardenError SW_LISTEN_FAILED, SW_MODEL_MISSING, SW_MODEL_INVALID and what the queue throws
 */
export async function startService({ config, pipeline, log, version }: ServiceParts): Promise<Service> {
  const { store, analyzers } = pipeline;
  const state = { isStopping: false, isQueueOpen: false };
  const metrics = new ServiceMetrics(version, () => sampleStore(store, pipeline.now()));
  const onError = (part: string) => (err: unknown) => {
    metrics.error(part);
    log.error({ err, part }, 'something failed');
  };
  const readiness = createReadiness({
    store,
    analyzers,
    isQueueOpen: () => state.isQueueOpen,
    isStopping: () => state.isStopping,
    onError: (err, check) => log.error({ err, check }, 'not ready'),
  });
  const operations = { readiness, metrics };
  const servers: HttpServer[] = [];
  const started: Part[] = [];
  const stop = async (): Promise<void> => {
    state.isStopping = true;
    const within = config.shutdownSeconds * 1000;
    const closing = servers.map(async (server) => {
      const cut = await server.close(within);
      if (cut > 0) log.warn({ requests: cut }, 'requests were cut off');
    });
    await Promise.all([...closing, stopAll(started.toReversed(), log, handBackMs)]);
  };
  try {
    const app = express();
    app.disable('x-powered-by');
    app.use(
      observeRequests(log, metrics),
      healthRoutes(operations),
      metricsByToken(operations, config.metrics.token),
    );
    const server = await listen(app, config);
    servers.push(server);
    const url = publicUrlOf(config, server.port);
    if (config.metrics.port !== null) {
      const { host, port } = config.metrics;
      const inner = express();
      inner.disable('x-powered-by');
      inner.use(healthRoutes(operations), metricsForAll(operations));
      servers.push(await listen(inner, { host, port, limits: config.limits }));
    }
    const queue = await openQueue(store, storeAddressOf(config), onError('queue'));
    started.push({ name: 'queue', stop: () => queue.close() });
    if (config.worker) started.push(await startCrawling(config, pipeline, queue, log, onError('worker')));
    state.isQueueOpen = true;
    return { url, port: server.port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startCrawling(
  config: ServiceConfig,
  pipeline: PipelineContext,
  queue: JobQueue,
  log: Logger,
  onError: (error: unknown) => void,
): Promise<Part> {
  const worker = await startWorker(pipeline, queue, {
    concurrency: config.crawls.concurrency,
    onError,
    onProgress: (crawl, progress) => {
      if (progress.event === 'stage') log.info({ crawl, stage: progress.stage }, 'crawl');
      else if (progress.event === 'warning') log.warn({ crawl }, progress.message);
    },
  });
  return { name: 'worker', stop: () => worker.stop() };
}
