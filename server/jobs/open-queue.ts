import type { Store, StoreAddress } from '../store/index.ts';
import type { JobQueue } from './queue.ts';
import { StoreQueue } from './store-queue.ts';

/** The queue that goes with a store: in-process on SQLite, pg-boss on PostgreSQL. */
export async function openQueue(
  store: Store,
  address: StoreAddress,
  onError: (error: unknown) => void = () => undefined,
): Promise<JobQueue> {
  if ('dataDir' in address) return new StoreQueue(store);
  const { BossQueue } = await import('./boss-queue.ts');
  return BossQueue.open(store, address.databaseUrl, onError);
}
