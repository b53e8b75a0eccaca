import {
  endAttempt,
  findChannel,
  keepBody,
  noteChannel,
  updateChannel,
  type ClaimedDelivery,
} from '../../store/index.ts';
import { channelKinds, type Outcome } from '../channels/index.ts';
import { linkBase, type AlertContext } from '../context.ts';
import { gatherMessage } from '../message/index.ts';
import { openSecrets } from '../secrets.ts';
import { pauseAfter } from './pauses.ts';

/**
 * Makes one attempt at a delivery in hand and writes down how it went. Nothing the other side does makes it throw.
 * @throws what the store throws; the delivery then stays in hand until its lease ends
 */
export async function attemptDelivery(
  context: AlertContext,
  delivery: ClaimedDelivery,
  { signal, canRetry = true }: { signal: AbortSignal; canRetry?: boolean },
): Promise<Outcome> {
  const { store, now } = context;
  const at = now();
  const outcome = await send(context, delivery, at, signal);
  // Broken off by this process: whether it arrived nobody knows, so it is neither a success nor a failure.
  if (outcome.error !== null && signal.aborted) return outcome;
  const end = now();
  const { error, status } = outcome;
  const pause =
    canRetry && outcome.isGone !== true && outcome.isPointless !== true
      ? pauseAfter(delivery.failures + 1, outcome.retryAfterMs)
      : null;
  // First the channel: who sees the delivery parked must not find a channel that still sends.
  if (outcome.isGone) {
    const disabledReason = 'the target answered 410 Gone';
    await store.transaction((db) =>
      updateChannel(db, delivery.channelId, { enabled: false, disabledReason }, end),
    );
  }
  const isOurs = await endAttempt(
    store,
    delivery,
    { at, durationMs: end - at, status, error },
    pause === null ? null : end + pause,
  );
  if (!isOurs) return outcome;
  await noteChannel(store.db, delivery.channelId, error === null, end);
  return outcome;
}

async function composeBody(context: AlertContext, delivery: ClaimedDelivery): Promise<string | null> {
  const { store, now } = context;
  const message = await gatherMessage(store, delivery, { publicUrl: linkBase(context), now: now() });
  if (message === null) return null;
  const channel = await findChannel(store.db, delivery.channelId);
  const body = channelKinds[channel.type].compose(message);
  await keepBody(store.db, delivery.id, delivery.leaseOwner, body);
  return body;
}

async function send(
  context: AlertContext,
  delivery: ClaimedDelivery,
  at: number,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const body = delivery.body ?? (await composeBody(context, delivery));
    if (body === null) {
      return { status: null, error: 'Nothing is left to tell: its alert was removed.', isPointless: true };
    }
    const channel = await findChannel(context.store.db, delivery.channelId);
    return await channelKinds[channel.type].send({
      id: delivery.webhookId,
      body,
      target: channel.target,
      secrets: openSecrets(context.secrets, channel),
      at,
      context,
      signal,
    });
  } catch (error) {
    return { status: null, error: error instanceof Error ? error.message : String(error) };
  }
}
