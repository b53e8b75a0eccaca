export { compare, dedupeKey } from './compare.ts';
export { aggravations, baseSeverity, severityRank } from './severity.ts';
export type * from './state.ts';
export { tellOnce } from './tell-once.ts';
