export { databaseFile, openStore, type StoreAddress, type StoreOptions } from './open.ts';
export { Store, type Db, type RetryPolicy } from './store.ts';
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
