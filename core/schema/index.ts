export * from './analysis.ts';
export * from './capture/index.ts';
export * from './common.ts';
export * from './site.ts';
