export { databaseFile, openStore, type StoreAddress, type StoreOptions } from './open.ts';
export { conflict, notFound, Store, type Db, type RetryPolicy } from './store.ts';
export { migrate, readVersion, type MigrationResult } from './migrate.ts';
export { migrations, type DatabaseKind, type Migration } from './migrations/index.ts';
export * from './tables.ts';
export * from './sites.ts';
export * from './crawls.ts';
export * from './versions.ts';
export * from './analyses.ts';
export {
  observeVisit,
  planPages,
  refreshScripts,
  spanDelta,
  storeCapture,
  type CaptureToStore,
} from './capture/index.ts';
export * from './lists.ts';
export * from './scripts.ts';
export * from './script-places.ts';
export * from './script-history.ts';
export {
  presentScripts,
  reachedPages,
  readCrawlDelta,
  readCrawlState,
  readSiteState,
  scriptPresence,
  unreachedPages,
  type CrawlContents,
  type ObservationState,
  type PageDelta,
  type PageVisit,
  type SightingState,
} from './film.ts';
export * from './drift-facts.ts';
export * from './upgrades.ts';
export * from './shadow.ts';
export * from './changes.ts';
export * from './alerts/index.ts';
export * from './approvals.ts';
export * from './jobs.ts';
export { mendJobTimes } from './job-clock.ts';
export * from './schedules.ts';
export * from './models.ts';
export * from './metrics.ts';
export { closeGonePages } from './gone-pages.ts';
export * from './retention.ts';
export * from './idempotency.ts';
export * from './scans/index.ts';
export * from './feeds/index.ts';
export * from './visitors/index.ts';
export * from './periods/index.ts';
export * from './access/index.ts';
export { backupStore, restoreStore } from './backup.ts';
export { exportStore, importStore } from './portable.ts';
export { checkStore, type StoreProblem } from './check.ts';
export { hasCode, isBrokenReference } from './dialect/errors.ts';
