import { checkSecretKey, createAccess, firstStart } from '../access/index.ts';
import type { ServiceContext } from '../api/context.ts';
import { EventHub } from '../api/events/hub.ts';
import { publicUrlOf, storeAddressOf, type ServiceConfig } from '../config/index.ts';
import { openQueue } from '../jobs/index.ts';
import type { AnalyzerSource, PipelineContext } from '../pipeline/index.ts';
import { VisitorIntake, type VisitorLimits } from '../visitors/index.ts';
import { operationsApp, serviceApp } from './app.ts';
import { startBackground } from './background.ts';
import { createReadiness } from './health.ts';
import { listen, type HttpServer } from './http-server.ts';
import type { Logger } from './log.ts';
import { ServiceMetrics, type Sample } from './metrics.ts';
import { stopAll, type Part } from './stop.ts';
import { sampleStore } from './store-metrics.ts';

/** A service that runs. */
export interface Service {
  /** Where people reach it. */
  readonly url: string;
  readonly port: number;
  /** The link that makes the first administrator; null when there is or was one. Whoever has it becomes that. */
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

/** How long each part has to hand back what it holds, in milliseconds: closing a browser takes a moment. */
const handBackMs = 30_000;

/**
 * Starts the service over an open store: the first administrator, queue, HTTP, then the work in the background. It answers
 * requests when this returns.
 * @throws ScriptwardenError SW_LISTEN_FAILED, SW_MODEL_MISSING, SW_MODEL_INVALID, SW_SECRET_KEY_WRONG, SW_BOOTSTRAP_WEAK,
 * and what the queue throws
 */
export async function startService({ config, pipeline, log, version }: ServiceParts): Promise<Service> {
  const { store, analyzers, now } = pipeline;
  const state = { isStopping: false, isWorking: false };
  const events = new EventHub();
  const metrics = new ServiceMetrics(version, async () => [
    ...(await sampleStore(store, now())),
    ...(await sampleModel(analyzers)),
    { metric: 'event_streams', labels: {}, value: events.listeners },
  ]);
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
  const servers: HttpServer[] = [];
  const background: Part[] = [];
  const last: Part[] = [];
  const stop = async (): Promise<void> => {
    state.isStopping = true;
    const closing = servers.map(async (server) => {
      const cut = await server.close(config.shutdownSeconds * 1000);
      if (cut > 0) log.warn({ requests: cut }, 'requests were cut off');
    });
    await Promise.all([...closing, stopAll(background.toReversed(), log, handBackMs)]);
    // Requests under way may have queued something until now.
    await stopAll(last, log, handBackMs);
  };
  try {
    await checkSecretKey(store, pipeline.secrets, now());
    const { setUpPath, notes } = await firstStart(store, {
      bootstrapToken: config.bootstrapToken,
      now: now(),
    });
    for (const note of notes) log.info(note);
    const queue = await openQueue(store, storeAddressOf(config), onError('queue'));
    last.push({ name: 'queue', stop: () => queue.close() });
    const access = createAccess(config.limits);
    const context: ServiceContext = { ...pipeline, queue, config, access, log, events };
    const operations = { readiness, metrics };
    const intake = new VisitorIntake({
      store,
      now,
      onError: onError('visitors'),
      limits: visitorLimitsOf(config),
    });
    const server = await listen(serviceApp(context, operations, intake), config);
    last.push({ name: 'visitors', stop: () => intake.close() });
    servers.push(server);
    if (config.metrics.port !== null) {
      const { host, port } = config.metrics;
      const second = await listen(operationsApp(operations), { host, port, limits: config.limits });
      servers.push(second);
      log.info({ metricsHost: host, metricsPort: second.port }, 'metrics have a port of their own');
    }
    const url = publicUrlOf(config, server.port);
    background.push(...(await startBackground(context, { publicUrl: url, onError })));
    state.isWorking = true;
    return { url, port: server.port, setUpLink: setUpPath && `${url}${setUpPath}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A client may save up for a minute. */
function visitorLimitsOf({ limits }: ServiceConfig): Partial<VisitorLimits> {
  return {
    bodyBytes: limits.reportBytes,
    clientBurst: limits.reportsPerMinute,
    clientPerSecond: limits.reportsPerMinute / 60,
  };
}

/** A model that cannot be loaded is told by readiness. */
async function sampleModel(analyzers: AnalyzerSource): Promise<Sample[]> {
  try {
    const { analyzer, release } = await analyzers.acquire();
    await release();
    return [{ metric: 'model_info', labels: { version: analyzer.version }, value: 1 }];
  } catch {
    return [];
  }
}
