export { expiredScans } from './chores.ts';
export { startScans, stopScans } from './lanes.ts';
export * from './jobs.ts';
export { scanRoutes } from './routes.ts';
