import assert from 'node:assert/strict';
import { addSite, listScripts, type Store } from '../../../../server/store/index.ts';
import { crawlSite, judge, shopFile } from '../../store/captures.ts';
import { onEveryDatabase } from '../../store/databases.ts';
import { startApi, who, type TestApi } from '../service.ts';

onEveryDatabase('approvals over the API', (databases) => {
  let store: Store;
  let api: TestApi;
  let shop: number;
  let script: string;
  beforeEach(async () => {
    store = await databases.open();
    api = await startApi(store);
    shop = (await addSite(store.db, { name: 'shop', definition: shopFile })).id;
    await crawlSite(store, shop, [{ url: 'https://shop.example/', scripts: [{ body: 'steady()' }] }]);
    script = String((await listScripts(store.db, { siteId: shop })).items[0]!.id);
  });
  afterEach(() => api.close());

  const future = '2099-01-01T00:00:00Z';

  it('say who decided what, for whom, why and until when', async () => {
    const response = await api.post('/approvals', {
      scope: 'script',
      target: script,
      owner: 'Ann',
      purpose: 'checkout',
      justification: 'ours',
      expiresAt: future,
    });
    assert.equal(response.status, 201);
    const made = (await response.json()) as Record<string, unknown>;
    assert.equal(made.decidedBy, 'user 1');
    assert.equal(made.site, String(shop));
    assert.equal(made.owner, 'Ann');
    assert.equal(made.expiresAt, '2099-01-01T00:00:00.000Z');
    const { items } = (await (await api.fetch('/approvals?site=shop&inForce=true')).json()) as {
      items: unknown[];
    };
    assert.deepEqual(items, [made]);
  });

  it('refuse an end that is past', async () => {
    const response = await api.post('/approvals', {
      scope: 'host',
      target: 'a.example',
      expiresAt: '2020-01-01T00:00:00Z',
    });
    assert.equal(response.status, 400);
  });

  it('take a false positive only with a reason and an end', async () => {
    const decision = { scope: 'structure', target: 'a'.repeat(64), decision: 'false-positive' };
    assert.equal((await api.post('/approvals', decision)).status, 409);
    const whole = { ...decision, justification: 'looked at it', expiresAt: future };
    assert.equal((await api.post('/approvals', whole)).status, 201);
  });

  it('end, and stay as a record', async () => {
    const made = (await (await api.post('/approvals', { scope: 'host', target: 'A.example' })).json()) as {
      id: string;
      target: string;
    };
    assert.equal(made.target, 'a.example');
    assert.equal((await api.fetch(`/approvals/${made.id}?reason=gone`, { method: 'DELETE' })).status, 204);
    const { items } = (await (await api.fetch('/approvals?inForce=false')).json()) as {
      items: { endedReason: string }[];
    };
    assert.equal(items[0]!.endedReason, 'gone');
    assert.equal((await api.fetch(`/approvals/${made.id}`, { method: 'DELETE' })).status, 404);
  });

  it('take over what a scan saw', async () => {
    const { analysis } = judge('announced()');
    const { analysis: bad } = judge('evil()');
    const response = await api.post('/approvals/import', {
      site: 'shop',
      report: { schemaVersion: 1, complete: true, results: [analysis, bad] },
    });
    assert.equal(response.status, 201, await response.clone().text());
    const { approved, left } = (await response.json()) as { approved: { target: string }[]; left: unknown[] };
    assert.deepEqual(
      approved.map(({ target }) => target),
      [analysis.structureHash],
    );
    assert.deepEqual(left, [{ path: '-', why: 'malicious' }]);
  });

  it('are made only by those who may decide there', async () => {
    const viewer = who('viewer');
    const analyst = who(null, [[shop, 'analyst']]);
    const decision = { scope: 'script', target: script };
    assert.equal((await api.post('/approvals', decision, { as: viewer })).status, 403);
    assert.equal((await api.post('/approvals', decision, { as: analyst })).status, 201);
    const everywhere = { scope: 'host', target: 'a.example' };
    assert.equal((await api.post('/approvals', everywhere, { as: analyst })).status, 403);
    assert.equal(
      (await api.post('/approvals', { ...everywhere, site: 'shop' }, { as: analyst })).status,
      201,
    );
  });
});
