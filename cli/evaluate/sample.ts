import {
  categories,
  type Analysis,
  type Category,
  type Probabilities,
  type Verdict,
} from '../../core/schema/index.ts';

import type { Destination } from './destination.ts';

export const labels = ['benign', ...categories] as const;
export type Label = (typeof labels)[number];

/** One labelled script or page. docs/reference/corpus.md documents the form. */
export interface Sample {
  /** Tells it from all others and finds it again in another run: its place and the hash of its text. */
  readonly id: string;
  readonly text: string;
  readonly media: 'js' | 'html';
  readonly label: Label;
  readonly kind: string;
  /** Vendor, site or family: samples of one group are no independent proof. */
  readonly group: string;
  /** Benign but suspicious-looking. */
  readonly hard: boolean;
}

/** What the detector said of a sample; no source text, so that results can be kept and sent. */
export interface Judged extends Destination {
  readonly id: string;
  readonly label: Label;
  readonly kind: string;
  readonly group: string;
  readonly hard: boolean;
  readonly media: 'js' | 'html';
  readonly verdict: Verdict;
  readonly category: Category | null;
  readonly score: number | null;
  readonly probabilities: Probabilities | null;
  /** Pieces of evidence; each has a place. */
  readonly reasons: number;
  readonly partial: boolean;
  readonly ms: number;
}

export function judgedOf(
  { id, label, kind, group, hard, media }: Sample,
  analysis: Analysis,
  destination: Destination,
): Judged {
  return {
    id,
    label,
    kind,
    group,
    hard,
    media,
    verdict: analysis.verdict,
    category: analysis.category,
    score: analysis.scores?.integrity ?? null,
    probabilities: analysis.probabilities,
    reasons: analysis.evidence.length,
    ...destination,
    partial: analysis.partial,
    ms: analysis.timings.totalMs,
  };
}

/** How guilty the model finds it, 0 to 1: whatever is not benign. */
export function guiltOf({ probabilities }: Judged): number {
  return probabilities ? 1 - probabilities.benign : 0;
}
