/** What an emulated run means: features, evidence and behaviour of its trace, and when a script is run at all. */
export { applyTrace, type FromRun, type FromSource } from './apply.ts';
export { callsForEmulation, emulatedLengths } from './called-for.ts';
export { traceRules } from './evidence/index.ts';
export { withoutCards } from './temper.ts';
