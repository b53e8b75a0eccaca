import type { Chore } from '../jobs/chores.ts';
import { dropUnusedUploads, expireScans } from '../store/index.ts';

/** Scans whose time is over, and the bodies and results that nothing needs after them. */
export const expiredScans: Chore = {
  name: 'scans',
  async run({ store, now }) {
    await expireScans(store.db, now);
    await dropUnusedUploads(store, now);
  },
};
