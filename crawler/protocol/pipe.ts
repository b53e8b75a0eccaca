import type { Readable, Writable } from 'node:stream';
import type { ConnectionTransport } from 'puppeteer';

/**
 * The DevTools protocol over the two pipes of `--remote-debugging-pipe`: JSON messages, each ended by a NUL byte.
 * No port is opened, so nobody else on the machine can drive the browser.
 */
export class PipeTransport implements ConnectionTransport {
  onmessage?: (message: string) => void;
  onclose?: () => void;
  readonly #toBrowser: Writable;
  #pending: Buffer[] = [];
  #isClosed = false;

  constructor(toBrowser: Writable, fromBrowser: Readable) {
    this.#toBrowser = toBrowser;
    fromBrowser.on('data', (chunk: Buffer) => this.#receive(chunk));
    // A dying browser breaks both pipes; the end is reported once, through onclose.
    for (const pipe of [toBrowser, fromBrowser]) {
      pipe.on('error', () => this.close());
      pipe.on('close', () => this.close());
    }
  }

  send(message: string): void {
    if (!this.#isClosed) this.#toBrowser.write(`${message}\0`);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#toBrowser.end();
    this.onclose?.();
  }

  /** Chunks are kept apart until a message ends: joining them one by one would cost quadratic time on large bodies. */
  #receive(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      this.#pending.push(chunk.subarray(start, end));
      const message = Buffer.concat(this.#pending).toString('utf8');
      this.#pending = [];
      start = end + 1;
      this.onmessage?.(message);
    }
    if (start < chunk.length) this.#pending.push(chunk.subarray(start));
  }
}
