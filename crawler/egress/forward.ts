import { Agent, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Network } from '../../core/egress/index.ts';
import type { Dial } from './dial.ts';
import { endToEndHeaders, maxHeaderSize } from './headers.ts';
import { checkBehindUpstream, type Upstream } from './upstream.ts';

/** Hands one plain-http request on. Rejects with an EgressError before anything was answered. */
export type Forward = (url: URL, incoming: IncomingMessage, answer: ServerResponse) => Promise<void>;

/** Straight to the host, over connections that the dial has checked. */
export function directForward(dial: Dial): { forward: Forward; close: () => void } {
  const agent = new DialingAgent(dial);
  return {
    forward: (url, incoming, answer) =>
      exchange(incoming, answer, {
        agent,
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: Number(url.port) || 80,
        path: url.pathname + url.search,
      }),
    close: () => agent.destroy(),
  };
}

/** Through the operator's proxy, which takes the whole URL as the path (RFC 9112, 3.2.2). */
export function upstreamForward(
  upstream: Upstream,
  allowed: readonly Network[],
): { forward: Forward; close: () => void } {
  const agent = new DialingAgent(upstream.open);
  const extra = upstream.authorization ? ['Proxy-Authorization', upstream.authorization] : [];
  return {
    forward: async (url, incoming, answer) => {
      await checkBehindUpstream(url.hostname.replace(/^\[|\]$/g, ''), allowed);
      await exchange(incoming, answer, { agent, host: 'upstream', port: 80, path: url.href }, extra);
    },
    close: () => agent.destroy(),
  };
}

interface Target {
  agent: Agent;
  host: string;
  port: number;
  path: string;
}

function exchange(
  incoming: IncomingMessage,
  answer: ServerResponse,
  target: Target,
  extraHeaders: string[] = [],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = [...endToEndHeaders(incoming.rawHeaders), ...extraHeaders];
    const outgoing = request({
      ...target,
      method: incoming.method ?? 'GET',
      headers,
      setHost: false,
      maxHeaderSize,
    });
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      answer.sendDate = false;
      try {
        answer.writeHead(response.statusCode ?? 502, endToEndHeaders(response.rawHeaders));
      } catch (error) {
        // A header that may not be written again; the browser sees a broken connection.
        outgoing.destroy();
        reject(error instanceof Error ? error : new Error('unwritable header'));
        return;
      }
      // A body that breaks off must break off for the browser too, not look complete.
      response.once('error', () => answer.destroy());
      response.pipe(answer);
      answer.once('close', () => {
        outgoing.destroy();
        resolve();
      });
    });
    // The browser gave up (navigated away): let go of the server too.
    answer.once('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
}

/** Connections stay open between requests, as a browser's own would. */
class DialingAgent extends Agent {
  readonly #dial: Dial;

  constructor(dial: Dial) {
    super({ keepAlive: true, maxSockets: 64 });
    this.#dial = dial;
  }

  override createConnection(
    options: { host?: string | null; port?: number | string | null },
    done?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    this.#dial(options.host ?? '', Number(options.port)).then(
      (socket) => done?.(null, socket),
      (error: unknown) => done?.(error as Error, undefined as never),
    );
    return undefined;
  }
}
