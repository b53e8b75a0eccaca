import assert from 'node:assert/strict';
import { useHistory } from './history.ts';

describe('schedule', function () {
  this.timeout(30_000);
  const history = useHistory();

  it('sets, shows and removes', async () => {
    const [set] = await history.lines(
      'schedule',
      'set',
      'shop',
      '15 3 * * *',
      '--time-zone',
      'Europe/Vienna',
    );
    assert.match(set!.nextRunAt as string, /T0[12]:15:00/);
    assert.equal((await history.lines('schedule', 'show'))[0]!.cron, '15 3 * * *');
    assert.equal((await history.lines('schedule', 'remove', 'shop'))[0]!.enabled, false);
    assert.deepEqual(await history.lines('schedule', 'show'), []);
    assert.equal((await history.run('schedule', 'remove', 'shop')).status, 2);
  });

  it('refuses nonsense', async () => {
    for (const args of [['every day'], ['* * * * *'], ['0 3 * * *', '--time-zone', 'Atlantis']]) {
      const { status, stderr } = await history.run('schedule', 'set', 'shop', ...args);
      assert.deepEqual([status, stderr.includes('SW_SCHEDULE_INVALID')], [2, true]);
    }
  });
});
