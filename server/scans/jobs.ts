export { scanKind } from './create.ts';
export { defaultScanLimits, scanLimitsOf, type ScanLimits } from './limits.ts';
export { endStrandedScans, scanHandler } from './run.ts';
