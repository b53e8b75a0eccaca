import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cancelCrawl } from '../../../server/jobs/index.ts';
import { cancelReason, runCrawl } from '../../../server/pipeline/index.ts';
import { approveScan, decide } from '../../../server/approvals/decide.ts';
import {
  activeApprovals,
  changesOfCrawl,
  findCrawl,
  listChanges,
  listScripts,
} from '../../../server/store/index.ts';
import { loadSkimmers } from '../../../samples/shop/skimmers.ts';
import { encode, type MadePage } from '../store/captures.ts';
import { onEveryDatabase } from '../store/databases.ts';
import { crawlOnce, queued, realAnalyzer, watchedShop } from './site.ts';

const home = 'https://shop.example/';
const cart = 'https://shop.example/cart';
const app = { body: 'var shown = 1; document.title = shown', url: 'https://shop.example/app.js' };
const lib = { body: 'function add(a, b) { return a + b }', url: 'https://cdn.example/lib.js' };
const skimmer = { body: loadSkimmers()[0]!.code, url: 'https://cdn.example/lib.js' };
const page = (url: string, ...scripts: MadePage['scripts'] & object): MadePage => ({ url, scripts });

onEveryDatabase('a crawl through the pipeline', function (databases) {
  it('goes from queued to done; the first one is the baseline', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    site.show(page(home, app, lib));
    const { id } = await queued(context.store, siteId);
    const crawl = await runCrawl(context, id);
    assert.deepEqual([crawl.state, crawl.number, crawl.scripts, crawl.newScripts], ['done', 1, 2, 2]);
    assert.deepEqual(await changesOfCrawl(context.store.db, id), []);
    assert.deepEqual(await readdir(context.workDir), []);
    assert.deepEqual(await runCrawl(context, id), crawl);
    assert.equal(site.crawls, 1);
  });

  it('names a script that turned malicious, and what is malicious from the start', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    site.show(page(home, app, lib));
    await crawlOnce(context, siteId);
    site.show(page(home, app, skimmer));
    const told = await crawlOnce(context, siteId);
    assert.deepEqual(told.slice(0, 2), [
      `critical script-behaviour ${lib.url}`,
      `critical verdict-changed ${lib.url}`,
    ]);
    assert.deepEqual(await crawlOnce(context, siteId), []);
  });

  it('tells as baseline what is malicious', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    site.show(page(home, skimmer));
    assert.deepEqual(await crawlOnce(context, siteId), [`critical verdict-changed ${lib.url}`]);
  });

  it('makes nothing vanish or appear when pages were not reached', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    const half: MadePage[] = [page(home, app), { url: cart, failed: true }];
    site.show(...half);
    site.change = { state: 'incomplete' };
    await crawlOnce(context, siteId);
    site.show(page(home, app), page(cart, app, lib));
    assert.deepEqual(await crawlOnce(context, siteId), [`info script-added ${lib.url}`]);
    site.show(...half);
    assert.deepEqual(await crawlOnce(context, siteId), []);
    site.show(page(home, app), page(cart, app, lib));
    assert.deepEqual(await crawlOnce(context, siteId), []);
    site.show(page(home, app), page(cart, app));
    assert.deepEqual(await crawlOnce(context, siteId), [`info script-removed ${lib.url}`]);
  });

  it('tells what is gone and back once when it is quiet, again when it is not', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    const contact = {
      host: 'stats.example',
      scheme: 'https',
      resourceTypes: ['Image'],
      requests: 1,
      failed: 0,
    };
    const visit = {
      connections: [
        { ...contact, firstUrl: 'https://stats.example/', initiator: { kind: 'parser' as const } },
      ],
    };
    const both: MadePage = { url: home, scripts: [app, { body: 'abTest(2)' }], visit };
    await crawlOnce(context, (site.show(page(home, app)), siteId));
    site.show(both);
    assert.deepEqual(
      (await crawlOnce(context, siteId)).map((change) => change.split(' ').slice(0, 2).join(' ')),
      ['medium host-added', 'low script-added'],
    );
    site.show(page(home, app));
    await crawlOnce(context, siteId);
    site.show(both);
    assert.deepEqual(
      (await crawlOnce(context, siteId)).map((change) => change.split(' ').slice(0, 2).join(' ')),
      ['medium host-added'],
    );
  });

  it('tells a header that is gone everywhere once, though crawls reach its pages in turns', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    const headers = { headers: [['x-frame-options', 'DENY']] as [string, string][] };
    const at = (path: string, isKept: boolean): MadePage => ({
      url: home + path,
      ...(isKept && { visit: headers }),
    });
    const told = async (...pages: MadePage[]): Promise<string[]> => {
      site.show(...pages);
      return crawlOnce(context, siteId);
    };
    assert.deepEqual(await told(at('a', true), at('b', true), at('c', true)), []);
    const gone = `high header-removed ${home}`;
    assert.deepEqual(await told(at('a', false)), [`${gone}a`]);
    assert.deepEqual(await told(at('a', false), at('b', false)), []);
    // Another time: this page had it when it was reached after that was told.
    assert.deepEqual(await told(at('a', false), at('c', true)), []);
    assert.deepEqual(await told(at('a', false), at('c', false)), [`${gone}c`]);
  });

  it('that reached nothing fails, is told once, and ends with the next that does', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    site.show(page(home, app));
    await crawlOnce(context, siteId);
    const fail = async (): Promise<string[]> => {
      site.show({ url: home, failed: true });
      site.change = { state: 'failed' };
      return crawlOnce(context, siteId);
    };
    assert.deepEqual(await fail(), [`high crawl-failed ${home}`]);
    assert.deepEqual(await fail(), []);
    assert.deepEqual(await crawlOnce(context, (site.show(page(home, app)), siteId)), []);
    assert.deepEqual(await fail(), [`high crawl-failed ${home}`]);
  });

  it('ends an approval when the script gains behaviour, and says why', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    const { db } = context.store;
    site.show(page(home, lib));
    await crawlOnce(context, siteId);
    const [script] = (await listScripts(db, { siteId })).items;
    await decide(db, {
      siteId,
      scope: 'script',
      target: String(script!.id),
      decision: 'approved',
      decidedBy: 'Ann',
    });
    const gain = { ...lib, body: `${lib.body}; navigator.sendBeacon('https://stats.invalid/', add(1, 2))` };
    site.show(page(home, gain));
    const told = await crawlOnce(context, siteId);
    assert.ok(told.includes(`medium approval-lost ${lib.url}`), told.join());
    assert.deepEqual(await activeApprovals(db, { siteId }), []);
  });

  it('stays quiet about a release that a scan announced', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    site.show(page(home, lib));
    await crawlOnce(context, siteId);
    const body = `${lib.body}; navigator.sendBeacon('https://stats.example/', add(1, 2))`;
    const { analyzer } = await realAnalyzer.acquire();
    const { analysis } = await analyzer.analyze({ path: 'lib.js', bytes: encode(body) });
    await approveScan(context.store, siteId, { results: [analysis] }, { decidedBy: 'CI' });
    site.show(page(home, { ...lib, body }));
    assert.deepEqual(await crawlOnce(context, siteId), [`info script-behaviour ${lib.url}`]);
  });

  it('tells a malicious verdict again when the decision that called it wrong ends, and once', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    const { db } = context.store;
    site.show(page(home, app));
    await crawlOnce(context, siteId);
    site.show(page(home, app, skimmer));
    await crawlOnce(context, siteId);
    const found = (await listScripts(db, { siteId, verdicts: ['malicious'] })).items[0]!;
    const { id } = await decide(db, {
      siteId,
      scope: 'structure',
      target: found.structureHash!,
      decision: 'false-positive',
      decidedBy: 'Ann',
      justification: 'a drill',
      // Captures are dated in January 2026, one a day.
      at: Date.UTC(2026, 0, 2),
      expiresAt: Date.UTC(2026, 0, 4, 12),
    });
    for (let day = 3; day <= 4; day++) assert.deepEqual(await crawlOnce(context, siteId), []);
    assert.deepEqual(await crawlOnce(context, siteId), [`critical verdict-changed ${lib.url}`]);
    assert.deepEqual(await crawlOnce(context, siteId), []);
    const [told] = (await listChanges(db)).items;
    assert.deepEqual((told!.after as { decisionEnded: string }).decisionEnded, String(id));
  });

  it('goes on with the capture that a killed process left', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    site.show(page(home, app));
    const { id } = await queued(context.store, siteId);
    const outDir = join(context.workDir, `crawl-${id}`);
    await site.crawl({ site: {} as never, outDir, baseDir: '' });
    assert.equal((await runCrawl(context, id)).state, 'done');
    assert.equal(site.crawls, 1);
    assert.equal(existsSync(outDir), false);
  });

  it('starts again when the capture left was edited by hand', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    site.show(page(home, app));
    const { id } = await queued(context.store, siteId);
    const outDir = join(context.workDir, `crawl-${id}`);
    const capture = await site.crawl({ site: {} as never, outDir, baseDir: '' });
    await appendFile(join(outDir, capture.versions[0]!.file), ';evil()');
    assert.equal((await runCrawl(context, id)).state, 'done');
    assert.equal(site.crawls, 2);
  });

  it('crawls again after a capture that contradicts itself', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    site.show(page(home, app));
    const { id } = await queued(context.store, siteId);
    const outDir = join(context.workDir, `crawl-${id}`);
    const capture = await site.crawl({ site: {} as never, outDir, baseDir: '' });
    const visits = [...capture.visits, ...capture.visits];
    await writeFile(join(outDir, 'capture.json'), JSON.stringify({ ...capture, visits }));
    await assert.rejects(runCrawl(context, id), { code: 'SW_CAPTURE_INVALID' });
    assert.equal((await runCrawl(context, id)).state, 'done');
    assert.equal(site.crawls, 2);
  });

  it('is cancelled by its signal, or by another process, and stores nothing', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    const { store } = context;
    site.show(page(home, app));
    const control = new AbortController();
    site.onCrawl = () => {
      control.abort(cancelReason);
      return Promise.resolve();
    };
    const first = await queued(store, siteId);
    assert.equal((await runCrawl(context, first.id, { signal: control.signal })).state, 'cancelled');
    await store.db.deleteFrom('jobs').execute();
    const second = await queued(store, siteId);
    site.onCrawl = async () => {
      await cancelCrawl(store, second.id);
    };
    assert.equal((await runCrawl(context, second.id)).state, 'cancelled');
    assert.equal((await findCrawl(store.db, second.id)).storedAt, null);
    assert.deepEqual((await listChanges(store.db)).items, []);
  });

  it('broken off for another reason waits for the next worker', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    site.show(page(home, app));
    const control = new AbortController();
    site.onCrawl = () => {
      control.abort('stopping');
      return Promise.resolve();
    };
    const { id } = await queued(context.store, siteId);
    await assert.rejects(runCrawl(context, id, { signal: control.signal }), { code: 'SW_CRAWL_INTERRUPTED' });
    site.onCrawl = () => Promise.resolve();
    assert.equal((await runCrawl(context, id)).state, 'done');
  });
});
