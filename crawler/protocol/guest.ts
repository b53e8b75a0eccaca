import type { ConnectionTransport } from 'puppeteer';
import type { Connection } from './connection.ts';

/**
 * A second user of the same browser pipe: give it to `puppeteer.connect({ transport })` and puppeteer's Pages
 * work beside the crawler's own sessions. It has the root of the connection and its own sessions to itself.
 */
export class GuestTransport implements ConnectionTransport {
  onmessage?: (message: string) => void;
  onclose?: () => void;
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.onForeignMessage = (message) => this.onmessage?.(message);
    void connection.closed.then(() => this.onclose?.());
  }

  send(message: string): void {
    this.#connection.sendForeign(message);
  }

  /** The guest leaves; the browser and the crawler's sessions stay. */
  close(): void {
    delete this.#connection.onForeignMessage;
  }
}
