import { findScanById, type Scan, type Store } from '../store/index.ts';

/** Who waits for the end of a scan that this process does, by store and scan. */
const waiting = new WeakMap<Store, Map<number, Set<() => void>>>();

/** Tells everybody in this process who waits for a scan that it ended. */
export function tellEnd(store: Store, scanId: number): void {
  for (const resolve of waiting.get(store)?.get(scanId) ?? []) resolve();
}

export function isOver({ state }: Pick<Scan, 'state'>): boolean {
  return state === 'done' || state === 'failed';
}

/** Another process may do the scan: nobody tells this one of its end. */
const lookMs = 250;

/** Waits until a scan is over, `budgetMs` have passed or the signal says so; answers the scan as it is then, null when it is gone. */
export async function awaitEnd(
  store: Store,
  scanId: number,
  budgetMs: number,
  signal: AbortSignal,
): Promise<Scan | null> {
  const until = Date.now() + budgetMs;
  for (;;) {
    const next = wait(store, scanId, Math.min(lookMs, Math.max(0, until - Date.now())), signal);
    const scan = await findScanById(store.db, scanId);
    if (!scan || isOver(scan) || signal.aborted || Date.now() >= until) {
      next.stop();
      return scan;
    }
    await next.promise;
  }
}

function wait(store: Store, scanId: number, ms: number, signal: AbortSignal) {
  const byScan = waiting.get(store) ?? new Map<number, Set<() => void>>();
  waiting.set(store, byScan);
  const resolvers = byScan.get(scanId) ?? new Set();
  byScan.set(scanId, resolvers);
  const { promise, resolve } = Promise.withResolvers<null>();
  const stop = (): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    resolvers.delete(stop);
    if (resolvers.size === 0 && byScan.get(scanId) === resolvers) byScan.delete(scanId);
    resolve(null);
  };
  const timer = setTimeout(stop, ms);
  signal.addEventListener('abort', stop);
  resolvers.add(stop);
  return { promise, stop };
}
