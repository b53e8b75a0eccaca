import assert from 'node:assert/strict';
import type { Change } from '../../../../core/schema/index.ts';
import { addSite, recordChanges, type ChangeToStore, type Store } from '../../../../server/store/index.ts';
import { crawlSite, shopFile } from '../../store/captures.ts';
import { onEveryDatabase } from '../../store/databases.ts';
import { startApi, who, type TestApi } from '../service.ts';

function hostAdded(host: string, severity: Change['severity'], message = `New host ${host}.`): ChangeToStore {
  return {
    kind: 'host-added',
    severity,
    subject: { type: 'host', id: host, url: null },
    message,
    before: null,
    after: { host },
    evidence: [],
    previousCrawlId: null,
    dedupeKey: host,
  };
}

onEveryDatabase('changes over the API', (databases) => {
  let store: Store;
  let api: TestApi;
  let shop: number;
  let crawls: number[];
  beforeEach(async () => {
    store = await databases.open();
    api = await startApi(store);
    shop = (await addSite(store.db, { name: 'shop', definition: shopFile })).id;
    const other = (await addSite(store.db, { name: 'other', definition: shopFile })).id;
    crawls = [];
    for (const [day, siteId, changes] of [
      [1, shop, [hostAdded('a.example', 'medium'), hostAdded('b.example', 'critical', '=cmd|x')]],
      [2, shop, [hostAdded('c.example', 'info')]],
      [3, other, [hostAdded('d.example', 'high')]],
    ] as const) {
      const crawl = await crawlSite(store, siteId, [{ url: 'https://shop.example/' }], day);
      await recordChanges(store, crawl.id, changes, [], Date.UTC(2026, 0, day));
      crawls.push(crawl.id);
    }
  });
  afterEach(() => api.close());

  const hosts = async (query: string, as = who('viewer')): Promise<string[]> => {
    const response = await api.fetch(`/changes?${query}`, { as });
    assert.equal(response.status, 200, await response.clone().text());
    return ((await response.json()) as { items: Change[] }).items.map(({ subject }) => subject.id);
  };

  it('come newest first, oldest first or worst first', async () => {
    assert.deepEqual(await hosts(''), ['d.example', 'c.example', 'b.example', 'a.example']);
    assert.deepEqual(await hosts('sort=oldest&limit=2'), ['a.example', 'b.example']);
    assert.deepEqual(await hosts('sort=worst'), ['b.example', 'd.example', 'a.example', 'c.example']);
  });

  it('keep their order over pages', async () => {
    for (const sort of ['newest', 'oldest', 'worst']) {
      const whole = await hosts(`sort=${sort}`);
      const pieces: string[] = [];
      let cursor = '';
      do {
        const page = (await (await api.fetch(`/changes?sort=${sort}&limit=1${cursor}`)).json()) as {
          items: Change[];
          next: string | null;
        };
        pieces.push(...page.items.map(({ subject }) => subject.id));
        cursor = page.next === null ? '' : `&cursor=${page.next}`;
      } while (cursor !== '');
      assert.deepEqual(pieces, whole, sort);
    }
  });

  it('can be asked for by site, severity, crawl, time, kind and host', async () => {
    assert.deepEqual(await hosts('site=shop'), ['c.example', 'b.example', 'a.example']);
    assert.deepEqual(await hosts(`site=${shop}&severity=medium`), ['b.example', 'a.example']);
    assert.deepEqual(await hosts(`site=shop&since=${crawls[0]}`), ['c.example']);
    assert.deepEqual(await hosts('since=2026-01-03T00:00:00Z'), ['d.example']);
    assert.deepEqual(await hosts('since=2026-01-03T05:30:00%2B05:30'), ['d.example']);
    assert.deepEqual(await hosts('kind=host-added,host-removed&severity=critical'), ['b.example']);
    assert.deepEqual(await hosts('kind=host-removed'), []);
    assert.deepEqual(await hosts('host=a.example'), ['a.example']);
    assert.deepEqual(await hosts(`crawl=${crawls[1]}`), ['c.example']);
  });

  it('refuse a time that is none', async () => {
    const response = await api.fetch('/changes?since=yesterday');
    assert.equal(response.status, 400);
  });

  it('give spreadsheets no formula', async () => {
    const response = await api.fetch('/changes?site=shop', { headers: { accept: 'text/csv' } });
    assert.match(await response.text(), /,'=cmd\|x,/);
  });

  it('are shown only to those who have a role on their site', async () => {
    const me = who(null, [[shop, 'viewer']]);
    assert.deepEqual(await hosts('', me), ['c.example', 'b.example', 'a.example']);
    const all = (await (await api.fetch('/changes')).json()) as { items: Change[] };
    const foreign = all.items.find(({ subject }) => subject.id === 'd.example')!;
    assert.equal((await api.fetch(`/changes/${foreign.id}`)).status, 200);
    assert.equal((await api.fetch(`/changes/${foreign.id}`, { as: me })).status, 404);
  });
});
