import assert from 'node:assert/strict';
import { runWorkers } from '../../../tools/bench/workers/run.ts';
import { onEveryDatabase } from '../store/databases.ts';

onEveryDatabase('two workers', (databases) => {
  if (databases.kind !== 'postgres') return;
  it('end every crawl once though one of them is killed', async function () {
    this.timeout(60_000);
    const address = (await databases.address()) as { databaseUrl: string };
    const run = await runWorkers(address.databaseUrl, { crawls: 12, leaseMs: 1500 });
    assert.deepEqual(run.problems, []);
  });
});
