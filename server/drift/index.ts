export { behaviourSets, gained, isEmpty } from './behaviour.ts';
export { compare, dedupeKey } from './compare.ts';
export { statesOfCaptures, type JudgedCapture, type VersionFacts } from './from-capture.ts';
export { detectLibrary, type Library } from './library.ts';
export { aggravations, baseSeverity, severityRank } from './severity.ts';
export type * from './state.ts';
export { tellOnce } from './tell-once.ts';
export { behaviourOf, summaryOf, worstVerdict } from './summary.ts';
