import assert from 'node:assert/strict';
import { calibrationOf } from '../../../cli/evaluate/calibration.ts';
import { compareWith } from '../../../cli/evaluate/compare.ts';
import { figuresOf } from '../../../cli/evaluate/figures.ts';
import type { Judged } from '../../../cli/evaluate/sample.ts';
import { shareOf } from '../../../cli/evaluate/share.ts';

function judged(id: number, overrides: Partial<Judged> = {}, guilt = 0): Judged {
  return {
    id: String(id),
    label: 'benign',
    kind: 'page-logic',
    group: `g${id}`,
    hard: false,
    media: 'js',
    verdict: 'benign',
    category: null,
    score: 99,
    probabilities: { benign: 1 - guilt, magecart: guilt, cryptomining: 0, malware: 0 },
    reasons: 0,
    holdsHost: false,
    namesHost: false,
    listsHost: false,
    partial: false,
    ms: id,
    ...overrides,
  };
}
const skimmer = (id: number, guilt: number, overrides: Partial<Judged> = {}): Judged =>
  judged(
    id,
    {
      label: 'magecart',
      kind: 'magecart',
      verdict: 'malicious',
      category: 'magecart',
      reasons: 1,
      holdsHost: true,
      ...overrides,
    },
    guilt,
  );

describe('figures of an evaluation', () => {
  it('count a group once beside each of its samples', () => {
    const rows = ['a', 'a', 'a', 'b'].map((group) => ({ group }));
    const share = shareOf(rows, ({ group }) => group === 'a', 1);
    assert.deepEqual([share.share, share.byGroup, share.groups], [0.75, 0.5, 2]);
    assert.ok(share.low! <= 0.75 && share.high! >= 0.75);
    assert.deepEqual(
      share,
      shareOf(rows, ({ group }) => group === 'a', 1),
    );
  });

  it('find recall at the threshold that a rate of false positives allows', () => {
    const benign = Array.from({ length: 100 }, (_, index) => judged(index, {}, index / 1000));
    const { rates } = figuresOf([...benign, skimmer(200, 0.0985), skimmer(201, 0.5)], 1);
    assert.deepEqual(
      rates.map(({ allowed, recallOf }) => [allowed, recallOf.magecart.hits]),
      [
        [1, 2],
        [0, 1],
        [0, 1],
      ],
    );
  });

  it('tell precision, recall and F1 at the verdicts', () => {
    const rows = [
      judged(1, { verdict: 'malicious', hard: true }),
      judged(2),
      skimmer(3, 0.9),
      skimmer(4, 0.2, { verdict: 'benign' }),
    ];
    const [malicious] = figuresOf(rows, 1).verdicts;
    assert.deepEqual([malicious!.precision, malicious!.recall, malicious!.f1], [0.5, 0.5, 0.5]);
    assert.equal(malicious!.hardFalsePositives.hits, 1);
  });

  it('have none for what there is none of', () => {
    const { verdicts, calibration } = figuresOf([], 1);
    assert.deepEqual(
      [verdicts[0]!.precision, verdicts[0]!.recall, calibration.expectedError],
      [null, null, null],
    );
  });

  it('share of caught skimmers whose host is named', () => {
    const { namedHost, listedHost } = figuresOf(
      [
        skimmer(1, 0.9, { namesHost: true, listsHost: true }),
        skimmer(2, 0.9, { listsHost: true }),
        skimmer(3, 0.9, { holdsHost: false }),
        skimmer(4, 0.9, { verdict: 'suspicious' }),
      ],
      1,
    );
    assert.deepEqual([namedHost.hits, namedHost.of], [1, 2]);
    assert.deepEqual([listedHost.hits, listedHost.of], [2, 2]);
  });

  it('measure how far probabilities are from the truth', () => {
    const { bins, expectedError } = calibrationOf([skimmer(1, 0.75), judged(2, {}, 0.75)]);
    assert.deepEqual([bins[7]!.predicted, bins[7]!.observed], [0.75, 0.5]);
    assert.equal(expectedError, 0.25);
  });

  it('compare two runs sample by sample', () => {
    const rows = [skimmer(1, 0.9), judged(2, { verdict: 'suspicious' }), judged(3)];
    const earlier = rows.map(({ id, label }) => ({ id, label, verdict: 'benign' as const, score: 99 }));
    const { gained, lost, both } = compareWith(rows, { model: 'older', rows: earlier });
    assert.deepEqual([gained.map(({ id }) => id), lost.map(({ id }) => id), both], [['1'], ['2'], 3]);
  });
});
