import { randomBytes } from 'node:crypto';
import { createSecretBox } from '../../../server/access/secrets/index.ts';
import type { AlertContext } from '../../../server/alerts/index.ts';
import { prepareChannel } from '../../../server/alerts/save-channel.ts';
import { serviceConfig } from '../../../server/config/index.ts';
import { addChannel, type Channel, type Store } from '../../../server/store/index.ts';

/** A clock that a test moves. */
export interface Clock {
  at: number;
}

/** What telling alerts works with, on loopback, by a clock of the test's when it gives one. */
export function alertContext(store: Store, change: Partial<AlertContext> = {}, clock?: Clock): AlertContext {
  return {
    store,
    config: serviceConfig.parse({ allowNetworks: ['127.0.0.0/8'], publicUrl: 'https://warden.example' }),
    secrets: createSecretBox([randomBytes(32)]),
    now: clock ? () => clock.at : Date.now,
    ...change,
  };
}

/** Saves a webhook as the API does; answers its signing secret with it. */
export async function addWebhook(
  context: AlertContext,
  url: string,
): Promise<{ channel: Channel; secret: string }> {
  const input = { type: 'webhook', url, enabled: true } as const;
  const { secret, ...prepared } = await prepareChannel(input, context);
  return { channel: await addChannel(context.store.db, { ...prepared, at: 0 }), secret: secret! };
}
