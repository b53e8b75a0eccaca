import assert from 'node:assert/strict';
import { sha256 } from '../../../core/encoding/index.ts';
import {
  addSite,
  createCrawl,
  findCrawl,
  finishCrawl,
  listScripts,
  missingBodies,
  readBody,
  readCrawlDelta,
  readCrawlState,
  readSiteState,
  recordChanges,
  saveAnalyses,
  scriptHistory,
  scriptPresence,
  startCrawl,
  unanalysedVersions,
  unreachedPages,
  versionsToReanalyse,
  type Store,
} from '../../../server/store/index.ts';
import { crawlSite, judge, makeCapture, shopFile, storeMade, type MadePage } from './captures.ts';
import { onEveryDatabase } from './databases.ts';

const home = 'https://shop.example/';
const cart = 'https://shop.example/cart';
const lib = { body: 'lib one', url: 'https://cdn.example/lib.3f9a2c1b.js' };

async function withSite(store: Store): Promise<number> {
  return (await addSite(store.db, { name: 'shop', definition: shopFile })).id;
}

onEveryDatabase('storing a capture', (databases) => {
  it('keeps scripts, bodies and verdicts', async () => {
    const store = await databases.open();
    const site = await withSite(store);
    const crawl = await crawlSite(store, site, [{ url: home, scripts: [lib, { body: 'evil()' }] }]);
    assert.deepEqual([crawl.number, crawl.state, crawl.outcome, crawl.newScripts], [1, 'running', 'done', 2]);
    const { items } = await listScripts(store.db, { siteId: site });
    assert.deepEqual(
      items.map((script) => [script.verdict, script.scores.integrity, script.pages, script.host]),
      [
        ['malicious', 3, 1, null],
        ['benign', 95, 1, 'cdn.example'],
      ],
    );
    assert.equal(Buffer.from(await readBody(store.db, sha256('evil()'))).toString(), 'evil()');
    assert.deepEqual(await missingBodies(store.db, [sha256('evil()'), sha256('x')]), [sha256('x')]);
    assert.deepEqual(await unanalysedVersions(store.db, [sha256('evil()')], 'd2'), [sha256('evil()')]);
  });

  it('is done once however often it is repeated', async () => {
    const store = await databases.open();
    const site = await withSite(store);
    const pages = [{ url: home, scripts: [lib] }];
    const crawl = await crawlSite(store, site, pages);
    const count = async (): Promise<unknown> => store.db.selectFrom('sightings').selectAll().execute();
    const before = await count();
    const again = await storeMade(store, crawl.id, makeCapture(pages), pages);
    assert.deepEqual(again, crawl);
    assert.deepEqual(await count(), before);
  });

  it('of two that store the same crawl at once lets one do it', async () => {
    const store = await databases.open();
    const site = await withSite(store);
    const pages = [{ url: home, scripts: [lib, { body: 'a()' }] }];
    const { id } = await createCrawl(store.db, { siteId: site });
    const both = await Promise.all([1, 2].map(() => storeMade(store, id, makeCapture(pages), pages)));
    assert.deepEqual(both[0], both[1]);
    assert.equal((await store.db.selectFrom('sightings').selectAll().execute()).length, 2);
    assert.equal((await crawlSite(store, site, pages, 2)).number, 2);
  });

  it('of two crawls of one site at once stores one after the other', async () => {
    const store = await databases.open();
    const site = await withSite(store);
    const pages = [{ url: home, scripts: [lib] }];
    const both = await Promise.all([1, 2].map((day) => crawlSite(store, site, pages, day)));
    assert.deepEqual(both.map((crawl) => crawl.number).sort(), [1, 2]);
    assert.equal((await store.db.selectFrom('sightings').selectAll().execute()).length, 1);
  });

  it('writes no sighting for what did not change', async () => {
    const store = await databases.open();
    const site = await withSite(store);
    for (const day of [1, 2, 3])
      await crawlSite(store, site, [{ url: home, scripts: [lib, { body: 'a()' }] }], day);
    const rows = await store.db.selectFrom('sightings').select(['from_visit']).execute();
    assert.deepEqual(
      rows.map((row) => row.from_visit),
      [1, 1],
    );
  });

  it('tells for every crawl exactly what it saw, gaps included', async () => {
    const store = await databases.open();
    const site = await withSite(store);
    const shown = [['a()', 'b()'], ['b()'], ['a()', 'b()'], ['a()'], []];
    const crawls = [];
    for (const [index, bodies] of shown.entries()) {
      crawls.push(
        await crawlSite(store, site, [{ url: home, scripts: bodies.map((body) => ({ body })) }], index + 1),
      );
    }
    for (const [index, crawl] of crawls.entries()) {
      const { sightings } = await readCrawlState(store.db, crawl.id);
      assert.deepEqual(
        sightings.map((one) => one.sha256).sort(),
        shown[index]!.map((body) => sha256(body)).sort(),
      );
    }
    const { items } = await listScripts(store.db, { siteId: site });
    const first = items.find((script) => script.sha256 === sha256('a()'))!;
    const presence = await scriptPresence(store.db, first.id);
    assert.deepEqual(
      presence.map((one) => one.number),
      [1, 3, 4],
    );
    assert.deepEqual([first.crawls, first.pages, first.lastCrawlId], [3, 0, crawls[3]!.id]);
  });

  it('compares each page with the last crawl that reached it', async () => {
    const store = await databases.open();
    const site = await withSite(store);
    const both: MadePage[] = [
      { url: home, scripts: [{ body: 'a()' }] },
      { url: cart, scripts: [{ body: 'pay()' }] },
    ];
    const first = await crawlSite(store, site, both, 1);
    const second = await crawlSite(store, site, [both[0]!, { url: cart, failed: true }], 2);
    const third = await crawlSite(
      store,
      site,
      [{ url: cart, scripts: [{ body: 'pay()' }, { body: 'skim()' }] }],
      3,
    );
    assert.deepEqual(
      (await readCrawlDelta(store.db, second.id)).map((page) => [page.url, page.added, page.removed]),
      [[home, [], []]],
    );
    assert.deepEqual(
      (await unreachedPages(store.db, second.id)).map((page) => page.url),
      [cart],
    );
    const before = await readSiteState(store.db, site, 2);
    assert.deepEqual(
      before.pages.map((page) => page.previousCrawlId),
      [second.id, first.id],
    );
    assert.deepEqual(
      before.sightings.map((one) => one.sha256).sort(),
      [sha256('a()'), sha256('pay()')].sort(),
    );
    const [delta] = await readCrawlDelta(store.db, third.id);
    assert.equal(delta?.previousCrawlId, first.id);
    assert.deepEqual(
      delta.added.map((one) => one.sha256),
      [sha256('skim()')],
    );
    assert.deepEqual(delta.removed, []);
  });

  it('keeps one history across renamed files and rewritten inline code', async () => {
    const store = await databases.open();
    const site = await withSite(store);
    await crawlSite(store, site, [{ url: home, scripts: [lib, { body: 'one()' }] }], 1);
    const renamed = { body: 'lib two', url: 'https://cdn.example/lib.77aa01ff.js' };
    const second = await crawlSite(store, site, [{ url: home, scripts: [renamed, { body: 'two()' }] }], 2);
    assert.deepEqual([second.newScripts, second.newVersions], [0, 2]);
    const { items } = await listScripts(store.db, { siteId: site });
    for (const script of items) {
      const history = await scriptHistory(store.db, script.id);
      assert.deepEqual(
        history.items.map((version) => version.isPresent),
        [true, false],
      );
    }
  });

  it('shows the worst version that is present', async () => {
    const store = await databases.open();
    const site = await withSite(store);
    const pages = [
      { url: home, scripts: [lib] },
      { url: cart, scripts: [{ ...lib, body: 'lib evil' }] },
    ];
    await crawlSite(store, site, pages, 1);
    const verdict = async (): Promise<unknown> =>
      (await listScripts(store.db, { siteId: site })).items[0]?.verdict;
    assert.equal(await verdict(), 'malicious');
    await crawlSite(store, site, [pages[0]!, { url: cart, scripts: [lib] }], 2);
    assert.equal(await verdict(), 'benign');
  });

  it('brings verdicts up to date under a new detector', async () => {
    const store = await databases.open();
    const site = await withSite(store);
    await crawlSite(store, site, [{ url: home, scripts: [{ body: 'a()' }] }]);
    assert.deepEqual(await versionsToReanalyse(store.db, 'd2', 10), [sha256('a()')]);
    const { analysis, features } = judge('a()', 'd2');
    const worse = {
      ...analysis,
      verdict: 'suspicious' as const,
      scores: { ...analysis.scores!, integrity: 30 },
    };
    await saveAnalyses(store, 'd2', [{ analysis: worse, features }], { shadow: true });
    assert.equal((await listScripts(store.db, { siteId: site })).items[0]?.verdict, 'benign');
    await saveAnalyses(store, 'd2', [{ analysis: worse, features }]);
    assert.equal((await listScripts(store.db, { siteId: site })).items[0]?.verdict, 'suspicious');
    assert.deepEqual(await versionsToReanalyse(store.db, 'd2', 10), []);
  });

  it('names the script that made another and the frame it ran in', async () => {
    const store = await databases.open();
    const site = await withSite(store);
    const made = { body: 'made()', kind: 'eval' as const, by: 'lib one', frame: 'https://ads.example/f' };
    const crawl = await crawlSite(store, site, [{ url: home, scripts: [lib, made] }]);
    const { sightings } = await readCrawlState(store.db, crawl.id);
    const [parent, child] = [sha256('lib one'), sha256('made()')].map((hash) =>
      sightings.find((one) => one.sha256 === hash)!,
    );
    assert.equal(child?.initiatorId, parent?.scriptId);
    assert.deepEqual([child?.frame, parent?.frame], ['https://ads.example/f', null]);
  });

  it('refuses what contradicts itself and leaves nothing of it', async () => {
    const store = await databases.open();
    const site = await withSite(store);
    const pages = [{ url: home, scripts: [lib] }];
    const capture = makeCapture(pages);
    const { id } = await createCrawl(store.db, { siteId: site });
    const edited = {
      ...capture,
      sightings: capture.sightings.map((one) => ({ ...one, visitId: 'nowhere' })),
    };
    await assert.rejects(storeMade(store, id, edited, pages), { code: 'SW_CAPTURE_INVALID' });
    const swapped = {
      ...capture,
      versions: capture.versions.map((one) => ({ ...one, bytes: one.bytes + 1 })),
    };
    await assert.rejects(storeMade(store, id, swapped, pages), { code: 'SW_CAPTURE_INVALID' });
    assert.equal((await findCrawl(store.db, id)).storedAt, null);
    assert.deepEqual(await store.db.selectFrom('pages').selectAll().execute(), []);
  });

  it('keeps what a hostile page makes of its addresses and names', async () => {
    const store = await databases.open();
    const site = await withSite(store);
    const noise = Array.from({ length: 400 }, (_, index) => sha256(String(index))).join('.');
    const strange = `https://shop.example/\0\ud800${noise}`;
    const pages = [
      {
        url: home,
        visit: {
          title: 'a\0b\udfff',
          frames: [{ id: 'f', parentId: null, url: strange, outOfProcess: false }],
        },
      },
      {
        url: strange,
        scripts: [
          { body: 'a()', url: strange },
          { body: 'b()', url: `${strange}x` },
        ],
      },
    ];
    for (const day of [1, 2]) await crawlSite(store, site, pages, day);
    assert.equal((await listScripts(store.db, { siteId: site })).items.length, 2);
    assert.equal(
      (await store.db.selectFrom('visits').select('title').executeTakeFirstOrThrow()).title,
      'a\ufffdb\ufffd',
    );
    assert.equal((await store.db.selectFrom('pages').selectAll().execute()).length, 2);
  });

  it('ends a crawl only once it is stored and compared', async () => {
    const store = await databases.open();
    const site = await withSite(store);
    const { id } = await createCrawl(store.db, { siteId: site });
    await startCrawl(store.db, id);
    await assert.rejects(finishCrawl(store.db, id), { code: 'SW_STORE_CONFLICT' });
    await storeMade(store, id, makeCapture([{ url: home }], 1, { state: 'incomplete' }), []);
    await recordChanges(store, id, []);
    assert.equal((await findCrawl(store.db, id)).state, 'incomplete');
  });
});
