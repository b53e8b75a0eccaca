import { importFeed, piecesOf } from '../../../server/feeds/import.ts';
import { addFeed, findFeed, type Feed, type FeedSettings, type Store } from '../../../server/store/index.ts';

/** A list in a store, with these lines. */
export async function makeFeed(
  store: Store,
  lines: string,
  change: Partial<FeedSettings> = {},
): Promise<Feed> {
  const settings: FeedSettings = {
    name: 'bad',
    severity: 'critical',
    category: 'malware',
    format: 'auto',
    url: null,
    refreshSeconds: null,
    isEnabled: true,
    ...change,
  };
  const feed = await addFeed(store.db, settings, 1000);
  await bring(store, feed.name, lines);
  return findFeed(store.db, feed.id);
}

export async function bring(store: Store, name: string, lines: string): Promise<void> {
  await importFeed(store, await findFeed(store.db, name), piecesOf(Buffer.from(lines), 100), 2000);
}
