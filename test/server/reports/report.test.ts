import assert from 'node:assert/strict';
import { siteReport, type SiteReport } from '../../../core/schema/index.ts';
import { renderSiteText, reportSite, summariseSite } from '../../../server/reports/index.ts';
import {
  addApproval,
  addSite,
  findCrawl,
  listScripts,
  recordChanges,
  saveSchedule,
  type Store,
} from '../../../server/store/index.ts';
import { crawlSite, shopFile } from '../store/captures.ts';
import { onEveryDatabase } from '../store/databases.ts';
import { changeOf, shop } from './shop.ts';

const now = Date.UTC(2026, 1, 1);
const january = { from: Date.UTC(2026, 0, 1), to: now };
const day = 86_400_000;

const app = { body: 'app()', url: 'https://shop.example/app.js' };
const tag = { body: 'tag(1)', url: 'https://cdn.example/tag.js' };
const evil = { body: 'evil(1)', url: 'https://cdn.example/tag.js' };

onEveryDatabase('the report of a site', (databases) => {
  let store: Store;
  let siteId: number;
  beforeEach(async () => {
    store = await databases.open();
    ({ id: siteId } = await addSite(store.db, {
      name: 'shop',
      definition: shopFile,
      owner: 'Ada',
      at: january.from,
    }));
  });

  /** The report, and the promise that it matches its schema. */
  const report = async (period = january): Promise<SiteReport> =>
    siteReport.parse(await reportSite(store, siteId, period, now));
  /** As comparing would leave them. */
  const finishCrawls = (): Promise<unknown> =>
    store.db.updateTable('crawls').set({ state: 'done' }).execute();
  const script = async (label: string): Promise<number> =>
    (await listScripts(store.db, { siteIds: [siteId] })).items.find(({ url }) => url === label)!.id;

  it('of a site without crawls says that nothing was looked at', async () => {
    const found = await report();
    assert.equal(found.complete, false);
    assert.deepEqual([found.scripts, found.pages, found.cadence.isWeekly], [[], [], false]);
    assert.match(renderSiteText(found), /Nothing was looked at/);
  });

  it('lists the scripts of the period worst first, each with its versions, pages and times', async () => {
    await crawlSite(store, siteId, shop(app, tag), 2);
    await crawlSite(store, siteId, shop(app, evil), 5);
    const { scripts, summary, findings } = await report();
    const [worst, other] = scripts;
    assert.deepEqual(
      [worst!.label, worst!.verdict, worst!.versionCount, worst!.pages, worst!.onPaymentPages],
      [tag.url, 'malicious', 2, ['https://shop.example/checkout'], true],
    );
    assert.deepEqual([other!.label, other!.pageCount], [app.url, 2]);
    assert.equal(worst!.versions[0]!.verdict, 'malicious');
    assert.equal(worst!.lastSeenAt.slice(0, 10), '2026-01-05');
    assert.deepEqual(findings.scripts, [worst!.id]);
    assert.deepEqual(
      [summary.paymentPages, summary.scripts.onPaymentPages, summary.scripts.new, summary.findings],
      [1, 2, 0, 1],
    );
  });

  it('tells of a period what was there in it, not before or after', async () => {
    await crawlSite(store, siteId, shop(app, evil), 2);
    await crawlSite(store, siteId, shop(app), 5);
    await crawlSite(store, siteId, shop(app, tag), 8);
    const of = async (from: number, to: number): Promise<unknown> => {
      const { scripts } = await report({ from: Date.UTC(2026, 0, from), to: Date.UTC(2026, 0, to) });
      return scripts.map(({ label, verdict, isPresent }) => [label, verdict, isPresent]);
    };
    assert.deepEqual(await of(1, 4), [
      [tag.url, 'malicious', true],
      [app.url, 'benign', true],
    ]);
    assert.deepEqual(await of(4, 7), [[app.url, 'benign', true]]);
    assert.deepEqual(await of(1, 7), [
      [tag.url, 'malicious', false],
      [app.url, 'benign', true],
    ]);
  });

  it('carries decisions as they stood at the end of the period', async () => {
    await crawlSite(store, siteId, shop(app, tag), 2);
    const words = { owner: 'Web team', purpose: 'front end', justification: 'own code' };
    await addApproval(store.db, {
      siteId,
      scope: 'script',
      target: String(await script(app.url)),
      decision: 'approved',
      decidedBy: 'Bo',
      at: january.from + day,
      ...words,
    });
    await addApproval(store.db, {
      siteId: null,
      scope: 'host',
      target: 'cdn.example',
      decision: 'approved',
      decidedBy: 'Cy',
      at: january.from + day,
      expiresAt: january.from + 20 * day,
    });
    const states = async (to: number): Promise<Record<string, string>> => {
      const { scripts } = await report({ from: january.from, to });
      return Object.fromEntries(scripts.map(({ label, approvalState }) => [label, approvalState]));
    };
    assert.deepEqual(await states(january.from + 10 * day), { [app.url]: 'approved', [tag.url]: 'approved' });
    assert.deepEqual(await states(now), { [app.url]: 'approved', [tag.url]: 'expired' });
    const approved = (await report()).scripts.find(({ label }) => label === app.url)!;
    assert.deepEqual(
      [approved.approval!.owner, approved.approval!.purpose, approved.approval!.justification],
      ['Web team', 'front end', 'own code'],
    );
  });

  it('counts no false positive among the findings', async () => {
    await crawlSite(store, siteId, shop(app, evil), 2);
    const { structureHash } = (await listScripts(store.db, { siteIds: [siteId] })).items.find(
      ({ url }) => url === evil.url,
    )!;
    await addApproval(store.db, {
      siteId,
      scope: 'structure',
      target: structureHash!,
      decision: 'false-positive',
      decidedBy: 'Bo',
      justification: 'our own test',
      expiresAt: now + day,
      at: january.from + day,
    });
    const { findings, scripts } = await report();
    assert.deepEqual(findings.scripts, []);
    assert.equal(scripts.find(({ label }) => label === evil.url)!.isFalsePositive, true);
  });

  it('tells changes worst first, and what came of each', async () => {
    const crawl = await crawlSite(store, siteId, shop(app, tag), 2);
    await recordChanges(
      store,
      crawl.id,
      [
        changeOf({ severity: 'info', kind: 'script-cosmetic' }),
        changeOf({
          severity: 'high',
          kind: 'header-weakened',
          subject: { type: 'header', id: 'x', url: null },
        }),
        changeOf({
          severity: 'critical',
          subject: { type: 'script', id: String(await script(tag.url)), url: null },
        }),
        changeOf({
          severity: 'medium',
          kind: 'host-added',
          subject: { type: 'host', id: 'cdn.example', url: null },
        }),
      ],
      [],
      january.from + 2 * day,
    );
    await addApproval(store.db, {
      siteId,
      scope: 'vendor',
      target: 'cdn.example',
      decision: 'approved',
      decidedBy: 'Bo',
      at: january.from + 3 * day,
    });
    const { changes, summary } = await report();
    assert.deepEqual(
      changes.items.map(({ severity, state }) => [severity, state]),
      [
        ['critical', 'approved'],
        ['high', 'recorded'],
        ['medium', 'approved'],
        ['info', 'foreseen'],
      ],
    );
    assert.deepEqual(summary.changes, { critical: 1, high: 1, medium: 1, low: 0, info: 1 });
  });

  it('tells how often crawls took place, and the longest time without one', async () => {
    for (const at of [2, 3, 14]) await crawlSite(store, siteId, shop(app), at);
    await finishCrawls();
    await saveSchedule(store.db, {
      siteId,
      cron: '0 3 * * *',
      timeZone: 'UTC',
      jitterSeconds: 0,
      isEnabled: true,
      nextRunAt: null,
    });
    await store.db.updateTable('schedules').set({ updated_at: january.from }).execute();
    const { cadence, pages } = await report();
    assert.deepEqual([cadence.planned, cadence.done, cadence.isWeekly], [31, 3, false]);
    assert.equal(cadence.longestGapHours, (now - Date.UTC(2026, 0, 14, 3)) / 3_600_000);
    assert.deepEqual(
      cadence.gaps.map(({ from, to }) => [from.slice(0, 10), to.slice(0, 10)]),
      [
        ['2026-01-03', '2026-01-14'],
        ['2026-01-14', '2026-02-01'],
      ],
    );
    assert.equal(pages[0]!.longestGapHours, cadence.longestGapHours);
  });

  it('shows headers, forms and frames of payment pages as last received', async () => {
    await crawlSite(store, siteId, shop(app), 2);
    const { pages } = await report();
    const [checkout, home] = pages;
    assert.deepEqual([checkout!.isPayment, home!.isPayment], [true, false]);
    assert.equal(checkout!.securityHeaders['content-security-policy'], "default-src 'self'");
    assert.equal(checkout!.securityHeaders['x-frame-options'], null);
    assert.deepEqual(checkout!.forms, [
      { action: 'https://shop.example/pay', method: 'post', isPayment: true },
    ]);
  });

  it('tells what was not covered', async () => {
    const shortfalls = [{ code: 'time-budget', message: 'Time ran out', count: 1, blocking: true }];
    for (const at of [2, 3]) {
      const crawl = await crawlSite(store, siteId, shop(app), at);
      const { receipt } = await findCrawl(store.db, crawl.id);
      const told = { ...receipt!, shortfalls, pages: { ...receipt!.pages, notVisited: 7 } };
      await store.db
        .updateTable('crawls')
        .set({ receipt: JSON.stringify(told) })
        .where('id', '=', crawl.id)
        .execute();
    }
    const { coverage, complete } = await report();
    assert.equal(complete, false);
    assert.deepEqual(
      coverage.gaps.map(({ code, crawls, count }) => [code, crawls, count]),
      [['time-budget', 2, 2]],
    );
    assert.equal(coverage.pagesNotVisited, 7);
    assert.ok(coverage.limits.length > 0);
  });

  it('judges what PCI DSS asks for by the evidence alone', async () => {
    const states = async (): Promise<Record<string, string>> =>
      Object.fromEntries((await report()).requirements.map(({ title, state }) => [title, state]));
    assert.equal((await states()).Authorisation, 'no-evidence');
    for (let at = 1; at <= 31; at += 3) await crawlSite(store, siteId, shop(app), at);
    await finishCrawls();
    assert.equal((await states()).Authorisation, 'attention');
    assert.equal((await states()).Frequency, 'supported');
    await addApproval(store.db, {
      siteId,
      scope: 'script',
      target: String(await script(app.url)),
      decision: 'approved',
      decidedBy: 'Bo',
      justification: 'own code',
      at: january.from + day,
    });
    assert.deepEqual(await states(), {
      Authorisation: 'supported',
      Integrity: 'supported',
      'Inventory and justification': 'supported',
      'Change and tamper detection': 'supported',
      Alerting: 'no-evidence',
      Frequency: 'supported',
    });
  });

  it('is summarised for digests', async () => {
    const crawl = await crawlSite(store, siteId, shop(app, evil), 2);
    await recordChanges(
      store,
      crawl.id,
      [changeOf({ severity: 'high' }), changeOf({ severity: 'info' })],
      [],
      january.from + 2 * day,
    );
    const summary = await summariseSite(store, siteId, january);
    assert.deepEqual(summary.scripts, { malicious: 1, suspicious: 0 });
    assert.deepEqual([summary.changes.high, summary.changes.info, summary.worst.length], [1, 1, 1]);
    assert.equal(summary.crawls.done, 1);
  });
});
