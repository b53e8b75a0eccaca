import type { SecretBox } from '../access/secrets/index.ts';
import { InvalidRequest } from '../api/problem.ts';
import { checkHost, checkTarget, OutboundError } from '../outbound/index.ts';
import { newSeal, type Channel } from '../store/index.ts';
import type { EmailSecrets, EmailTarget, SmtpServer, WebhookSecrets } from './channels/index.ts';
import { outboundRules, type AlertContext } from './context.ts';
import type { ChannelChanges, ChannelInput } from './routes/inputs.ts';
import { openSecrets, sealSecrets } from './secrets.ts';
import { createSigningSecret } from './signing.ts';

type Saving = Pick<AlertContext, 'config' | 'secrets' | 'resolve'>;

/** A new channel as the store takes it, and the signing secret that is shown once. */
export async function prepareChannel(
  input: ChannelInput,
  context: Saving,
): Promise<Pick<Channel, 'type' | 'name' | 'target' | 'enabled' | 'seal' | 'secrets'> & { secret?: string }> {
  const seal = newSeal();
  const { type, enabled } = input;
  if (type === 'email') {
    const { smtp, password } = await checkedSmtp(input.smtp ?? null, context);
    const target: EmailTarget = { to: input.to, smtp };
    const secrets: EmailSecrets = password === undefined ? {} : { password };
    const name = input.name ?? input.to[0]!;
    return { type, name, target, enabled, seal, secrets: sealSecrets(context.secrets, seal, secrets) };
  }
  const url = await checkedUrl(input.url, context);
  const name = input.name ?? url.host;
  if (type === 'slack') {
    const secrets = sealSecrets(context.secrets, seal, { url: url.href });
    return { type, name, target: { url: masked(url) }, enabled, seal, secrets };
  }
  const secret = createSigningSecret();
  const secrets = sealSecrets(context.secrets, seal, { secret } satisfies WebhookSecrets);
  return { type, name, target: { url: url.href }, enabled, seal, secrets, secret };
}

/** What of a channel changes. @throws ScriptwardenError as for a new one; InvalidRequest for what its type does not have. */
export async function prepareChanges(
  channel: Channel,
  { name, url, to, smtp, enabled }: ChannelChanges,
  context: Saving,
): Promise<Partial<Pick<Channel, 'name' | 'target' | 'secrets' | 'enabled'>>> {
  const changes: Partial<Pick<Channel, 'name' | 'target' | 'secrets' | 'enabled'>> = {
    ...(name !== undefined && { name }),
    ...(enabled !== undefined && { enabled }),
  };
  if (channel.type === 'email') {
    refuse(channel, url !== undefined && 'url');
    if (to === undefined && smtp === undefined) return changes;
    const before = channel.target as EmailTarget;
    const next = smtp === undefined ? { smtp: before.smtp } : await checkedSmtp(smtp, context, before.smtp);
    if ('password' in next) changes.secrets = resealed(channel, context.secrets, next);
    return { ...changes, target: { to: to ?? before.to, smtp: next.smtp } satisfies EmailTarget };
  }
  refuse(channel, (to !== undefined && 'to') || (smtp !== undefined && 'smtp'));
  if (url === undefined) return changes;
  const checked = await checkedUrl(url, context);
  if (channel.type === 'webhook') return { ...changes, target: { url: checked.href } };
  const secrets = sealSecrets(context.secrets, channel.seal, { url: checked.href });
  return { ...changes, target: { url: masked(checked) }, secrets };
}

/** A new signing secret; the former one signs too until `until`. @throws InvalidRequest for a channel that signs nothing. */
export function rotateSecret(
  channel: Channel,
  box: SecretBox,
  until: number,
): { secret: string; secrets: string } {
  refuse(channel, channel.type !== 'webhook' && 'secret');
  const former = openSecrets(box, channel) as WebhookSecrets;
  const secret = createSigningSecret();
  const next: WebhookSecrets = { secret, previous: { secret: former.secret, until } };
  return { secret, secrets: sealSecrets(box, channel.seal, next) };
}

/**
 * A URL that webhooks may go to as things are now. A name that has no address at the moment passes: it is checked again
 * whenever it is dialled.
 * @throws ScriptwardenError SW_URL_INVALID, SW_NETWORK_REFUSED
 */
async function checkedUrl(text: string, context: Saving): Promise<URL> {
  try {
    return (await checkTarget(text, outboundRules(context))).url;
  } catch (error) {
    if (error instanceof OutboundError && error.failure === 'dns-failed') return new URL(text);
    throw error instanceof OutboundError ? error.toScriptwardenError() : error;
  }
}

/** `password` is there when it is new, or must go because the server is another one. */
async function checkedSmtp(
  input: (SmtpServer & { password?: string | undefined }) | null,
  context: Saving,
  before: SmtpServer | null = null,
): Promise<{ smtp: SmtpServer | null; password?: string | undefined }> {
  if (input === null) {
    if (context.config.smtp.host === null) {
      const message = 'No mail server is set: give one here, or set SCRIPTWARDEN_SMTP_HOST.';
      throw new InvalidRequest(message, [{ at: 'body.smtp', message: 'is needed' }]);
    }
    return { smtp: null, password: undefined };
  }
  const { password, ...smtp } = input;
  try {
    await checkHost(smtp.host.replace(/^\[|\]$/g, ''), smtp.security !== 'none', outboundRules(context));
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    if (error.failure !== 'dns-failed') throw error.toScriptwardenError();
  }
  // A password is never sent to another server than the one it was given for, nor with less protection.
  const isSame =
    before !== null &&
    (['host', 'port', 'user', 'security'] as const).every((part) => before[part] === smtp[part]);
  return password === undefined && isSame ? { smtp } : { smtp, password };
}

function resealed(
  { seal }: Channel,
  box: SecretBox,
  { password }: { password?: string | undefined },
): string {
  return sealSecrets(box, seal, (password === undefined ? {} : { password }) satisfies EmailSecrets);
}

/** Enough of a secret URL to know it again by. */
function masked(url: URL): string {
  return `${url.origin}/…`;
}

function refuse({ type }: Pick<Channel, 'type'>, field: string | false): void {
  if (field === false) return;
  throw new InvalidRequest(`A channel of type ${type} has no ${field}.`, [
    { at: `body.${field}`, message: `does not belong to a channel of type ${type}` },
  ]);
}
