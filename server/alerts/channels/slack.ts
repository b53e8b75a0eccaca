import { slackBody, textOf } from '../text/index.ts';
import type { ChannelType } from './channel-type.ts';
import { post } from './webhook.ts';

/** Whoever has the address may post: it is the secret. */
export interface SlackSecrets {
  url: string;
}

/** Slack's incoming webhooks, and whatever takes the same. */
export const slackChannel: ChannelType<unknown, SlackSecrets> = {
  compose: (message) => JSON.stringify(slackBody(textOf(message))),
  send: ({ body, secrets, context, signal, at }) => post(secrets.url, body, {}, { context, signal, at }),
};
