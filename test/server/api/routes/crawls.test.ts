import assert from 'node:assert/strict';
import { watchStore } from '../../../../server/api/events/watch.ts';
import {
  abandonCrawl,
  addSite,
  createCrawl,
  recordChanges,
  startCrawl,
  type Store,
} from '../../../../server/store/index.ts';
import { crawlSite, shopFile } from '../../store/captures.ts';
import { onEveryDatabase } from '../../store/databases.ts';
import { startApi, who, type TestApi } from '../service.ts';

interface Sent {
  event: string;
  data: Record<string, unknown>;
}

onEveryDatabase('crawls over the API', (databases) => {
  let store: Store;
  let api: TestApi;
  let shop: number;
  beforeEach(async () => {
    store = await databases.open();
    api = await startApi(store);
    shop = (await addSite(store.db, { name: 'shop', definition: shopFile })).id;
  });
  afterEach(() => api.close());

  /** While the store is watched, as a running service does. */
  const watched = async (work: () => Promise<void>): Promise<void> => {
    const failures: unknown[] = [];
    const watch = watchStore(store, api.context.events, {
      everyMs: 20,
      onError: (error) => failures.push(error),
    });
    await work().finally(() => watch.stop());
    assert.deepEqual(failures, []);
  };

  it('come newest first, page by page, by site and state', async () => {
    const other = (await addSite(store.db, { name: 'other', definition: shopFile })).id;
    for (const siteId of [shop, shop, other]) await createCrawl(store.db, { siteId });
    await abandonCrawl(store.db, 1, 'cancelled');
    const ids = async (query: string): Promise<string[]> =>
      ((await (await api.fetch(`/crawls?${query}`)).json()) as { items: { id: string }[] }).items.map(
        ({ id }) => id,
      );
    assert.deepEqual(await ids(''), ['3', '2', '1']);
    assert.deepEqual(await ids('site=shop'), ['2', '1']);
    assert.deepEqual(await ids('state=cancelled,done'), ['1']);
    const page = (await (await api.fetch('/crawls?limit=2')).json()) as { next: string };
    assert.deepEqual(await ids(`limit=2&cursor=${page.next}`), ['1']);
  });

  it('tell what they reached', async () => {
    const { id } = await crawlSite(store, shop, [
      { url: 'https://shop.example/', scripts: [{ body: 'a()' }] },
    ]);
    const crawl = (await (await api.fetch(`/crawls/${id}`)).json()) as {
      pages: number;
      receipt: { complete: boolean };
    };
    assert.equal(crawl.pages, 1);
    assert.equal(crawl.receipt.complete, true);
  });

  it('cannot be cancelled when they are over', async () => {
    const { id } = await createCrawl(store.db, { siteId: shop });
    assert.equal((await api.fetch(`/crawls/${id}/cancel`, { method: 'POST' })).status, 200);
    assert.equal((await api.fetch(`/crawls/${id}/cancel`, { method: 'POST' })).status, 409);
  });

  it('can be followed until they are over', async () => {
    await watched(async () => {
      const crawl = await createCrawl(store.db, { siteId: shop });
      const response = await api.fetch(`/crawls/${crawl.id}/events`);
      assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
      const states: unknown[] = [];
      for await (const { event, data } of eventsOf(response)) {
        if (event === 'progress') {
          assert.deepEqual(data, { event: 'stage', stage: 'crawl' });
          await abandonCrawl(store.db, crawl.id, 'failed', { code: 'SW_CRAWL_UNREACHABLE', message: 'x' });
          continue;
        }
        states.push(data.state);
        if (data.state === 'queued') await startCrawl(store.db, crawl.id);
        if (data.state === 'running') {
          api.context.events.publish({
            type: 'progress',
            siteId: shop,
            crawlId: crawl.id,
            data: { event: 'stage', stage: 'crawl' },
          });
        }
      }
      assert.deepEqual(states, ['queued', 'running', 'failed']);
    });
  });

  it('are told as they happen, with their changes, to those who may see the site', async () => {
    await watched(async () => {
      const other = (await addSite(store.db, { name: 'other', definition: shopFile })).id;
      const response = await api.fetch('/events', { as: who(null, [[shop, 'viewer']]) });
      const events = eventsOf(response);
      // Only what happens after the first look is told.
      const foreign = await crawlSite(store, other, [{ url: 'https://other.example/' }], 1);
      const own = await crawlSite(store, shop, [{ url: 'https://shop.example/' }], 1);
      let told = 0;
      const record = async (crawlId: number): Promise<void> => {
        await recordChanges(store, crawlId, [
          {
            kind: 'host-added',
            severity: 'medium',
            subject: { type: 'host', id: `h${++told}.example`, url: null },
            message: 'New host.',
            before: null,
            after: null,
            evidence: [],
            previousCrawlId: null,
            dedupeKey: `h${told}`,
          },
        ]);
      };
      const first = events.next();
      await record(foreign.id);
      await record(own.id);
      let sent = await first;
      while (!sent.done && sent.value.event !== 'change') sent = await events.next();
      assert.equal(sent.done, false);
      assert.equal(sent.value.data.site, String(shop));
      await response.body?.cancel().catch(() => undefined);
    });
  });

  it('open no more streams than are allowed', async () => {
    await api.close();
    api = await startApi(store, { limits: { eventStreams: 1 } });
    const first = await api.fetch('/events');
    assert.equal(first.status, 200);
    const second = await api.fetch('/events');
    assert.equal(second.status, 429);
    await first.body?.cancel();
  });
});

/** Server-sent events of a response, to its end. */
async function* eventsOf(response: Response): AsyncGenerator<Sent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of response.body!) {
    text += decoder.decode(piece as Uint8Array, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (event && data) yield { event, data: JSON.parse(data) as Sent['data'] };
    }
  }
}
