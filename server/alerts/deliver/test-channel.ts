import { createOwner } from '../../jobs/owner.ts';
import {
  addTestDelivery,
  claimDelivery,
  findDelivery,
  newWebhookId,
  type Channel,
  type Delivery,
} from '../../store/index.ts';
import { longestAttemptMs } from '../channels/index.ts';
import type { AlertContext } from '../context.ts';
import { attemptDelivery } from './attempt.ts';

/** Sends a test message at once, in one attempt, and tells how it went. The channel may be switched off. */
export async function testChannel(
  context: AlertContext,
  channel: Pick<Channel, 'id' | 'name'>,
  signal: AbortSignal,
): Promise<Delivery> {
  const { store, now } = context;
  const { id } = await addTestDelivery(store.db, {
    channelId: channel.id,
    channelName: channel.name,
    webhookId: newWebhookId(),
    at: now(),
  });
  const lease = { owner: createOwner(), leaseMs: 2 * longestAttemptMs, at: now(), early: true };
  const delivery = await claimDelivery(store.db, id, lease);
  if (delivery) await attemptDelivery(context, delivery, { signal, canRetry: false });
  return findDelivery(store.db, id);
}
