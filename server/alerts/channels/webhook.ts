import { version } from '../../api/version.ts';
import { request, type OutboundAnswer } from '../../outbound/index.ts';
import { outboundRules, type AlertContext } from '../context.ts';
import { signatureHeaders } from '../signing.ts';
import type { ChannelType, Outcome } from './channel-type.ts';
import { retryAfter } from './retry-after.ts';

export interface WebhookTarget {
  url: string;
}

export interface WebhookSecrets {
  secret: string;
  /** Signs too until then, in milliseconds since 1970, so that a receiver can take the new one in its own time. */
  previous?: { secret: string; until: number };
}

/** Any receiver of signed JSON: Standard Webhooks. */
export const webhookChannel: ChannelType<WebhookTarget, WebhookSecrets> = {
  compose: (message) => JSON.stringify(message),
  async send({ id, body, target, secrets, at, context, signal }) {
    const { secret, previous } = secrets;
    const signing = previous && previous.until > at ? [secret, previous.secret] : [secret];
    return post(target.url, body, signatureHeaders({ id, body, at }, signing), { context, signal, at });
  },
};

/** Posts JSON once. Only status and headers of the answer count. */
export async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  { context, signal, at }: { context: AlertContext; signal: AbortSignal; at: number },
): Promise<Outcome> {
  const answer = await request(url, {
    ...outboundRules(context),
    method: 'POST',
    headers: {
      ...headers,
      'content-type': 'application/json; charset=utf-8',
      'user-agent': `Scriptwarden/${version}`,
    },
    body,
    ignoreBody: true,
    timeoutMs: 15_000,
    signal,
  });
  return outcomeOf(answer, at);
}

function outcomeOf({ status, headers }: OutboundAnswer, at: number): Outcome {
  if (status >= 200 && status < 300) return { status, error: null };
  const wait = retryAfter(headers['retry-after'], at);
  const what = status >= 300 && status < 400 ? 'a redirect, which is not followed' : 'no success';
  return {
    status,
    error: `The target answered ${status}, ${what}.`,
    ...(wait !== null && { retryAfterMs: wait }),
    ...(status === 410 && { isGone: true }),
  };
}
