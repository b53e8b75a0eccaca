import type { Severity } from '../../../core/schema/index.ts';
import type { Signals } from '../signals.ts';
import type { Clue } from '../places.ts';

/** A reason that the emulated run gives; its place in the source is looked for by the clues, best first. */
export interface Finding {
  readonly severity: Severity;
  readonly message: string;
  readonly clues: readonly Clue[];
  readonly field?: string;
  readonly host?: string;
  readonly steps?: readonly string[];
}

/** One reason that may speak against a script by what it did. Pure: the same trace gives the same findings. */
export interface TraceRule {
  /** Stable name, as in `evidence.rule`. */
  readonly name: string;
  /** What it means that the rule speaks, in one sentence; docs/reference/evidence.md repeats it. */
  readonly meaning: string;
  readonly severity: readonly [Severity, Severity];
  readonly find: (signals: Signals) => Finding[];
}
