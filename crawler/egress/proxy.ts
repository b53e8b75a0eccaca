import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Network } from '../../core/egress/index.ts';
import { directDial, type Dial, type Resolve } from './dial.ts';
import { EgressError, type EgressFailure } from './egress-error.ts';
import { directForward, upstreamForward } from './forward.ts';
import { maxHeaderSize } from './headers.ts';
import { parseUpstream, upstreamDial } from './upstream.ts';

export interface EgressOptions {
  /** Networks beyond public unicast that may be reached. */
  allowed: readonly Network[];
  /** The operator's upstream proxy, as in the site file. */
  upstream?: string;
  /** Whether `allowed` holds for the upstream proxy itself: somebody else than the operator chose it. */
  guardsUpstream?: boolean;
  /** For tests: another resolver. */
  resolve?: Resolve;
}

/** A host the browser wanted to reach. */
export interface Contact {
  scheme: 'http' | 'https';
  host: string;
  port: number;
}

/** The way out for all traffic of one crawl's browsers. */
export interface Egress {
  port: number;
  credentials: { username: string; password: string };
  dial: Dial;
  /** Hosts and ports the browser asked for since the last call, reached or not. */
  takeContacts: () => Contact[];
  /** Why the last attempt to reach this host and port failed; undefined when it did not. */
  failureOf: (host: string, port: number) => { failure: EgressFailure; message: string } | undefined;
  close: () => Promise<void>;
}

/**
 * Starts the egress proxy on a free loopback port. It serves only who knows the random password, so no other
 * user of the machine can go through it; the browser learns it in answer to its challenge (see authorise.ts).
 */
export async function startEgress(options: EgressOptions): Promise<Egress> {
  const direct = directDial(options.allowed, options.resolve);
  const guarded = options.guardsUpstream ? direct : undefined;
  const upstream = options.upstream === undefined ? undefined : parseUpstream(options.upstream, guarded);
  const dial = upstream ? upstreamDial(upstream, options.allowed) : direct;
  const plain = upstream ? upstreamForward(upstream, options.allowed) : directForward(dial);
  const credentials = { username: 'scriptwarden', password: randomBytes(24).toString('hex') };
  const expected = `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
  const failures = new Map<string, { failure: EgressFailure; message: string }>();
  const tunnels = new Set<Duplex>();
  /** Whoever asked for a tunnel, with or without getting one. */
  const clients = new Set<Duplex>();
  const contacts = new Map<string, Contact>();
  const contact = (scheme: Contact['scheme'], host: string, port: number) => {
    contacts.set(`${host}:${port}`, { scheme, host, port });
  };

  const note = (host: string, port: number, error: unknown) => {
    if (error instanceof EgressError) {
      failures.set(`${host}:${port}`, { failure: error.failure, message: error.message });
    }
  };

  const onRequest = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    if (!isAuthorised(incoming, expected)) {
      answer.writeHead(407, { 'proxy-authenticate': challenge, 'content-length': '0' }).end();
      return;
    }
    const url = URL.parse(incoming.url ?? '');
    if (url?.protocol !== 'http:') return void answer.writeHead(400).end();
    // Where authorise.ts sends the browser to be challenged; no server of anybody's.
    if (url.hostname === greetingHost) return void answer.writeHead(204).end();
    const port = Number(url.port) || 80;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    contact('http', host, port);
    try {
      await plain.forward(url, incoming, answer);
      failures.delete(`${host}:${port}`);
    } catch (error) {
      note(host, port, error);
      // Hanging up looks like a failed request; an answer of ours would look like the site's.
      incoming.socket.destroy();
    }
  };

  const onConnect = async (incoming: IncomingMessage, client: Duplex, head: Buffer): Promise<void> => {
    client.on('error', () => client.destroy());
    clients.add(client);
    client.once('close', () => clients.delete(client));
    if (!isAuthorised(incoming, expected)) {
      client.end(
        `HTTP/1.1 407 Authenticate\r\nProxy-Authenticate: ${challenge}\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    const target = URL.parse(`connect://${incoming.url ?? ''}`);
    const host = target?.hostname.replace(/^\[|\]$/g, '') ?? '';
    const port = Number(target?.port);
    if (host === accountsHost) return void client.end();
    contact('https', host, port);
    try {
      const server = await dial(host, port);
      failures.delete(`${host}:${port}`);
      // The browser gave up meanwhile; its farewell was said before anybody listened for it.
      if (client.destroyed) return void server.destroy();
      tunnels.add(server);
      server.on('error', () => client.destroy());
      server.once('close', () => {
        tunnels.delete(server);
        client.destroy();
      });
      client.once('close', () => server.destroy());
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      if (head.length > 0) server.write(head);
      server.pipe(client).pipe(server);
    } catch (error) {
      note(host, port, error);
      client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
    }
  };

  const server = createServer(
    { keepAliveTimeout: 60_000, maxHeaderSize },
    (incoming, answer) => void onRequest(incoming, answer),
  );
  // A large upload or a long poll is the page's business; the crawl has its own deadlines.
  server.requestTimeout = 0;
  server.on('connect', (incoming, client, head) => void onConnect(incoming, client, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    credentials,
    dial,
    takeContacts: () => {
      const taken = [...contacts.values()];
      contacts.clear();
      return taken;
    },
    failureOf: (host, port) => failures.get(`${host}:${port}`),
    close: async () => {
      plain.close();
      for (const tunnel of tunnels) tunnel.destroy();
      // A client that was only told no is in no tunnel, and a server waits for it as long as it stays.
      for (const client of clients) client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Where browserFlags sends what the browser itself asks of its maker about accounts. */
export const accountsHost = 'accounts.scriptwarden.invalid';

/**
 * A name under .invalid never exists (RFC 6761). Random, because it is answered: a page that knew it could ask for it and
 * behave when somebody does.
 */
export const greetingHost = `${randomBytes(12).toString('hex')}.invalid`;

const challenge = 'Basic realm="egress"';

function isAuthorised(incoming: IncomingMessage, expected: string): boolean {
  const given = Buffer.from(incoming.headers['proxy-authorization'] ?? '');
  const wanted = Buffer.from(expected);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
