import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { ServiceConfig } from '../config/index.ts';

/** How long a connection may stay silent while an answer is on its way, in milliseconds. */
const silentMs = 120_000;

/** A server that listens, and how it is brought to an end. */
export interface HttpServer {
  readonly server: Server;
  /** The port it really has. */
  readonly port: number;
  /**
   * Takes no more connections, ends event streams at once, lets other requests end within the time given, then cuts what
   * is left. Answers how many were cut.
   */
  close(withinMs: number): Promise<number>;
}

export interface Listening {
  host: string;
  port: number;
  limits: ServiceConfig['limits'];
}

/**
 * Listens with bounds on what a slow or greedy client can hold: header size and time, time of the whole request, silent
 * connections, connections in all.
 * @throws ScriptwardenError SW_LISTEN_FAILED
 */
export async function listen(
  handler: RequestListener,
  { host, port, limits }: Listening,
): Promise<HttpServer> {
  const open = new Set<ServerResponse>();
  let isClosing = false;
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: Math.min(limits.headerSeconds, limits.requestSeconds) * 1000,
      requestTimeout: limits.requestSeconds * 1000,
      keepAliveTimeout: limits.idleSeconds * 1000,
      connectionsCheckingInterval: 1000,
      requireHostHeader: true,
    },
    (request, response) => {
      open.add(response);
      response.once('close', () => open.delete(response));
      if (isClosing) response.setHeader('Connection', 'close');
      handler(request, response);
    },
  );
  server.timeout = silentMs;
  server.maxConnections = limits.connections;
  server.listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw listenError(host, port, cause as NodeJS.ErrnoException);
  }
  const address = server.address();
  return {
    server,
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close(withinMs) {
      isClosing = true;
      const closed = once(server, 'close');
      server.close();
      for (const response of open) {
        if (isEventStream(response)) response.end();
        else if (!response.headersSent) response.setHeader('Connection', 'close');
      }
      // Connections that rest between two requests count as idle only once their answer is out.
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      let cut = 0;
      const limit = setTimeout(() => {
        cut = open.size;
        server.closeAllConnections();
      }, withinMs);
      try {
        await closed;
      } finally {
        clearInterval(sweep);
        clearTimeout(limit);
      }
      return cut;
    },
  };
}

function isEventStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
}

function listenError(host: string, port: number, cause: NodeJS.ErrnoException): ScriptwardenError {
  const why: Record<string, [string, string]> = {
    EADDRINUSE: ['another process has that port', 'Stop it, or choose another with --port.'],
    EACCES: [
      'this user may not use that port',
      'Choose one above 1023, and let a reverse proxy have the others.',
    ],
    EADDRNOTAVAIL: ['this machine does not have that address', 'Correct the setting `host`.'],
    ENOTFOUND: ['no such host is known', 'Correct the setting `host`.'],
  };
  const [reason, fix] = why[cause.code ?? ''] ?? [cause.message, 'Check the settings `host` and `port`.'];
  return new ScriptwardenError('SW_LISTEN_FAILED', {
    message: `The service cannot listen on ${host} port ${port}: ${reason}.`,
    fix,
    cause,
  });
}
