import type { ChannelType as TypeName } from '../../store/index.ts';
import type { ChannelType } from './channel-type.ts';
import { emailChannel } from './email.ts';
import { slackChannel } from './slack.ts';
import { webhookChannel } from './webhook.ts';

export { longestAttemptMs, type ChannelType, type Outcome, type ToSend } from './channel-type.ts';
export type { EmailSecrets, EmailTarget, SmtpServer } from './email.ts';
export type { SlackSecrets } from './slack.ts';
export type { WebhookSecrets, WebhookTarget } from './webhook.ts';

/** Every way to tell people. What target and secrets are in a row of the store is that type's own affair. */
export const channelKinds: Readonly<Record<TypeName, ChannelType<unknown, unknown>>> = {
  webhook: webhookChannel,
  slack: slackChannel,
  email: emailChannel,
};
