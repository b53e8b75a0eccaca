import type {
  AlertData,
  AlertWebhook,
  DigestWebhook,
  SiteDigest,
  Webhook,
} from '../../../core/schema/index.ts';
import { summariseSite } from '../../reports/index.ts';
import {
  alertChanges,
  countTold,
  deliveryItems,
  findAlert,
  findCrawl,
  findSite,
  type Crawl,
  type Db,
  type Delivery,
  type DeliveryItem,
  type Store,
} from '../../store/index.ts';
import { cut, fitChanges, messageBytes, sizeOf } from './bound.ts';
import { exampleMessage } from './example.ts';

const mostChanges = 200;
const mostAlerts = 100;
const changesInDigest = 10;
const mostSites = 50;

/**
 * What a delivery tells, read from the store. Null when nothing of it is left: its alerts fell out of retention, or their
 * site was removed.
 */
export async function gatherMessage(
  store: Store,
  delivery: Delivery,
  { publicUrl, now }: { publicUrl: string; now: number },
): Promise<Webhook | null> {
  if (delivery.kind === 'test') return exampleMessage(publicUrl, now);
  const items = await deliveryItems(store.db, delivery.id);
  if (items.length === 0) return null;
  return delivery.kind === 'digest'
    ? digestOf(store, delivery, items, publicUrl, now)
    : alertOf(store.db, items[0]!, publicUrl);
}

async function alertOf(db: Db, item: DeliveryItem, publicUrl: string): Promise<AlertWebhook> {
  const data = await alertData(db, item, publicUrl, mostChanges, messageBytes);
  return {
    type: item.telling === 1 ? 'alert.created' : 'alert.updated',
    timestamp: data.alert.at,
    data,
  };
}

async function digestOf(
  store: Store,
  delivery: Delivery,
  items: readonly DeliveryItem[],
  publicUrl: string,
  now: number,
): Promise<DigestWebhook> {
  const alerts: AlertData[] = [];
  let left = messageBytes;
  for (const item of items.slice(0, mostAlerts)) {
    const data = await alertData(
      store.db,
      item,
      publicUrl,
      changesInDigest,
      Math.min(left, messageBytes / 4),
    );
    left -= sizeOf(data) + 1;
    if (left < 0 && alerts.length > 0) break;
    alerts.push(data);
  }
  const timestamp = new Date(now).toISOString();
  const from = delivery.digestFrom ?? delivery.createdAt;
  const sites: SiteDigest[] = [];
  for (const siteId of new Set(items.slice(0, mostSites).map((item) => item.siteId)))
    sites.push(await siteDigest(store, siteId, { from, to: now }, publicUrl));
  return {
    type: 'digest.created',
    timestamp,
    data: {
      rule: ruleOf(delivery),
      from: new Date(from).toISOString(),
      until: timestamp,
      alerts,
      sites,
      omitted: items.length - alerts.length,
      link: `${publicUrl}/api/v1/alerts${delivery.ruleId === null ? '' : `?rule=${delivery.ruleId}`}`,
    },
  };
}

async function siteDigest(
  store: Store,
  siteId: number,
  time: { from: number; to: number },
  publicUrl: string,
): Promise<SiteDigest> {
  const { site, period, crawls, scripts, changes } = await summariseSite(store, siteId, time);
  const query = new URLSearchParams({ ...period, format: 'html' });
  return {
    id: site.id,
    name: cut(site.name, 200),
    crawls,
    scripts,
    changes,
    report: `${publicUrl}/api/v1/sites/${site.id}/report?${query.toString()}`,
  };
}

async function alertData(
  db: Db,
  { alertId, telling }: DeliveryItem,
  publicUrl: string,
  most: number,
  room: number,
): Promise<AlertData> {
  const alert = await findAlert(db, alertId);
  const site = await findSite(db, alert.siteId);
  const crawl = await findCrawl(db, alert.crawlId);
  const changes = await alertChanges(db, alertId, { telling, limit: most });
  const head: AlertData = {
    alert: {
      id: String(alert.id),
      severity: changes[0]?.severity ?? alert.severity,
      telling,
      changes: 0,
      omitted: 0,
      at: changes[0]?.at ?? new Date(alert.createdAt).toISOString(),
    },
    rule: ruleOf(alert),
    site: {
      id: String(site.id),
      name: cut(site.name, 200),
      url: site.definition.startUrls[0] === undefined ? null : cut(site.definition.startUrls[0], 2000),
    },
    crawl: crawlOf(crawl),
    changes: [],
    link: `${publicUrl}/api/v1/alerts/${alert.id}`,
  };
  return fitChanges(head, changes, await countTold(db, alertId, telling), room);
}

function ruleOf({ ruleId, ruleName }: { ruleId: number | null; ruleName: string | null }): AlertData['rule'] {
  return { id: ruleId === null ? null : String(ruleId), name: cut(ruleName ?? '', 200) };
}

function crawlOf({ id, state, startedAt, finishedAt }: Crawl): AlertData['crawl'] {
  const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
  return { id: String(id), state, startedAt: time(startedAt), finishedAt: time(finishedAt) };
}
