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
  if (analysis.scores === null) return [];
  const { version } = analysis.model;
  const { integrity } = analysis.scores;
  const failed = analysis.parse.mode === 'loose' || analysis.parse.mode === 'none';
  return [
    { name: metricNames.score, label: `${version}|${Math.floor(integrity / 10)}`, value: integrity, at },
    { name: metricNames.parseFailure, label: version, value: failed ? 1 : 0, at },
  ];
}
