import assert from 'node:assert/strict';
import type { Severity } from '../../../core/schema/index.ts';
import {
  addSite,
  findCrawl,
  listChanges,
  recordChanges,
  standingChanges,
  type ChangeToStore,
  type Store,
} from '../../../server/store/index.ts';
import { crawlSite, shopFile } from './captures.ts';
import { onEveryDatabase } from './databases.ts';

function found(key: string, severity: Severity): ChangeToStore {
  return {
    kind: 'host-added',
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

/** Stores one more crawl of the site and records these changes; answers the keys it told. */
async function tell(
  store: Store,
  site: number,
  changes: ChangeToStore[],
  ended: string[] | 'all' = [],
): Promise<string[]> {
  const crawl = await crawlSite(store, site, [{ url: 'https://shop.example/' }]);
  return (await recordChanges(store, crawl.id, changes, ended)).map((change) => change.subject.id);
}

onEveryDatabase('changes', (databases) => {
  const open = async (): Promise<[Store, number]> => {
    const store = await databases.open();
    return [store, (await addSite(store.db, { name: 'shop', definition: shopFile })).id];
  };

  it('are told once while they last', async () => {
    const [store, site] = await open();
    assert.deepEqual(await tell(store, site, [found('a', 'high')]), ['a']);
    assert.deepEqual(await tell(store, site, [found('a', 'high'), found('b', 'low')]), ['b']);
    assert.deepEqual(
      [...(await standingChanges(store.db, site))],
      [
        ['a', 'high'],
        ['b', 'low'],
      ],
    );
  });

  it('are told again when they were gone and came back, but for quiet ones', async () => {
    const [store, site] = await open();
    await tell(store, site, [found('a', 'high'), found('b', 'low')]);
    await tell(store, site, [], ['a', 'b']);
    assert.equal((await standingChanges(store.db, site)).size, 0);
    assert.deepEqual(await tell(store, site, [found('a', 'high'), found('b', 'low')]), ['a']);
    assert.equal((await standingChanges(store.db, site)).size, 2);
  });

  it('given as transitions are told each time, but for quiet ones', async () => {
    const [store, site] = await open();
    for (const expected of [['a', 'b'], ['a']]) {
      assert.deepEqual(await tell(store, site, [found('a', 'medium'), found('b', 'low')], 'all'), expected);
    }
  });

  it('are told again when a quiet one comes back severe', async () => {
    const [store, site] = await open();
    await tell(store, site, [found('a', 'info')]);
    await tell(store, site, [], ['a']);
    assert.deepEqual(await tell(store, site, [found('a', 'critical')]), ['a']);
  });

  it('of one crawl are recorded once, and end the crawl', async () => {
    const [store, site] = await open();
    const crawl = await crawlSite(store, site, [{ url: 'https://shop.example/' }]);
    const first = await recordChanges(store, crawl.id, [found('a', 'high')]);
    const again = await Promise.all([1, 2].map(() => recordChanges(store, crawl.id, [found('c', 'high')])));
    assert.deepEqual(again, [first, first]);
    assert.equal((await findCrawl(store.db, crawl.id)).state, 'done');
  });

  it('come back as they were told, newest first, page by page', async () => {
    const [store, site] = await open();
    await tell(store, site, [found('a', 'info'), found('b', 'high'), found('c', 'medium')]);
    const all = await listChanges(store.db, { siteId: site });
    assert.deepEqual(all.items.map((change) => change.subject.id).sort(), ['a', 'b', 'c']);
    assert.deepEqual(all.items.find((change) => change.subject.id === 'b')?.after, { host: 'b' });
    const first = await listChanges(store.db, { siteId: site, limit: 2 });
    const rest = await listChanges(store.db, { siteId: site, limit: 2, after: first.next! });
    assert.deepEqual([...first.items, ...rest.items], all.items);
    assert.equal(rest.next, null);
  });

  it('can be asked for by severity, crawl, kind and subject', async () => {
    const [store, site] = await open();
    await tell(store, site, [found('a', 'info'), found('b', 'high')]);
    const since = (await listChanges(store.db, { siteId: site })).items[0]!.crawl;
    await tell(store, site, [found('c', 'critical')]);
    const ids = async (filter: Parameters<typeof listChanges>[1]): Promise<string[]> =>
      (await listChanges(store.db, filter)).items.map((change) => change.subject.id).sort();
    assert.deepEqual(await ids({ minSeverity: 'high' }), ['b', 'c']);
    assert.deepEqual(await ids({ siteId: site, sinceCrawl: Number(since) }), ['c']);
    assert.deepEqual(await ids({ kinds: ['form-added'] }), []);
    assert.deepEqual(await ids({ subject: { type: 'host', id: 'a' } }), ['a']);
  });
});
