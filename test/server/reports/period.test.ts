import assert from 'node:assert/strict';
import { periodOf } from '../../../server/reports/index.ts';

const now = Date.UTC(2026, 1, 1);

describe('the period of a report', () => {
  const at = (given: { from?: string; to?: string }): [string, string] => {
    const { from, to } = periodOf(given, now);
    return [new Date(from).toISOString(), new Date(to).toISOString()];
  };

  it('takes days, the last one included, and times', () => {
    assert.deepEqual(at({ from: '2026-01-01', to: '2026-01-31' }), [
      '2026-01-01T00:00:00.000Z',
      '2026-02-01T00:00:00.000Z',
    ]);
    assert.deepEqual(at({ from: '2026-01-01T12:00:00+01:00' }), [
      '2026-01-01T11:00:00.000Z',
      '2026-02-01T00:00:00.000Z',
    ]);
    assert.deepEqual(at({}), ['2026-01-02T00:00:00.000Z', '2026-02-01T00:00:00.000Z']);
  });

  for (const wrong of [{ from: 'yesterday' }, { to: '2026-13-01' }, { from: '2026-02-02' }, { from: '1' }])
    it(`refuses ${JSON.stringify(wrong)}`, () => {
      assert.throws(() => periodOf(wrong, now), { code: 'SW_PERIOD_INVALID' });
    });
});
