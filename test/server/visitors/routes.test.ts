import assert from 'node:assert/strict';
import { siteReport } from '../../../core/schema/index.ts';
import { policySuggestion } from '../../../server/visitors/policy/index.ts';
import { VisitorIntake } from '../../../server/visitors/index.ts';
import { addSite, type Store } from '../../../server/store/index.ts';
import { startApi, who, type TestApi } from '../api/service.ts';
import { crawlSite, shopFile } from '../store/captures.ts';
import { onEveryDatabase } from '../store/databases.ts';

onEveryDatabase('routes of visitors, policies and reports', (databases) => {
  let store: Store;
  let siteId: number;
  let api: TestApi;
  beforeEach(async () => {
    store = await databases.open();
    ({ id: siteId } = await addSite(store.db, { name: 'shop', definition: shopFile }));
    await crawlSite(store, siteId, [
      { url: 'https://shop.example/', scripts: [{ body: 'x()', url: 'https://cdn.example/x.js' }] },
    ]);
    api = await startApi(store, { publicUrl: 'https://warden.example' });
  });
  afterEach(() => api.close());

  const json = async (path: string, as = who('analyst')): Promise<Record<string, unknown>> =>
    (await (await api.fetch(path, { as })).json()) as Record<string, unknown>;

  it('show the address that visitors report to, and replace it', async () => {
    const first = await json('/sites/shop/report-key');
    assert.match(String(first.url), /^https:\/\/warden\.example\/csp\/[\w-]{32}$/);
    assert.deepEqual(await json('/sites/shop/report-key'), first);
    const rotated = await api.post('/sites/shop/report-key', undefined, { as: who('analyst') });
    assert.equal(rotated.status, 201);
    assert.notEqual(((await rotated.json()) as { key: string }).key, first.key);
  });

  it('list what was reported, as JSON and as CSV without formulas', async () => {
    const { key } = await json('/sites/shop/report-key');
    const intake = new VisitorIntake({ store, now: Date.now });
    const body = {
      documentURL: 'https://shop.example/',
      blockedURL: 'https://evil.example/',
      effectiveDirective: 'img-src',
      sample: '=cmd|calc',
    };
    await intake.accept(String(key), JSON.stringify([{ type: 'csp-violation', body }]), '203.0.113.9');
    await intake.close();
    const { items } = (await json('/sites/shop/visitor-reports')) as { items: Record<string, unknown>[] };
    assert.deepEqual(
      [items[0]!.blocked, items[0]!.count, items[0]!.sample],
      ['evil.example', 1, '=cmd|calc'],
    );
    const csv = await api.fetch('/sites/shop/visitor-reports', { headers: { accept: 'text/csv' } });
    assert.match(await csv.text(), /,'=cmd\|calc/);
    assert.doesNotMatch(JSON.stringify(items), /203\.0\.113/);
    const summary = (await json('/sites/shop/visitors')) as { counts: { outcome: string }[] };
    assert.deepEqual(
      summary.counts.map(({ outcome }) => outcome),
      ['kept'],
    );
  });

  it('suggest a policy that reports to this service', async () => {
    const suggestion = policySuggestion.parse(await json('/sites/shop/policy'));
    assert.match(
      suggestion.headers['Content-Security-Policy-Report-Only']!,
      /https:\/\/cdn\.example.*report-uri https:\/\/warden\.example\/csp\//,
    );
    const text = await api.fetch('/sites/shop/policy?format=text', { as: who('analyst') });
    assert.equal(text.headers.get('content-type'), 'text/plain; charset=utf-8');
  });

  it('report a site as JSON and as a page that may do nothing', async () => {
    assert.equal(siteReport.parse(await json('/sites/shop/report')).scripts.length, 0);
    const told = siteReport.parse(await json('/sites/shop/report?from=2026-01-01&to=2026-01-31'));
    assert.equal(told.scripts.length, 1);
    const page = await api.fetch('/sites/shop/report?format=html');
    assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.match(
      page.headers.get('content-security-policy')!,
      /^default-src 'none'; style-src 'sha256-.*sandbox$/,
    );
    assert.match(await page.text(), /^<!doctype html>/);
  });

  it('refuse a period that is none', async () => {
    const answer = await api.fetch('/sites/shop/report?from=soon');
    assert.deepEqual(
      [answer.status, ((await answer.json()) as { code: string }).code],
      [422, 'SW_PERIOD_INVALID'],
    );
  });

  it('are closed to those who may not see the site, and keys to those who only look', async () => {
    const paths = ['report-key', 'visitor-reports', 'visitors', 'policy', 'report'];
    for (const path of paths) {
      assert.equal((await api.fetch(`/sites/shop/${path}`, { as: null })).status, 401, path);
      const stranger = who(null, [[siteId + 1, 'admin']]);
      assert.equal((await api.fetch(`/sites/shop/${path}`, { as: stranger })).status, 404, path);
    }
    for (const path of ['report-key', 'policy'])
      assert.equal((await api.fetch(`/sites/shop/${path}`, { as: who('viewer') })).status, 403, path);
  });
});
