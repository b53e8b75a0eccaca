import type { Change } from '../../../core/schema/index.ts';
import {
  findCrawl,
  latestChangeId,
  listCrawls,
  newChanges,
  type Crawl,
  type Store,
} from '../../store/index.ts';
import { crawlResource } from '../resources/crawl.ts';
import type { EventHub } from './hub.ts';

/**
 * Publishes what happens in the store, whoever did it: workers on other machines too. It looks once a second, and only
 * while somebody listens.
 */
export function watchStore(
  store: Store,
  hub: EventHub,
  { everyMs = 1000, onError }: { everyMs?: number; onError: (error: unknown) => void },
): { stop(): Promise<void> } {
  const states = new Map<number, Crawl['state']>();
  let lastChange: number | null = null;
  const look = async (): Promise<void> => {
    if (hub.listeners === 0) {
      // Whoever listens next wants what happens from then on.
      lastChange = null;
      states.clear();
      return;
    }
    // Listeners that came while others were told already lack nothing.
    const known = hub.takeChange();
    lastChange ??= known ?? (await latestChangeId(store.db));
    for (const [id, state] of hub.takeSeen()) states.set(id, state);
    for (const crawl of await moved(store, states)) {
      hub.publish({ type: 'crawl', siteId: crawl.siteId, crawlId: crawl.id, data: crawlResource(crawl) });
    }
    for (const change of await newChanges(store.db, lastChange)) {
      lastChange = Number(change.id);
      publishChange(hub, change);
    }
  };
  let looking: Promise<void> | null = null;
  const timer = setInterval(() => {
    // A slow database is asked again only when it has answered.
    looking ??= look()
      .catch(onError)
      .finally(() => (looking = null));
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Crawls whose state is another one than when last looked at. */
async function moved(store: Store, states: Map<number, Crawl['state']>): Promise<Crawl[]> {
  const going = await listCrawls(store.db, { states: ['queued', 'running'], limit: 1000 });
  const ids = new Set(going.map((crawl) => crawl.id));
  const ended: Crawl[] = [];
  for (const id of states.keys()) if (!ids.has(id)) ended.push(await findCrawl(store.db, id));
  const found = [...ended, ...going].filter((crawl) => states.get(crawl.id) !== crawl.state);
  states.clear();
  for (const crawl of going) states.set(crawl.id, crawl.state);
  return found;
}

function publishChange(hub: EventHub, change: Change): void {
  hub.publish({ type: 'change', siteId: Number(change.site), crawlId: Number(change.crawl), data: change });
}
