export { scanSources, scanStates, type ScanSource, type ScanState } from '../tables/scans.ts';
export * from './files.ts';
export * from './scans.ts';
export * from './uploads.ts';
