export type { Outcome, Services } from './messages.ts';
export { WorkerPool, type PoolOptions } from './pool.ts';
