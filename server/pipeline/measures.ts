import { addMeasures, type AnalysisToStore, type Measure, type Store } from '../store/index.ts';

/** Names of the metrics that tell how the detector fares; labels are the model's version. */
export const metricNames = {
  /** Integrity scores; the label ends in `|` and the tenth the score lies in, 0 to 9. */
  score: 'analysis.integrity',
  /** 1 for a script that no strict parser took, else 0: its mean is the parse-failure rate. */
  parseFailure: 'analysis.parse-failure',
} as const;

/** Counts fresh analyses by hour, so that score distribution and parse failures can be watched over time. */
export async function measureAnalyses(
  store: Store,
  results: readonly AnalysisToStore[],
  at = Date.now(),
): Promise<void> {
  await addMeasures(
    store.db,
    results.flatMap((result) => measuresOf(result, at)),
  );
}

function measuresOf({ analysis }: AnalysisToStore, at: number): Measure[] {
  const { scores, parse, media, model } = analysis;
  const failed = parse.mode === 'loose' || parse.mode === 'none';
  return [
    ...(scores === null
      ? []
      : [
          {
            name: metricNames.score,
            label: `${model.version}|${Math.floor(scores.integrity / 10)}`,
            value: scores.integrity,
            at,
          },
        ]),
    // What could not be judged at all failed to parse, too.
    ...(media === 'js'
      ? [{ name: metricNames.parseFailure, label: model.version, value: failed ? 1 : 0, at }]
      : []),
  ];
}
