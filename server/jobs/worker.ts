import type { PipelineContext, PipelineProgress } from '../pipeline/context.ts';
import { mendJobTimes, type Crawl, type Job } from '../store/index.ts';
import { choresOf, type Ages } from './chores.ts';
import { crawlHandler, crawlKind, endStrandedCrawls } from './crawls.ts';
import { dayOf, maintenanceHandler, maintenanceKind, queueMaintenance } from './maintenance.ts';
import type { JobQueue } from './queue.ts';
import { tickSchedules } from './schedule.ts';
import {
  defaultScanLimits,
  endStrandedScans,
  scanHandler,
  scanKind,
  type ScanLimits,
} from '../scans/jobs.ts';
import { checkHandler, feedCheckKind, feedRefreshKind, refreshHandler, tickFeeds } from '../feeds/jobs.ts';
import { queueUpgrade, upgradeHandler, upgradeKind } from './upgrade.ts';

/** Longer than any retry, so that a job which waits longer waits for a clock that was wrong. */
const longestWaitMs = 2 * 3_600_000;

export interface WorkerOptions {
  /** Crawls at a time. */
  concurrency?: number;
  /** How long a job is held without a sign of life, in milliseconds. */
  leaseMs?: number;
  /** How often to look for work, in milliseconds. */
  pollMs?: number;
  /** How often to look at schedules, in milliseconds. */
  tickMs?: number;
  /** What uploaded scans may cost, and what they and threat feeds may reach; the defaults of the settings unless said. */
  scans?: ScanLimits;
  /** For how long what ages is kept; the defaults of the settings unless said. */
  ages?: Partial<Ages>;
  onProgress?: (crawlId: number, progress: PipelineProgress) => void;
  /** Told when a crawl has come to its end, whatever that is. */
  onEnd?: (crawl: Crawl) => void;
  onError?: (error: unknown, job: Job | null) => void;
}

export interface Worker {
  stop(): Promise<void>;
}

/**
 * Crawls what is queued and what schedules ask for, brings analyses up to date after an upgrade, and does the daily
 * maintenance, until stopped. Any number of workers may share a PostgreSQL store; on SQLite one process at a time.
 */
export async function startWorker(
  context: PipelineContext,
  queue: JobQueue,
  options: WorkerOptions = {},
): Promise<Worker> {
  const { store, now } = context;
  const { concurrency = 2, leaseMs = 60_000, pollMs = 1000, tickMs = 15_000 } = options;
  const scanLimits = options.scans ?? defaultScanLimits;
  const onError = options.onError ?? (() => undefined);
  let detector: string | null = null;
  /** After an upgrade, and after a model was promoted. */
  const upgrade = async (): Promise<void> => {
    const { analyzer, release } = await context.analyzers.acquire();
    try {
      if (analyzer.version === detector) return;
      await queueUpgrade(store, queue, analyzer.version, now());
      detector = analyzer.version;
    } finally {
      await release();
    }
  };
  let maintained: string | null = null;
  const maintain = async (): Promise<void> => {
    const day = dayOf(now());
    if (day === maintained) return;
    if (await queueMaintenance(store, queue, now())) maintained = day;
  };
  // A missing or wrong model is told before any work begins.
  await upgrade();
  const tick = async (): Promise<void> => {
    await upgrade();
    await mendJobTimes(store.db, now(), { longestMs: longestWaitMs, leaseMs });
    await endStrandedCrawls(store, now());
    await endStrandedScans(store, now());
    await tickFeeds(store, queue, now());
    await tickSchedules(store, queue, now());
    await maintain();
  };
  let ticking = Promise.resolve();
  const tickSafely = (): Promise<void> => tick().catch((error: unknown) => onError(error, null));

  const consumer = await queue.work({
    handlers: {
      [crawlKind]: crawlHandler(context, options.onProgress, options.onEnd),
      [upgradeKind]: upgradeHandler(context),
      [scanKind]: scanHandler(context, scanLimits),
      [feedRefreshKind]: refreshHandler(store, { allowNetworks: scanLimits.allowNetworks, now }),
      [feedCheckKind]: checkHandler(store, now),
      [maintenanceKind]: maintenanceHandler(context, choresOf(options.ages)),
    },
    concurrency,
    leaseMs,
    pollMs,
    now,
    onError,
  });
  await tickSafely();
  const timer = setInterval(() => void (ticking = ticking.then(tickSafely)), tickMs);
  return {
    async stop() {
      clearInterval(timer);
      await ticking;
      await consumer.stop();
    },
  };
}
