import { sha256 } from '../../core/encoding/index.ts';
import type { JobHandler, JobQueue } from '../jobs/queue.ts';
import { dueFeeds, hasCode, listFeeds, listJobs, listSites, type Db, type Store } from '../store/index.ts';
import { checkScans } from './check-scans.ts';
import { checkSite } from './check-site.ts';
import { refreshFeed, type RefreshOptions } from './refresh.ts';

export const feedRefreshKind = 'feed-refresh';
export const feedCheckKind = 'feed-check';

type Enqueue = Pick<JobQueue, 'enqueue'>;

/** Asks for a list to be fetched soon; nothing happens when that is queued already. */
export async function queueRefresh(db: Db, queue: Enqueue, feedId: number, at: number): Promise<void> {
  await queue.enqueue(db, {
    kind: feedRefreshKind,
    payload: { feed: feedId },
    uniqueKey: `feed:${feedId}`,
    priority: -5,
    maxAttempts: 3,
    at,
  });
}

/** What the lists are now, in short: another text when anything about them changed. */
async function stateOfFeeds(db: Db): Promise<string> {
  const feeds = await listFeeds(db);
  return sha256(
    JSON.stringify(
      feeds.map(({ id, generation, isEnabled, severity, category, name }) => [
        id,
        generation,
        isEnabled,
        severity,
        category,
        name,
      ]),
    ),
  );
}

/** Queues the lists that are due, and a check of everything stored when any list changed since the last check began. */
export async function tickFeeds(store: Store, queue: Enqueue, now: number): Promise<void> {
  for (const feed of await dueFeeds(store.db, now)) {
    await store.transaction((db) => queueRefresh(db, queue, feed.id, now));
  }
  const [last] = await listJobs(store.db, { kind: feedCheckKind, limit: 1 });
  const state = await stateOfFeeds(store.db);
  const known = (last?.payload as { state?: string } | undefined)?.state ?? noFeeds;
  if (known !== state) await store.transaction((db) => queueCheck(db, queue, state, now));
}

const noFeeds = sha256('[]');

/** While one is unfinished no second is queued; the next tick sees that lists changed meanwhile. */
async function queueCheck(db: Db, queue: Enqueue, state: string, at: number): Promise<void> {
  const order = {
    kind: feedCheckKind,
    payload: { state },
    uniqueKey: feedCheckKind,
    priority: -5,
    maxAttempts: 5,
    at,
  };
  await queue.enqueue(db, order);
}

/** Fetches a list. When it changed, the next tick sees to it that everything stored is checked. */
export function refreshHandler(store: Store, options: RefreshOptions): JobHandler {
  return {
    async run(job, { signal }) {
      try {
        await refreshFeed(store, (job.payload as { feed: number }).feed, { ...options, signal });
      } catch (error) {
        // Removed while it waited.
        if (!hasCode(error, 'SW_STORE_NOT_FOUND')) throw error;
      }
    },
  };
}

/** Asks all lists about every site and every upload that is stored. */
export function checkHandler(store: Store, now: () => number): JobHandler {
  return {
    async run(_job, { signal }) {
      await checkEverything(store, now, signal);
    },
  };
}

/** Answers how many matches hold on all sites together. */
export async function checkEverything(
  store: Store,
  now: () => number,
  signal?: AbortSignal,
): Promise<number> {
  let matches = 0;
  for (const site of await listSites(store.db)) {
    signal?.throwIfAborted();
    matches += await checkSite(store, site.id, now());
  }
  await checkScans(store.db, signal);
  return matches;
}
