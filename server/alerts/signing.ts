import { createHmac, randomBytes } from 'node:crypto';

/** Signs webhooks as Standard Webhooks 1.0 wants it, so that receivers verify them with its libraries. */

const prefix = 'whsec_';
/** The specification asks for 24 to 64 random bytes. */
const secretBytes = 32;

export function createSigningSecret(): string {
  return `${prefix}${randomBytes(secretBytes).toString('base64')}`;
}

/**
 * The headers of one attempt. With several secrets (while one replaces another) there is a signature by each: the receiver
 * takes the one it knows.
 * @param at milliseconds since 1970: when it is sent, which receivers hold against their clock
 */
export function signatureHeaders(
  message: { id: string; body: string; at: number },
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(message.at / 1000));
  const signed = `${message.id}.${timestamp}.${message.body}`;
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => `v1,${sign(signed, secret)}`).join(' '),
  };
}

function sign(text: string, secret: string): string {
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  return createHmac('sha256', key).update(text, 'utf8').digest('base64');
}
