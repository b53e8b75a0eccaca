import assert from 'node:assert/strict';
import { dropOldKeys, type Store } from '../../../server/store/index.ts';
import { onEveryDatabase } from '../store/databases.ts';
import { startApi, who, type TestApi } from './service.ts';

onEveryDatabase('a POST with an Idempotency-Key', (databases) => {
  let store: Store;
  let api: TestApi;
  beforeEach(async () => {
    store = await databases.open();
    api = await startApi(store);
  });
  afterEach(() => api.close());

  const add = (name: string, key: string, as = who('admin')): Promise<Response> =>
    api.post(
      '/sites',
      { name, startUrls: ['https://shop.example/'] },
      { as, headers: { 'idempotency-key': key } },
    );

  it('is done once and answered alike again', async () => {
    const first = await add('shop', 'k1');
    const second = await add('shop', 'k1');
    assert.equal(second.status, 201);
    assert.equal(second.headers.get('idempotency-replayed'), 'true');
    assert.equal(second.headers.get('location'), first.headers.get('location'));
    assert.deepEqual(await second.json(), await first.json());
  });

  it('is done once when it comes twice at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => add('shop', 'k1')));
    const statuses = answers.map(({ status }) => status);
    assert.ok(statuses.includes(201));
    assert.ok(
      statuses.every((status) => status === 201 || status === 409),
      statuses.join(),
    );
    const { items } = (await (await api.fetch('/sites')).json()) as { items: unknown[] };
    assert.equal(items.length, 1);
  });

  it('is refused for another request', async () => {
    await add('shop', 'k1');
    const other = await add('other', 'k1');
    assert.equal(other.status, 422);
    assert.equal(((await other.json()) as { code: string }).code, 'SW_IDEMPOTENCY_MISMATCH');
  });

  it('keeps no failure: the request may be put right', async () => {
    await add('shop', 'k1');
    assert.equal((await add('shop', 'k2')).status, 409);
    await api.fetch('/sites/shop', { method: 'DELETE' });
    assert.equal((await add('shop', 'k2')).status, 201);
  });

  it('counts for one user only', async () => {
    await add('shop', 'k1', who('admin', [], 1));
    assert.equal((await add('other', 'k1', who('admin', [], 2))).status, 201);
  });

  it('keeps answers sealed and for a day', async () => {
    await add('shop', 'k1');
    const rows = await store.db.selectFrom('idempotency_keys').selectAll().execute();
    assert.doesNotMatch(JSON.stringify(rows), /shop\.example/);
    await dropOldKeys(store.db, Date.now() + 2 * 86_400_000);
    assert.deepEqual(await store.db.selectFrom('idempotency_keys').selectAll().execute(), []);
  });

  it('needs a key that is printable', async () => {
    assert.equal((await add('shop', 'x'.repeat(201))).status, 400);
  });
});
