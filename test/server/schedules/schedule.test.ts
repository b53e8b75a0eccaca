import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkSchedule, missedRuns, nextRun, type Schedule } from '../../../server/schedules/index.ts';

const daily: Schedule = { cron: '30 2 * * *', timeZone: 'Europe/Vienna', jitterSeconds: 0 };

function next(schedule: Partial<Schedule>, after: string): string | undefined {
  return nextRun({ ...daily, ...schedule }, 'shop', new Date(after))?.toISOString();
}

describe('schedules', () => {
  it('follow the time zone', () => {
    assert.equal(next({}, '2026-01-10T12:00:00Z'), '2026-01-11T01:30:00.000Z');
    assert.equal(next({}, '2026-07-10T12:00:00Z'), '2026-07-11T00:30:00.000Z');
  });

  it('run once on the day whose 02:30 does not exist', () => {
    const first = next({}, '2026-03-28T12:00:00Z')!;
    const second = next({}, first)!;
    assert.equal(first.slice(0, 10), '2026-03-29');
    assert.equal(second.slice(0, 10), '2026-03-30');
  });

  it('run once on the day that has 02:30 twice', () => {
    const first = next({}, '2026-10-24T12:00:00Z')!;
    assert.equal(first.slice(0, 10), '2026-10-25');
    assert.equal(next({}, first)!.slice(0, 10), '2026-10-26');
  });

  it('come after the moment asked about, however the clock jumped', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 86_400 }),
        (after, jitterSeconds) => {
          const run = nextRun({ ...daily, jitterSeconds }, 'shop', after);
          assert.ok(run && run > after && run.getTime() - after.getTime() <= 25 * 3_600_000);
        },
      ),
    );
  });

  it('spread sites within the jitter, each always the same', () => {
    const runs = ['a', 'b', 'c', 'd'].map((site) =>
      nextRun(
        { ...daily, timeZone: 'UTC', jitterSeconds: 600 },
        site,
        new Date('2026-01-01T12:00:00Z'),
      )!.getTime(),
    );
    const start = Date.parse('2026-01-02T02:30:00Z');
    assert.ok(runs.every((run) => run >= start && run < start + 600_000));
    assert.ok(new Set(runs).size > 1);
  });

  it('tell every run that a downtime missed', () => {
    const missed = missedRuns(
      { ...daily, timeZone: 'UTC' },
      'shop',
      new Date('2026-01-01T03:00:00Z'),
      new Date('2026-01-04T12:00:00Z'),
    );
    assert.deepEqual(
      missed.map((run) => run.toISOString().slice(0, 10)),
      ['2026-01-02', '2026-01-03', '2026-01-04'],
    );
  });

  for (const [wrong, message] of [
    [{ cron: 'every day' }, /not a cron expression/],
    [{ cron: '99 * * * *' }, /not a cron expression/],
    [{ cron: '0 0 31 2 *' }, /never comes due/],
    [{ cron: '* * * * *' }, /more often/],
    [{ timeZone: 'Mars/Olympus' }, /not a time zone/],
    [{ timeZone: '' }, /not a time zone/],
    [{ jitterSeconds: -1 }, /jitter/],
    [{ jitterSeconds: Number.NaN }, /jitter/],
  ] as const)
    it(`refuse ${JSON.stringify(wrong)}`, () => {
      assert.throws(() => checkSchedule({ ...daily, ...wrong }), { code: 'SW_SCHEDULE_INVALID', message });
    });

  it('accept what crontab accepts', () => {
    for (const cron of ['15 3 * * *', '*/15 * * * *', '0 6 * * MON-FRI', '@daily', '0 0 1 1 *'])
      checkSchedule({ ...daily, cron });
  });
});
