import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BenchReceiver {
  url: string;
  /** How often each id came, and when first, in milliseconds since 1970. */
  received: ReadonlyMap<string, { count: number; firstAt: number; body: string }>;
  close: () => Promise<void>;
}

/** A receiver of webhooks that takes a moment to answer, up to `slowestMs`. */
export async function startReceiver(slowestMs: number): Promise<BenchReceiver> {
  const received = new Map<string, { count: number; firstAt: number; body: string }>();
  const server = createServer((request, response) => {
    const firstAt = Date.now();
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      const id = String(request.headers['webhook-id']);
      const before = received.get(id);
      received.set(id, before ? { ...before, count: before.count + 1 } : { count: 1, firstAt, body });
      setTimeout(() => response.end(), Math.random() * slowestMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
