import { guiltOf, type Judged } from './sample.ts';

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean probability the model gave, and the share that really was malicious. */
  readonly predicted: number | null;
  readonly observed: number | null;
}

export interface Calibration {
  readonly bins: CalibrationBin[];
  /** Expected calibration error: mean distance of the two over all rows. See Guo et al., 2017, arXiv 1706.04599. */
  readonly expectedError: number | null;
}

const binCount = 10;

/** Whether a probability of 0.8 means that eight of ten are malicious, in ten bins of equal width. */
export function calibrationOf(rows: readonly Judged[]): Calibration {
  const told = rows.filter(({ probabilities }) => probabilities !== null);
  const bins = Array.from({ length: binCount }, (_, index): CalibrationBin => {
    const inBin = told.filter((row) => Math.min(binCount - 1, Math.floor(guiltOf(row) * binCount)) === index);
    const mean = (value: (row: Judged) => number): number | null =>
      inBin.length === 0 ? null : inBin.reduce((sum, row) => sum + value(row), 0) / inBin.length;
    return {
      from: index / binCount,
      to: (index + 1) / binCount,
      count: inBin.length,
      predicted: mean(guiltOf),
      observed: mean(({ label }) => (label === 'benign' ? 0 : 1)),
    };
  });
  const distance = bins.reduce(
    (sum, { count, predicted, observed }) => sum + count * Math.abs((predicted ?? 0) - (observed ?? 0)),
    0,
  );
  return { bins, expectedError: told.length === 0 ? null : distance / told.length };
}
