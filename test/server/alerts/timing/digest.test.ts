import assert from 'node:assert/strict';
import { digestEnd, sendTime } from '../../../../server/alerts/timing/index.ts';

const end = (digest: Parameters<typeof digestEnd>[0], at: string): string =>
  new Date(digestEnd(digest, Date.parse(at))).toISOString().slice(0, 16);

describe('a digest', () => {
  it('by the hour is sent at the next full one', () => {
    assert.equal(end({ every: 'hour' }, '2026-01-10T08:00Z'), '2026-01-10T09:00');
    assert.equal(end({ every: 'hour' }, '2026-01-10T08:59:59.999Z'), '2026-01-10T09:00');
  });

  it('by the day is sent at its hour of the clock on the wall', () => {
    const daily = { every: 'day', at: '08:30', timeZone: 'Europe/Vienna' } as const;
    assert.equal(end(daily, '2026-03-28T07:29Z'), '2026-03-28T07:30');
    assert.equal(end(daily, '2026-03-28T07:30Z'), '2026-03-29T06:30');
    assert.equal(end(daily, '2026-10-24T07:00Z'), '2026-10-25T07:30');
  });

  it('of an hour that is skipped is sent all the same', () => {
    const daily = { every: 'day', at: '02:30', timeZone: 'Europe/Vienna' } as const;
    const at = digestEnd(daily, Date.parse('2026-03-28T12:00Z'));
    assert.ok(
      at > Date.parse('2026-03-29T00:00Z') && at <= Date.parse('2026-03-29T02:00Z'),
      new Date(at).toISOString(),
    );
  });

  it('waits for the end of quiet hours, but never holds what is critical', () => {
    const rule = {
      digest: { every: 'hour' } as const,
      quietHours: { from: '00:00', to: '06:00', timeZone: 'UTC' },
    };
    const at = Date.parse('2026-01-10T01:10Z');
    assert.deepEqual(sendTime(rule, 'high', at), { as: 'digest', at: Date.parse('2026-01-10T06:00Z') });
    assert.deepEqual(sendTime(rule, 'critical', at), { as: 'alert', at });
  });
});
