import type { SettleProbe } from './settle.ts';
import { afterInteractionRule, settle } from './settle.ts';
import { interact } from './interact.ts';
import { navigationFailure, type PageFailure } from './failure.ts';
import type { VisitScope } from '../collectors/collector.ts';
import type { QuietTracker } from './quiet.ts';

/** How a visit came out. */
export interface PageOutcome {
  failure: PageFailure | null;
  /** Whether a document of the site was loaded, even if the visit then failed. */
  isReached: boolean;
  /** False when the page never came to rest; it was then left after a bound. */
  isSettled: boolean;
}

export interface VisitPageOptions {
  quiet: QuietTracker;
  /** Aborts when the page's or the crawl's time is over, or a guard ends the visit. */
  signal: AbortSignal;
  egressFailure: (url: string) => { failure: string; message: string } | undefined;
  /** Called when the page has settled, its documents still there, before the tab is closed. */
  onSettled: () => Promise<void>;
}

/** Loads one page in its tab, lets it settle and moves about in it. Never rejects, always ends. */
export async function visitPage(visit: VisitScope, options: VisitPageOptions): Promise<PageOutcome> {
  const { signal, quiet } = options;
  const { session } = visit.tab;
  let isLoaded = false;
  session.on('Page.loadEventFired', () => (isLoaded = true));
  const navigated = await untilAborted(
    session.send('Page.navigate', { url: visit.requestedUrl }, 24 * 3600 * 1000).catch(() => null),
    signal,
  );
  if (navigated === 'aborted' || navigated === null) {
    return { failure: null, isReached: false, isSettled: false };
  }
  if (navigated.isDownload) {
    return unreached({ code: 'page-download', message: 'The link is a download, not a page' });
  }
  if (navigated.errorText !== undefined) {
    return unreached(navigationFailure(navigated.errorText, options.egressFailure(visit.requestedUrl)));
  }
  const probe: SettleProbe = {
    isLoaded: () => isLoaded,
    inflight: (streamAfterMs) => quiet.inflight(streamAfterMs),
    nodes: async () => {
      const answer = await session.send('Performance.getMetrics', undefined, 1_000).catch(() => null);
      return answer?.metrics.find(({ name }) => name === 'Nodes')?.value ?? null;
    },
  };
  let isSettled = await settle(probe, signal);
  if (!signal.aborted) {
    await interact(session);
    isSettled = (await settle(probe, signal, afterInteractionRule)) && isSettled;
  }
  // Whatever blocks the page's thread would block the walk through its documents, too.
  if (signal.aborted) await session.send('Runtime.terminateExecution', undefined, 2_000).catch(() => null);
  await options.onSettled();
  return { failure: null, isReached: true, isSettled };
}

function unreached(failure: PageFailure): PageOutcome {
  return { failure, isReached: false, isSettled: false };
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | 'aborted'> {
  if (signal.aborted) return 'aborted';
  const { promise, resolve } = Promise.withResolvers<'aborted'>();
  const onAbort = () => resolve('aborted');
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
