export { createLog, silentLog, type Logger, type LogLevel, type LogOptions } from './log.ts';
export { processMetrics, ServiceMetrics, storeMetrics, type Sample } from './metrics.ts';
export { workerOptions } from './background.ts';
export { observeRequests } from './requests.ts';
export { startService, type Service, type ServiceParts } from './service.ts';
