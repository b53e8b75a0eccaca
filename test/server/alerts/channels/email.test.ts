import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { EmailTarget, SmtpServer } from '../../../../server/alerts/channels/index.ts';
import { channelKinds, type Outcome } from '../../../../server/alerts/channels/index.ts';
import { serviceConfig } from '../../../../server/config/index.ts';
import type { Store } from '../../../../server/store/index.ts';
import { alertContext } from '../context.ts';
import { madeAlert, madeChange } from '../made.ts';

interface Mail extends Email {
  recipients: string[];
  raw: string;
}

/** A real mail server on loopback. */
class MailServer {
  readonly mails: Mail[] = [];
  readonly logins: string[] = [];
  readonly #server: SMTPServer;
  port = 0;
  refused: string | null = null;

  constructor(options: { withTls?: boolean } = {}) {
    this.#server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      disabledCommands: options.withTls ? [] : ['STARTTLS'],
      logger: false,
      onAuth: ({ username = '', password = '' }, _session, done) => {
        this.logins.push(`${username}:${password}`);
        done(null, { user: username });
      },
      onRcptTo: ({ address }, _session, done) =>
        done(
          address === this.refused
            ? Object.assign(new Error('no such mailbox'), { responseCode: 550 })
            : null,
        ),
      onData: (stream, session, done) => {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          const raw = Buffer.concat(pieces);
          void PostalMime.parse(raw).then((mail) => {
            const recipients = session.envelope.rcptTo.map(({ address }) => address);
            this.mails.push({ ...mail, recipients, raw: raw.toString() });
            done();
          });
        });
      },
    });
    this.#server.on('error', () => undefined);
  }

  async start(): Promise<this> {
    const server = this.#server.listen(0, '127.0.0.1');
    await new Promise<void>((resolve) => server.once('listening', resolve));
    this.port = (server.address() as AddressInfo).port;
    return this;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

const { email } = channelKinds;
const data = madeAlert([madeChange({ message: 'Host collect.invalid is new — naïve?' })], 'šhop');
const body = email.compose({ type: 'alert.created', timestamp: data.alert.at, data });

function send(
  smtp: Partial<SmtpServer> & { port: number },
  change: {
    to?: string[];
    password?: string;
    settings?: object;
    signal?: AbortSignal;
    resolve?: () => Promise<string[]>;
  } = {},
): Promise<Outcome> {
  const context = alertContext(undefined as unknown as Store, {
    config: serviceConfig.parse({
      allowNetworks: ['127.0.0.0/8'],
      publicUrl: 'https://warden.example',
      ...change.settings,
    }),
    ...(change.resolve && { resolve: change.resolve }),
  });
  const server: SmtpServer = { host: '127.0.0.1', security: 'none', user: null, from: null, ...smtp };
  return email.send({
    id: 'msg_1',
    body,
    target: { to: change.to ?? ['ann@shop.example'], smtp: server } satisfies EmailTarget,
    secrets: change.password === undefined ? {} : { password: change.password },
    at: 0,
    context,
    signal: change.signal ?? new AbortController().signal,
  });
}

describe('email', () => {
  let server: MailServer;
  beforeEach(async () => {
    server = await new MailServer().start();
  });
  afterEach(() => server.stop());

  it('arrives with subject, text and HTML, and an id that stays over repetitions', async () => {
    const outcome = await send({ port: server.port }, { to: ['ann@shop.example', 'bob@shop.example'] });
    assert.deepEqual(outcome, { status: 250, error: null });
    const [mail] = server.mails;
    assert.equal(mail!.subject, '[Scriptwarden] critical: 1 change on šhop');
    assert.equal(mail!.messageId, '<msg_1@warden.example>');
    assert.equal(mail!.from?.address, 'scriptwarden@warden.example');
    assert.deepEqual(mail!.recipients, ['ann@shop.example', 'bob@shop.example']);
    assert.match(mail!.text ?? '', /collect\[\.\]invalid is new — naïve\?/);
    assert.match(mail!.html ?? '', /<h2[^>]*>critical: 1 change on šhop<\/h2>/);
    assert.equal(mail!.headers.find(({ key }) => key === 'auto-submitted')?.value, 'auto-generated');
  });

  it('takes neither headers nor recipients from what it tells or is sent to', async () => {
    const hostile = madeAlert(
      [madeChange({ message: 'x\r\n.\r\nMAIL FROM:<x@y>' })],
      'a\r\nBcc: v@shop.example\r\n\r\nb',
    );
    const text = email.compose({ type: 'alert.created', timestamp: data.alert.at, data: hostile });
    const outcome = await email.send({
      id: 'msg_1',
      body: text,
      target: {
        to: ['ann@shop.example'],
        smtp: { host: '127.0.0.1', port: server.port, security: 'none', user: null, from: null },
      } satisfies EmailTarget,
      secrets: {},
      at: 0,
      context: alertContext(undefined as unknown as Store),
      signal: new AbortController().signal,
    });
    assert.equal(outcome.error, null);
    const [mail, ...others] = server.mails;
    assert.equal(others.length, 0);
    assert.deepEqual(mail!.recipients, ['ann@shop.example']);
    assert.equal(
      mail!.headers.some(({ key }) => key === 'bcc'),
      false,
    );
  });

  it('logs in with name and password when it has them', async () => {
    await send({ port: server.port, user: 'warden' }, { password: 'hush' });
    assert.deepEqual(server.logins, ['warden:hush']);
  });

  it('tells why the mail server refused it', async () => {
    server.refused = 'ann@shop.example';
    const outcome = await send({ port: server.port });
    assert.equal(outcome.status, 550);
    assert.match(outcome.error ?? '', /no such mailbox/);
    const some = await send({ port: server.port }, { to: ['ann@shop.example', 'bob@shop.example'] });
    assert.equal(some.error, 'The mail server refused 1 of the recipients.');
  });

  it('is not sent in the clear when TLS is asked for and not offered', async () => {
    const outcome = await send(
      { port: server.port, security: 'starttls', user: 'warden' },
      { password: 'hush' },
    );
    assert.match(outcome.error ?? '', /TLS/i);
    assert.deepEqual([server.mails, server.logins], [[], []]);
  });

  it('is not sent to a server whose certificate nobody vouches for', async () => {
    const withTls = await new MailServer({ withTls: true }).start();
    const outcome = await send(
      { port: withTls.port, security: 'starttls', user: 'warden' },
      { password: 'hush' },
    );
    assert.match(outcome.error ?? '', /certificate/i);
    assert.deepEqual([withTls.mails, withTls.logins], [[], []]);
    await withTls.stop();
  });

  it('goes to no private address that a channel names, but to any that the operator does', async () => {
    const settings = { allowNetworks: [] };
    await assert.rejects(send({ port: server.port, security: 'tls' }, { settings }), /may not reach/);
    const resolve = () => Promise.resolve(['127.0.0.1']);
    await assert.rejects(
      send({ host: 'mail.example', port: server.port, security: 'tls' }, { settings, resolve }),
      /may not reach/,
    );
    const context = alertContext(undefined as unknown as Store, {
      config: serviceConfig.parse({
        smtp: {
          host: '127.0.0.1',
          port: server.port,
          security: 'none',
          from: 'Warden <warden@shop.example>',
        },
      }),
    });
    const outcome = await email.send({
      id: 'msg_2',
      body,
      target: { to: ['ann@shop.example'], smtp: null } satisfies EmailTarget,
      secrets: {},
      at: 0,
      context,
      signal: new AbortController().signal,
    });
    assert.equal(outcome.error, null);
    assert.deepEqual(server.mails[0]?.from, { name: 'Warden', address: 'warden@shop.example' });
  });

  it('gives up a server that says nothing when it is called off', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const called = new AbortController();
    silent.once('connection', () => called.abort());
    const { port } = silent.address() as AddressInfo;
    await assert.rejects(async () => {
      const { error } = await send({ port }, { signal: called.signal });
      throw new Error(error ?? 'sent');
    }, /Called off|aborted/);
    await new Promise((resolve) => silent.close(resolve));
  });
});
