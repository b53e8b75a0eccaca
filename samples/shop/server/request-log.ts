/** One request that reached the shop or one of its third parties; a WebSocket message counts as one with method `WS`. */
export interface ShopRequest {
  /** Host name without port. */
  host: string;
  method: string;
  /** Path and query as sent. */
  path: string;
  /** Body or message as text; cut at 64 KiB. */
  body: string;
}

export const bodyLimit = 64 * 1024;
const entryLimit = 5000;

/** Remembers the latest requests, so that a test or a curious person can see who received what. */
export class RequestLog {
  readonly #entries: ShopRequest[] = [];

  add(entry: ShopRequest): void {
    if (this.#entries.length === entryLimit) this.#entries.shift();
    this.#entries.push(entry);
  }

  /** A copy, oldest first. */
  entries(): ShopRequest[] {
    return [...this.#entries];
  }
}
