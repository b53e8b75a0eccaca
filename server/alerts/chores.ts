import type { Chore } from '../jobs/chores.ts';
import { dropDeliveries } from '../store/index.ts';

const day = 86_400_000;

/** Deliveries that ended before the retention of the settings, with their attempts; their alerts stay. */
export function oldDeliveries(deliveryDays = 400): Chore {
  return {
    name: 'old-deliveries',
    run: async ({ store, now }) => {
      await dropDeliveries(store.db, now - deliveryDays * day);
    },
  };
}
