import { openStore, type StoreAddress } from '../../../server/store/index.ts';
import { openKillSite } from './site.ts';

/** Crawls the made site day after day until it is killed, and says when a stage begins. Told by its first argument where, as JSON. */
const { address, workDir, scripts } = JSON.parse(process.argv[2]!) as {
  address: StoreAddress;
  workDir: string;
  scripts: number;
};
const store = await openStore(address);
const { crawl } = await openKillSite(store, {
  workDir,
  scripts,
  onStage: (stage) => process.stdout.write(`${stage}\n`),
});
process.stdout.write('ready\n');
for (;;) await crawl();
