import { z } from 'zod';
import { verdicts } from '../../core/schema/index.ts';
import { labels, type Judged } from './sample.ts';

/** What is read of an earlier evaluation; its other fields may have changed since. */
export const earlierEvaluation = z.object({
  model: z.string(),
  rows: z.array(
    z.object({
      id: z.string(),
      label: z.enum(labels),
      verdict: z.enum(verdicts),
      score: z.number().nullable(),
    }),
  ),
});
export type EarlierEvaluation = z.infer<typeof earlierEvaluation>;

export interface Move {
  readonly id: string;
  readonly label: Judged['label'];
  readonly kind: string;
  readonly before: Judged['verdict'];
  readonly after: Judged['verdict'];
  readonly scoreBefore: number | null;
  readonly scoreAfter: number | null;
}

export interface Comparison {
  readonly model: string;
  /** Samples that both runs judged. */
  readonly both: number;
  readonly gained: Move[];
  readonly lost: Move[];
}

const guilt = { benign: 0, unanalysed: 0, suspicious: 1, malicious: 2 } as const;

/** Script by script, where the verdict moved toward the label (gained) or away from it (lost). */
export function compareWith(rows: readonly Judged[], earlier: EarlierEvaluation): Comparison {
  const before = new Map(earlier.rows.map((row) => [row.id, row]));
  const shared = rows.filter(({ id }) => before.has(id));
  const moves = shared.map(({ id, label, kind, verdict, score }) => {
    const old = before.get(id)!;
    const worse = guilt[verdict] - guilt[old.verdict];
    const move: Move = {
      id,
      label,
      kind,
      before: old.verdict,
      after: verdict,
      scoreBefore: old.score,
      scoreAfter: score,
    };
    return { move, gain: label === 'benign' ? -worse : worse };
  });
  return {
    model: earlier.model,
    both: shared.length,
    gained: moves.filter(({ gain }) => gain > 0).map(({ move }) => move),
    lost: moves.filter(({ gain }) => gain < 0).map(({ move }) => move),
  };
}
