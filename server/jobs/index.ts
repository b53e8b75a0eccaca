export {
  cancelCrawl,
  crawlAttempts,
  crawlHandler,
  crawlKey,
  crawlKind,
  endStrandedCrawls,
  failCrawl,
  queueCrawl,
  type CrawlOrder,
} from './crawls.ts';
export { chores, choresOf, doChores, type Ages, type Chore } from './chores.ts';
export { maintenanceHandler, maintenanceKind, queueMaintenance } from './maintenance.ts';
export { openQueue } from './open-queue.ts';
export { createOwner, isOwnerGone } from './owner.ts';
export type { Consumer, JobAttempt, JobHandler, JobHandlers, JobQueue, WorkOptions } from './queue.ts';
export { retryDelay, runJob } from './run-job.ts';
export { runSiteNow } from './run-now.ts';
export { tickSchedules } from './schedule.ts';
export { StoreQueue } from './store-queue.ts';
export { queueUpgrade, upgradeAnalyses, upgradeHandler, upgradeKind } from './upgrade.ts';
export { startWorker, type Worker, type WorkerOptions } from './worker.ts';
