export * from './analysis.ts';
export * from './capture/index.ts';
export * from './change.ts';
export * from './common.ts';
export * from './report.ts';
export * from './site.ts';
export * from './webhook.ts';
export * from './site-report.ts';
