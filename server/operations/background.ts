import type { ServiceContext } from '../api/context.ts';
import { watchStore } from '../api/events/watch.ts';
import { startDeliveries } from '../alerts/index.ts';
import { startWorker, type WorkerOptions } from '../jobs/index.ts';
import { scanLimitsOf, startScans, stopScans } from '../scans/index.ts';
import type { ServiceConfig } from '../config/index.ts';
import type { Logger } from './log.ts';
import type { Part } from './stop.ts';

/** How one part tells of what fails in it. */
export type ErrorTeller = (part: string) => (error: unknown) => void;

/** Everything a service does besides answering requests, in the order in which it is begun. */
export async function startBackground(
  context: ServiceContext,
  { publicUrl, onError }: { publicUrl: string; onError: ErrorTeller },
): Promise<Part[]> {
  const { config, store, queue, log } = context;
  const watcher = watchStore(store, context.events, { onError: onError('events') });
  const deliveries = startDeliveries({ ...context, publicUrl }, { onError: onError('deliveries') });
  // Those that an earlier process left, too.
  startScans(context, scanLimitsOf(config));
  const parts: Part[] = [
    { name: 'events', stop: () => watcher.stop() },
    { name: 'deliveries', stop: () => deliveries.stop() },
    { name: 'scans', stop: () => stopScans(store) },
  ];
  if (!config.worker) return parts;
  try {
    const worker = await startWorker(context, queue, workerOptions(config, log, onError('worker')));
    return [...parts, { name: 'worker', stop: () => worker.stop() }];
  } catch (error) {
    for (const { stop } of parts) await stop();
    throw error;
  }
}

/** How a worker works by these settings, in a service or in a process of its own. */
export function workerOptions(
  config: ServiceConfig,
  log: Logger,
  onError: (error: unknown) => void,
): WorkerOptions {
  return {
    concurrency: config.crawls.concurrency,
    scans: scanLimitsOf(config),
    ages: config.retention,
    onError,
    onProgress: (crawl, progress) => {
      if (progress.event === 'stage') log.info({ crawl, stage: progress.stage }, 'crawl');
      else if (progress.event === 'warning') log.warn({ crawl }, progress.message);
    },
    onEnd: ({ id, siteId, state, pages, scripts, error }) =>
      log.info(
        { crawl: id, site: siteId, state, pages, scripts, ...(error && { why: error }) },
        'crawl ended',
      ),
  };
}
