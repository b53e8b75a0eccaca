import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Webhook } from '../../../core/schema/index.ts';
import { Servers } from '../outbound/servers.ts';

/** What came in. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  message: Webhook;
}

/** A receiver of webhooks on loopback; answers 200 unless told otherwise. */
export class Receiver {
  readonly received: Received[] = [];
  readonly #servers = new Servers();
  readonly #waiting: { count: number; resolve: () => void }[] = [];
  url = '';
  /** How to answer, by how many came before; null: not at all. */
  answer: (
    before: number,
  ) =>
    { status: number; headers?: Record<string, string>; body?: string } | null | Promise<{ status: number }> =
    () => ({ status: 200 });

  async start(): Promise<this> {
    const port = await this.#servers.http((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on(
        'end',
        () => void this.#take(request.url!, request.headers, Buffer.concat(pieces), response),
      );
    });
    this.url = `http://127.0.0.1:${port}`;
    return this;
  }

  /** Waits until so many came. */
  async until(count: number): Promise<Received[]> {
    if (this.received.length < count) {
      await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }));
    }
    return this.received;
  }

  stop(): Promise<void> {
    return this.#servers.close();
  }

  async #take(
    path: string,
    headers: IncomingHttpHeaders,
    raw: Buffer,
    response: ServerResponse,
  ): Promise<void> {
    const body = raw.toString();
    const answer = this.answer(this.received.length);
    this.received.push({ path, headers, body, message: JSON.parse(body) as Webhook });
    for (const waiter of this.#waiting) if (this.received.length >= waiter.count) waiter.resolve();
    const told: { status: number; headers?: Record<string, string>; body?: string } | null = await answer;
    if (told) response.writeHead(told.status, told.headers).end(told.body);
  }
}
