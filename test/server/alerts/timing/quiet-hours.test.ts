import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isQuiet, quietEnd, type QuietHours } from '../../../../server/alerts/timing/index.ts';

const night: QuietHours = { from: '22:00', to: '07:00', timeZone: 'Europe/Vienna' };
const minute = 60_000;

function endOf(quiet: QuietHours, at: string): string {
  return new Date(quietEnd(quiet, Date.parse(at))).toISOString().slice(0, 16);
}

describe('quiet hours', () => {
  it('begin with their first minute and end before their last', () => {
    const quiet = (at: string): boolean => isQuiet(night, Date.parse(at));
    assert.deepEqual(
      ['2026-01-10T20:59Z', '2026-01-10T21:00Z', '2026-01-11T05:59:59Z', '2026-01-11T06:00Z'].map(quiet),
      [false, true, true, false],
    );
  });

  it('may lie within a day', () => {
    const noon = { from: '12:00', to: '13:30', timeZone: 'Asia/Kolkata' };
    assert.equal(endOf(noon, '2026-01-10T06:45Z'), '2026-01-10T08:00');
    assert.equal(endOf(noon, '2026-01-10T08:00Z'), '2026-01-10T08:00');
  });

  it('end by the clock on the wall in the night it is put forward, and back', () => {
    assert.equal(endOf(night, '2026-03-28T21:00Z'), '2026-03-29T05:00');
    assert.equal(endOf(night, '2026-10-24T20:00Z'), '2026-10-25T06:00');
  });

  it('end when the clock jumps over their end', () => {
    assert.equal(endOf({ ...night, to: '02:30' }, '2026-03-28T22:00Z'), '2026-03-29T01:00');
  });

  it('end when the clock first shows their end, though it is put back behind it', () => {
    assert.equal(endOf({ ...night, to: '02:30' }, '2026-10-24T22:00Z'), '2026-10-25T00:30');
  });

  it('end on the day the clock is put forward, though they leave out but a quarter of an hour', () => {
    const nearlyAlways = { ...night, from: '00:15', to: '00:00' };
    assert.equal(endOf(nearlyAlways, '2026-03-29T00:00Z'), '2026-03-29T22:00');
  });

  it('end at the first minute that is not quiet, whenever and wherever', () => {
    const clock = fc.integer({ min: 0, max: 95 }).map((quarter) => {
      const two = (value: number): string => String(value).padStart(2, '0');
      return `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`;
    });
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Vienna',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Antarctica/Troll',
      'Asia/Kathmandu',
    );
    // Around the clock changes of 2026 as well as on any other day.
    const day = fc.constantFrom(
      '2026-03-08',
      '2026-03-29',
      '2026-04-05',
      '2026-10-04',
      '2026-10-25',
      '2026-11-01',
      '2026-06-15',
    );
    fc.assert(
      fc.property(
        clock,
        clock,
        zone,
        day,
        fc.integer({ min: -1440, max: 1440 }),
        (from, to, timeZone, date, offset) => {
          fc.pre(from !== to);
          const quiet = { from, to, timeZone };
          const at = Date.parse(date) + offset * minute;
          let expected = at;
          while (isQuiet(quiet, expected)) expected += minute;
          assert.equal(quietEnd(quiet, at), expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});
