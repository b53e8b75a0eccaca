import { openStore, type StoreAddress } from '../../../server/store/index.ts';
import { openKillSite } from './site.ts';

/** Crawls the made site day after day until it is killed. Told by its first argument where, as JSON. */
const { address, workDir, scripts } = JSON.parse(process.argv[2]!) as {
  address: StoreAddress;
  workDir: string;
  scripts: number;
};
const store = await openStore(address);
const { crawl } = await openKillSite(store, { workDir, scripts });
process.stdout.write('ready\n');
for (;;) await crawl();
