import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { checkHost } from '../../outbound/index.ts';
import { outboundRules, type AlertContext } from '../context.ts';
import { emailBody, textOf, type EmailBody } from '../text/index.ts';
import { longestAttemptMs, type ChannelType, type Outcome } from './channel-type.ts';

/** A mail server. */
export interface SmtpServer {
  host: string;
  port: number;
  /** TLS after `STARTTLS` (required), from the first byte, or none. */
  security: 'starttls' | 'tls' | 'none';
  user: string | null;
  from: string | null;
}

export interface EmailTarget {
  to: string[];
  /** Null: the one in the settings of the service. */
  smtp: SmtpServer | null;
}

export interface EmailSecrets {
  /** Of the channel's own mail server. */
  password?: string;
}

/** Email by SMTP. */
export const emailChannel: ChannelType<EmailTarget, EmailSecrets> = {
  compose: (message) => JSON.stringify(emailBody(textOf(message))),
  async send({ id, body, target, secrets, context, signal }) {
    const server = serverFor(target, secrets, context);
    if (!server)
      return { status: null, error: 'No mail server is set: neither in the channel nor in the settings.' };
    const socket = await dial(server, context, signal);
    const { promise: stopped, reject } = Promise.withResolvers<never>();
    const stop = (why: Error): void => {
      reject(why);
      socket.destroy();
    };
    const timer = setTimeout(
      () => stop(new Error('No end of the exchange in time.')),
      longestAttemptMs - 5000,
    );
    const abort = (): void => stop(new Error('Called off.'));
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    try {
      return await Promise.race([
        submit(server, socket, mailOf(id, body, server, target.to, context)),
        stopped,
      ]);
    } catch (error) {
      return failureOf(error);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.destroy();
    }
  },
};

interface Server extends SmtpServer {
  password: string | null;
  /** Named by the operator: it may be anywhere. */
  isOperators: boolean;
}

function serverFor(target: EmailTarget, secrets: EmailSecrets, { config }: AlertContext): Server | null {
  if (target.smtp) return { ...target.smtp, password: secrets.password ?? null, isOperators: false };
  const { host, ...rest } = config.smtp;
  return host === null ? null : { ...rest, host, isOperators: true };
}

/** A connection to an address that was checked, unless the operator chose the host. */
async function dial(server: Server, context: AlertContext, signal: AbortSignal): Promise<Socket> {
  const host = server.host.replace(/^\[|\]$/g, '');
  const address = server.isOperators
    ? host
    : (await checkHost(host, server.security !== 'none', outboundRules(context)))[0]!;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port: server.port, signal });
    socket.setTimeout(5000, () => socket.destroy(new Error(`${host}:${server.port} does not answer.`)));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', reject).on('error', () => undefined);
      resolve(socket);
    });
  });
}

async function submit(server: Server, socket: Socket, mail: object): Promise<Outcome> {
  const host = server.host.replace(/^\[|\]$/g, '');
  const transport = createTransport({
    connection: socket,
    host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    tls: { rejectUnauthorized: true },
    ...(server.user !== null && { auth: { user: server.user, pass: server.password ?? '' } }),
    connectionTimeout: 5000,
    greetingTimeout: 5000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const sent = (await transport.sendMail(mail)) as { response?: string; rejected?: unknown[] };
  const status = Number(/^(\d{3})/.exec(sent.response ?? '')?.[1] ?? 0) || null;
  const rejected = sent.rejected ?? [];
  return {
    status,
    error: rejected.length > 0 ? `The mail server refused ${rejected.length} of the recipients.` : null,
  };
}

/** Addresses go in as objects: nothing in them is parsed again, so nothing in them becomes a second address. */
function mailOf(
  id: string,
  body: string,
  server: Server,
  to: readonly string[],
  context: AlertContext,
): object {
  const mail = JSON.parse(body) as EmailBody;
  const from = server.from ?? `scriptwarden@${senderDomain(context)}`;
  return {
    ...mail,
    from,
    to: to.map((address) => ({ name: '', address })),
    messageId: `<${id}@${senderDomain(context)}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'webhook-id': id },
  };
}

function senderDomain({ config }: AlertContext): string {
  return config.publicUrl === null ? 'localhost' : new URL(config.publicUrl).hostname;
}

function failureOf(error: unknown): Outcome {
  const { responseCode, message } = error as { responseCode?: unknown; message?: unknown };
  return {
    status: typeof responseCode === 'number' ? responseCode : null,
    error: `Mail: ${typeof message === 'string' ? message : 'failed'}`,
  };
}
