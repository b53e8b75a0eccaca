/** Knows how many requests are under way. */
export class QuietTracker {
  total = 0;
  readonly #started = new Map<string, number>();

  /** @param type as the protocol names it; sockets and event streams stay open by design and do not count */
  started(id: string, type: string, now = performance.now()): void {
    this.total += 1;
    if (!streams.has(type.toLowerCase())) this.#started.set(id, now);
  }

  ended(id: string): void {
    this.#started.delete(id);
  }

  /** Requests under way, without those so old that they are streams, too. */
  inflight(streamAfterMs: number, now = performance.now()): number {
    let count = 0;
    for (const startedAt of this.#started.values()) if (now - startedAt < streamAfterMs) count += 1;
    return count;
  }
}

const streams: ReadonlySet<string> = new Set([
  'websocket',
  'webtransport',
  'eventsource',
  'ping',
  'cspviolationreport',
]);
