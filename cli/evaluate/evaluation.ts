import type { Comparison } from './compare.ts';
import type { Figures } from './figures.ts';
import type { RobustnessRow } from './robustness.ts';
import type { Judged } from './sample.ts';

/** What `evaluate --json` writes. */
export interface Evaluation {
  readonly schemaVersion: 1;
  readonly at: string;
  readonly tool: string;
  readonly model: string;
  readonly seed: number;
  /** Most samples of each label, when not all were taken. */
  readonly sample: number | null;
  readonly warning: string;
  readonly complete: boolean;
  readonly figures: Figures;
  readonly robustness: RobustnessRow[] | null;
  readonly comparison: Comparison | null;
  /** Scripts that people called wrong; they count in no other figure. Null when no file was given. */
  readonly feedback: { readonly expired: number; readonly rows: Judged[] } | null;
  readonly rows: Judged[];
}

export const memoryWarning =
  'Rows the model was trained on measure its memory, not its skill. Figures by group-wise cross-validation stand in models/card.md.';
