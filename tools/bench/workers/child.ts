import { setTimeout as delay } from 'node:timers/promises';
import { lazySecretBox } from '../../../server/access/secrets/index.ts';
import { openQueue, startWorker } from '../../../server/jobs/index.ts';
import { createAnalyzers } from '../../../server/pipeline/index.ts';
import { openStore } from '../../../server/store/index.ts';
import { crawlOfDay } from '../kill/days.ts';

/** A worker whose crawls see a made site instead of the network; everything else is real. Told where as JSON. */
const { databaseUrl, workDir, leaseMs } = JSON.parse(process.argv[2]!) as {
  databaseUrl: string;
  workDir: string;
  leaseMs: number;
};
const address = { databaseUrl };
const store = await openStore(address);
const crawl = crawlOfDay(() => Promise.resolve(2), 3);
const fail = (error: unknown): void => console.error(error);
await startWorker(
  {
    store,
    analyzers: createAnalyzers(store, { workers: 1, modelDir: workDir }),
    // As long as a quick page takes, so that there is a crawl to be killed in.
    crawl: async (request, hooks) => {
      await delay(100);
      return crawl(request, hooks);
    },
    workDir,
    secrets: lazySecretBox(() => ({ address: { dataDir: workDir } })),
    allowNetworks: () => [],
    env: {},
    now: Date.now,
  },
  await openQueue(store, address, fail),
  { concurrency: 2, leaseMs, pollMs: 500, onError: fail },
);
process.stdout.write('ready\n');
