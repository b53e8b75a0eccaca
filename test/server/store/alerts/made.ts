import type { ChangeKind, Severity } from '../../../../core/schema/index.ts';
import {
  addChannel,
  addRule,
  addSite,
  newSeal,
  recordChanges,
  type AlertRule,
  type ChangeToStore,
  type Channel,
  type NewRule,
  type Site,
  type Store,
} from '../../../../server/store/index.ts';
import { crawlSite, shopFile } from '../captures.ts';

/** A change as drift finds it; equal keys are the same change. */
export function found(key: string, severity: Severity, kind: ChangeKind = 'host-added'): ChangeToStore {
  return {
    kind,
    severity,
    subject: { type: 'host', id: key, url: null },
    message: `A new host, ${key}, is contacted.`,
    before: null,
    after: { host: key },
    evidence: [],
    previousCrawlId: null,
    dedupeKey: key,
  };
}

export function makeSite(store: Store, name = 'shop'): Promise<Site> {
  return addSite(store.db, { name, definition: shopFile });
}

export function makeChannel(store: Store, change: Partial<Channel> = {}): Promise<Channel> {
  return addChannel(store.db, {
    type: 'webhook',
    name: 'hook',
    target: { url: 'https://hooks.example/' },
    seal: newSeal(),
    secrets: '',
    enabled: true,
    at: 0,
    ...change,
  });
}

export function makeRule(store: Store, channelId: number, rule: Partial<NewRule> = {}): Promise<AlertRule> {
  return addRule(
    store.db,
    {
      name: 'everything',
      channelId,
      minSeverity: 'info',
      kinds: null,
      siteIds: null,
      quietHours: null,
      digest: null,
      enabled: true,
      ...rule,
    },
    0,
  );
}

/** Stores one more crawl of the site and records these changes at a time; answers the crawl's id. */
export async function tell(
  store: Store,
  siteId: number,
  changes: ChangeToStore[],
  at = Date.now(),
): Promise<number> {
  const crawl = await crawlSite(store, siteId, [{ url: 'https://shop.example/' }]);
  await recordChanges(store, crawl.id, changes, [], at);
  return crawl.id;
}
