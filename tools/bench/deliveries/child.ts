import { setTimeout as delay } from 'node:timers/promises';
import { startDeliveries } from '../../../server/alerts/index.ts';
import { openStore, type StoreAddress } from '../../../server/store/index.ts';
import { contextOf, recordOne, type Work } from './site.ts';

/** Records changes and delivers their alerts until it is killed. Told by its first argument where, as JSON. */
const { address, ...work } = JSON.parse(process.argv[2]!) as Work & { address: StoreAddress };
const store = await openStore(address);
startDeliveries(contextOf(store, work), {
  // Looks often, so that it is killed in the middle of something.
  pollMs: 20,
  onError: (error) => {
    throw error;
  },
});
process.stdout.write('ready\n');
for (;;) {
  await recordOne(store, work.siteId);
  await delay(5 + Math.random() * 20);
}
