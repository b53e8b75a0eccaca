import assert from 'node:assert/strict';
import fc from 'fast-check';
import { scoreOf } from '../../../analyzer/verdict/index.ts';

const thresholds = { suspicious: 0.3, malicious: 0.8 };
const probability = fc.double({ min: 0, max: 1, noNaN: true });
const pair = fc
  .tuple(
    fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
    fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
  )
  .filter(([one, other]) => Math.abs(one - other) > 1e-9)
  .map(([one, other]) => ({ suspicious: Math.min(one, other), malicious: Math.max(one, other) }));

describe('scoreOf', () => {
  for (const [at, score] of [
    [0, 99],
    [0.15, 74],
    [0.2999999, 50],
    [0.3, 49],
    [0.55, 29],
    [0.7999999, 10],
    [0.8, 9],
    [0.9, 5],
    [1, 1],
  ] as const) {
    it(`maps ${at} to ${score}`, () => {
      assert.equal(scoreOf(at, thresholds), score);
    });
  }

  it('is a whole number from 1 to 99 for every probability and pair of thresholds', () => {
    fc.assert(
      fc.property(probability, pair, (p, limits) => {
        const score = scoreOf(p, limits);
        assert.ok(Number.isInteger(score) && score >= 1 && score <= 99);
      }),
    );
  });

  it('never rises with the probability', () => {
    fc.assert(
      fc.property(probability, probability, pair, (one, other, limits) => {
        assert.ok(scoreOf(Math.min(one, other), limits) >= scoreOf(Math.max(one, other), limits));
      }),
    );
  });

  it('is below 10 exactly from the malicious threshold on, and below 50 exactly from the suspicious one', () => {
    fc.assert(
      fc.property(probability, pair, (p, limits) => {
        for (const at of [p, limits.malicious, limits.suspicious]) {
          assert.equal(scoreOf(at, limits) < 10, at >= limits.malicious);
          assert.equal(scoreOf(at, limits) < 50, at >= limits.suspicious);
        }
      }),
    );
  });
});
