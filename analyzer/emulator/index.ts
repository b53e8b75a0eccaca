/** Runs scripts in a decoy world and says what they did. docs/reference/emulator.md describes the world. */
export { createEmulator } from './pool.ts';
export type { Emulator, EmulatorOptions } from './pool.ts';
export { emulate } from './emulate.ts';
export type { EmulateOptions } from './emulate.ts';
export { Sandbox } from './engine/sandbox.ts';
export { hostOf, isForeign } from './hosts.ts';
export { pageOf } from './worlds.ts';
export { summarise } from './summarise.ts';
export type { Flow, TraceSummary } from './summarise.ts';
export type * from './trace.ts';
