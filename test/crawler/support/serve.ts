import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface TestServer {
  port: number;
  close: () => Promise<void>;
}

/** A server of one test on a free loopback port; with `tls`, over TLS. */
export async function serve(
  listener: RequestListener,
  tls?: { key: string; cert: string },
): Promise<TestServer> {
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Answer =
  | string
  | { type?: string; status?: number; headers?: Record<string, string | string[]>; body?: string | Buffer };

/** Answers by path: a string is an HTML page (or a script, by its ending), a function does as it likes. */
export function routes(
  table: Record<string, Answer | ((request: IncomingMessage, response: ServerResponse) => void)>,
): RequestListener {
  return (request, response) => {
    const path = new URL(request.url ?? '/', 'http://test').pathname;
    const answer = table[path];
    if (answer === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not here');
      return;
    }
    if (typeof answer === 'function') {
      answer(request, response);
      return;
    }
    const {
      type,
      status = 200,
      headers = {},
      body = '',
    } = typeof answer === 'string' ? { body: answer } : answer;
    const guessed = path.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8';
    response.writeHead(status, { 'content-type': type ?? guessed, ...headers }).end(body);
  };
}
