import assert from 'node:assert/strict';
import fc from 'fast-check';
import { detectorDrift, populationStability } from '../../../server/pipeline/index.ts';
import { measureAnalyses } from '../../../server/pipeline/measures.ts';
import { tenthsOf } from '../../../server/pipeline/stability.ts';
import type { AnalysisToStore } from '../../../server/store/index.ts';
import { judge } from '../store/captures.ts';
import { onEveryDatabase } from '../store/databases.ts';

const histogram = fc.array(fc.nat(1000), { minLength: 10, maxLength: 10 });

describe('the population stability index', () => {
  it('is 0 for equal shares', () => {
    fc.assert(fc.property(histogram, (counts) => assert.equal(populationStability(counts, counts), 0)));
  });

  it('is large when scores moved', () => {
    const high = tenthsOf(Array.from({ length: 100 }, () => 95));
    const low = tenthsOf(Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? 95 : 15)));
    assert.ok(populationStability(high, low) > 0.25);
    assert.equal(populationStability(high, tenthsOf([])), 0);
  });

  it('puts scores into tenths', () => {
    assert.deepEqual(tenthsOf([1, 9, 10, 99]), [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
  });
});

onEveryDatabase('the drift of the detector', (databases) => {
  const day = 86_400_000;
  const now = Date.UTC(2026, 5, 1);
  const scored = (integrity: number, mode: 'script' | 'none' = 'script'): AnalysisToStore => {
    const { analysis, features } = judge(`f${integrity}()`);
    const scores = mode === 'none' ? null : { ...analysis.scores!, integrity };
    return { features, analysis: { ...analysis, scores, parse: { mode } } };
  };

  it('compares the scores and parse failures of the last days with those before', async () => {
    const store = await databases.open();
    const usual = [95, 92, 88, 97, 70, 99, 91, 85].map((score) => scored(score));
    await measureAnalyses(store, usual, now - 60 * day);
    await measureAnalyses(store, usual, now - 3 * day);
    const calm = await detectorDrift(store, 30, now);
    assert.deepEqual(
      [calm.stability, calm.judgement, calm.earlier.analyses, calm.recent],
      [0, 'alike', 8, { analyses: 8, parseFailureRate: 0 }],
    );
    const odd = [5, 8, 12, 3].map((score) => scored(score));
    await measureAnalyses(store, [...odd, ...odd, scored(0, 'none')], now - 2 * day);
    const moved = await detectorDrift(store, 30, now);
    assert.equal(moved.judgement, 'drifted');
    assert.deepEqual(moved.recent, { analyses: 17, parseFailureRate: 1 / 17 });
  });
});
