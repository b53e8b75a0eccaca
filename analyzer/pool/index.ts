export type { Outcome } from './messages.ts';
export { WorkerPool, type PoolOptions } from './pool.ts';
