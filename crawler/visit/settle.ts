import { setTimeout as sleep } from 'node:timers/promises';

/**
 * When a visit counts as settled: the document has loaded, and for `quietMs` no request was under way and the
 * number of DOM nodes stayed the same, looked at every `pollMs`. A request older than `streamAfterMs` is taken for
 * a stream and no longer waited for. A page that never comes to rest is left `maxMs` after its load.
 */
export const settleRule = { quietMs: 500, pollMs: 50, streamAfterMs: 3_000, maxMs: 10_000 } as const;

/** After the scroll and the mouse move: only what they set off is waited for. */
export const afterInteractionRule = { ...settleRule, quietMs: 250, maxMs: 3_000 } as const;

export type SettleRule = Record<keyof typeof settleRule, number>;

/** What the rule looks at. The benchmark's bare puppeteer run brings its own, so that both wait alike. */
export interface SettleProbe {
  isLoaded: () => boolean;
  inflight: (streamAfterMs: number) => number;
  /** Number of DOM nodes; null when the page does not answer. */
  nodes: () => Promise<number | null>;
}

/** @returns whether the page came to rest */
export async function settle(
  probe: SettleProbe,
  signal: AbortSignal,
  rule: SettleRule = settleRule,
): Promise<boolean> {
  let loadedAt: number | null = null;
  let busyAt = performance.now();
  let nodes: number | null = null;
  while (!signal.aborted) {
    const now = performance.now();
    const isLoaded = probe.isLoaded();
    if (isLoaded) loadedAt ??= now;
    const current = isLoaded ? await probe.nodes() : null;
    const isStable = current !== null && current === nodes;
    if (!isStable || probe.inflight(rule.streamAfterMs) > 0) busyAt = now;
    nodes = current;
    if (isLoaded && now - busyAt >= rule.quietMs) return true;
    if (loadedAt !== null && now - loadedAt >= rule.maxMs) return false;
    await sleep(rule.pollMs, undefined, { signal }).catch(() => undefined);
  }
  return false;
}
