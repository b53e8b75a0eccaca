import type { AlertContext } from '../../../server/alerts/index.ts';
import { prepareChannel } from '../../../server/alerts/save-channel.ts';
import { createSecretBox } from '../../../server/access/secrets/index.ts';
import { serviceConfig } from '../../../server/config/index.ts';
import { siteFile } from '../../../core/schema/index.ts';
import {
  addChannel,
  addRule,
  addSite,
  createCrawl,
  tellOfCrawl,
  type ChangeToStore,
  type Store,
} from '../../../server/store/index.ts';

/** What parent and child agree on. */
export interface Work {
  /** Of the box that the channel's secrets are in, as hexadecimal digits. */
  key: string;
  siteId: number;
}

export function contextOf(store: Store, { key }: Pick<Work, 'key'>): AlertContext {
  return {
    store,
    config: serviceConfig.parse({ allowNetworks: ['127.0.0.0/8'], publicUrl: 'https://warden.example' }),
    secrets: createSecretBox([Buffer.from(key, 'hex')]),
    now: Date.now,
  };
}

/** A site, a webhook, and a rule that tells it everything. */
export async function prepareStore(store: Store, url: string, key: string): Promise<Work> {
  const definition = siteFile.parse({ name: 'shop', startUrls: ['https://shop.example/'] });
  const site = await addSite(store.db, { name: 'shop', definition });
  const input = { type: 'webhook', url, enabled: true } as const;
  const prepared = await prepareChannel(input, contextOf(store, { key }));
  const channel = await addChannel(store.db, { ...prepared, at: Date.now() });
  const always = { siteIds: null, kinds: null, quietHours: null, digest: null, enabled: true };
  await addRule(store.db, { name: 'all', channelId: channel.id, minSeverity: 'info', ...always }, Date.now());
  return { key, siteId: site.id };
}

/** Records a change of a crawl of its own, as the service does; answers when, in milliseconds since 1970. */
export async function recordOne(store: Store, siteId: number): Promise<number> {
  return store.transaction(async (db) => {
    const crawl = await createCrawl(db, { siteId });
    const host = `host-${crawl.id}.example`;
    const change: ChangeToStore = {
      kind: 'host-added',
      severity: 'medium',
      subject: { type: 'host', id: host, url: null },
      message: `Host ${host} is contacted for the first time.`,
      before: null,
      after: { host },
      evidence: [],
      previousCrawlId: null,
      dedupeKey: host,
    };
    const at = Date.now();
    await tellOfCrawl(db, crawl, [change], at);
    return at;
  });
}
