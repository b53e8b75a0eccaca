import assert from 'node:assert/strict';
import { runKills } from '../../../tools/bench/kill/run.ts';
import { onEveryDatabase } from '../store/databases.ts';

onEveryDatabase('kill -9 at random moments', function (databases) {
  it('loses no finding, doubles no change and damages nothing', async function () {
    this.timeout(60_000);
    const run = await runKills(await databases.address(), await databases.address(), {
      kills: 5,
      scripts: 20,
      longestMs: 200,
    });
    assert.deepEqual(run.problems, []);
    assert.ok(run.changes > 0 || run.crawls < 2);
  });
});
