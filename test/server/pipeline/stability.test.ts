import assert from 'node:assert/strict';
import fc from 'fast-check';
import { populationStability } from '../../../server/pipeline/index.ts';
import { tenthsOf } from '../../../server/pipeline/stability.ts';

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
