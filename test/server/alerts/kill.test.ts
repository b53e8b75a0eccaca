import assert from 'node:assert/strict';
import { killDeliveries } from '../../../tools/bench/deliveries/run.ts';
import { onEveryDatabase } from '../store/databases.ts';

onEveryDatabase('kill -9 while alerts are recorded and delivered', (databases) => {
  it('loses none, records none twice, and repeats a webhook only under its own id', async function () {
    this.timeout(180_000);
    const run = await killDeliveries(await databases.address(), { kills: 5, longestMs: 400 });
    assert.deepEqual(run.problems, []);
    assert.ok(run.alerts > 0);
  });
});
