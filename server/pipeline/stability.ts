import { readMetric, type MetricPoint, type Store } from '../store/index.ts';
import { metricNames } from './measures.ts';

/** How many scores lie in each tenth, 0 to 9. */
export function tenthsOf(scores: readonly number[]): number[] {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const score of scores) counts[Math.min(9, Math.floor(score / 10))]!++;
  return counts;
}

/**
 * Population stability index of two histograms over the same bins: the sum of (b - a) ln(b / a) over their shares. Below
 * 0.1 they are alike, above 0.25 they differ much. Empty bins count as half an observation, so that one rare score does
 * not make it infinite. 0 when either holds nothing. Pure.
 */
export function populationStability(before: readonly number[], after: readonly number[]): number {
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  const [first, second] = [total(before), total(after)];
  if (first === 0 || second === 0) return 0;
  return before.reduce((sum, count, bin) => {
    const a = Math.max(count, 0.5) / first;
    const b = Math.max(after[bin] ?? 0, 0.5) / second;
    return sum + (b - a) * Math.log(b / a);
  }, 0);
}

/** How the detector fares now, against before. */
export interface DetectorDrift {
  recent: { analyses: number; parseFailureRate: number | null };
  earlier: { analyses: number; parseFailureRate: number | null };
  stability: number;
  /** alike below 0.1, moved to 0.25, drifted above: look at what sites changed, or train again. */
  judgement: 'alike' | 'moved' | 'drifted';
}

/** Compares the analyses of the last days with all before them, from the metrics that the pipeline keeps. */
export async function detectorDrift(store: Store, days: number, now: number): Promise<DetectorDrift> {
  const since = now - days * 86_400_000;
  const scores = await readMetric(store.db, { name: metricNames.score });
  const failures = await readMetric(store.db, { name: metricNames.parseFailure });
  const isRecent = (point: MetricPoint): boolean => point.at >= since;
  const side = (points: readonly MetricPoint[]): DetectorDrift['recent'] => {
    const analyses = points.reduce((sum, point) => sum + point.count, 0);
    const failed = points.reduce((sum, point) => sum + point.sum, 0);
    return { analyses, parseFailureRate: analyses === 0 ? null : failed / analyses };
  };
  const stability = populationStability(
    histogram(scores.filter((point) => !isRecent(point))),
    histogram(scores.filter(isRecent)),
  );
  return {
    recent: side(failures.filter(isRecent)),
    earlier: side(failures.filter((point) => !isRecent(point))),
    stability,
    judgement: stability < 0.1 ? 'alike' : stability <= 0.25 ? 'moved' : 'drifted',
  };
}

function histogram(points: readonly MetricPoint[]): number[] {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const { label, count } of points) counts[Number(label.split('|').at(-1))]! += count;
  return counts;
}
