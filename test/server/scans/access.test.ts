import assert from 'node:assert/strict';
import { sha256 } from '../../../core/encoding/index.ts';
import { expiredScans } from '../../../server/scans/index.ts';
import { who } from '../api/service.ts';
import { form, refused, scanOf, skimmer, withScans, type ScanAnswer } from './service.ts';

const anna = who('analyst', [], 11);
const ben = who('analyst', [], 12);
const admin = who('admin', [], 13);

withScans('whose a scan is', (scans) => {
  const scanAs = async (as: typeof anna, name = 'a.js'): Promise<ScanAnswer> =>
    scanOf(await scans.upload(form([name, skimmer]), { as }));
  const listAs = async (as: typeof anna, query = ''): Promise<string[]> => {
    const response = await scans.api.fetch(`/scans${query}`, { as });
    assert.equal(response.status, 200);
    return ((await response.json()) as { items: { id: string }[] }).items.map(({ id }) => id);
  };

  it('is seen by its owner and administrators; to others it is not there', async () => {
    const { id, results } = await scanAs(anna);
    const paths = [`/scans/${id}`, `/scans/${id}/results`, `/scans/${id}/bodies/${results[0]!.sha256}`];
    for (const path of paths) {
      assert.equal((await scans.api.fetch(path, { as: anna })).status, 200, path);
      assert.equal((await scans.api.fetch(path, { as: admin })).status, 200, path);
      const other = await scans.api.fetch(path, { as: ben });
      const missing = await scans.api.fetch(path.replace(id, '0'.repeat(32)), { as: ben });
      const told = JSON.stringify(await missing.json()).replaceAll('0'.repeat(32), id);
      assert.deepEqual([other.status, await other.json()], [404, JSON.parse(told)], path);
    }
    assert.equal((await scans.api.fetch(`/scans/${id}`, { as: ben, method: 'DELETE' })).status, 404);
    assert.equal((await scans.api.fetch(`/scans/${id}/cancel`, { as: ben, method: 'POST' })).status, 404);
    assert.deepEqual([await listAs(anna), await listAs(ben), await listAs(admin)], [[id], [], [id]]);
    assert.deepEqual(await listAs(admin, '?owner=12'), []);
    assert.equal(await refused(await scans.api.fetch('/scans?owner=11', { as: ben })), '403 SW_FORBIDDEN');
  });

  it('needs the role to start work', async () => {
    const viewer = who('viewer', [], 14);
    assert.equal(await refused(await scans.upload(form(['a.js', 'x']), { as: viewer })), '403 SW_FORBIDDEN');
    assert.equal((await scans.upload(form(['a.js', 'x']), { as: null as never })).status, 401);
  });

  it('shows no difference whether somebody else uploaded the same', async () => {
    const first = await scanAs(anna, 'hers.js');
    const second = await scanAs(ben, 'his.js');
    const bare = ({ results }: ScanAnswer): unknown =>
      results.map(({ path: _path, timings: _timings, ...rest }) => rest);
    assert.deepEqual(bare(second), bare(first));
    assert.equal(second.results[0]!.path, 'his.js');
    // It was analysed for him as well, so that it takes its time; the body is kept once.
    const count = async (table: 'uploads' | 'scan_results'): Promise<number> =>
      (await scans.store.db.selectFrom(table).select('id').execute()).length;
    assert.deepEqual([await count('uploads'), await count('scan_results')], [1, 2]);
    await scanAs(ben, 'again.js');
    assert.deepEqual([await count('uploads'), await count('scan_results')], [1, 2]);
  });

  it('gives bodies as text to be saved', async () => {
    const { id } = await scanAs(anna, '"><script>.js');
    const response = await scans.api.fetch(`/scans/${id}/bodies/${sha256(skimmer)}`, { as: anna });
    assert.equal(await response.text(), skimmer);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.match(
      response.headers.get('content-disposition') ?? '',
      /^attachment; filename="[0-9a-f]{64}\.txt"$/,
    );
    assert.equal((await scans.api.fetch(`/scans/${id}/bodies/${sha256('other')}`, { as: anna })).status, 404);
  });

  it('ends with its deletion, and with its time', async () => {
    const now = Date.now();
    const [gone, old] = [await scanAs(anna), await scanAs(anna)];
    assert.equal((await scans.api.fetch(`/scans/${gone.id}`, { as: anna, method: 'DELETE' })).status, 204);
    assert.equal((await scans.api.fetch(`/scans/${gone.id}`, { as: anna })).status, 404);
    assert.deepEqual(await listAs(anna), [old.id]);
    await expiredScans.run({ store: scans.store, now: now + 91 * 86_400_000 });
    assert.deepEqual(await listAs(anna), []);
    for (const table of ['uploads', 'scan_results', 'scan_files'] as const) {
      assert.deepEqual(await scans.store.db.selectFrom(table).selectAll().execute(), [], table);
    }
  });

  it('is listed page by page, filtered, newest first', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) ids.unshift((await scanAs(anna)).id);
    const response = await scans.api.fetch('/scans?limit=2', { as: anna });
    const page = (await response.json()) as { items: { id: string }[]; next: string };
    const rest = await listAs(anna, `?limit=2&cursor=${page.next}`);
    assert.deepEqual([...page.items.map(({ id }) => id), ...rest].sort(), ids.sort());
    assert.deepEqual(await listAs(anna, '?state=failed,queued'), []);
    assert.equal((await listAs(anna, '?state=done')).length, 3);
    assert.deepEqual(await listAs(anna, `?since=${new Date(Date.now() + 60_000).toISOString()}`), []);
  });

  it('is no way into the database', async () => {
    await scanAs(anna);
    const evil = encodeURIComponent("' or 1=1 --");
    assert.equal((await scans.api.fetch(`/scans/${evil}`, { as: ben })).status, 404);
    for (const query of ['state', 'owner', 'since', 'cursor', 'limit']) {
      const response = await scans.api.fetch(`/scans?${query}=${evil}`, { as: admin });
      assert.equal(await refused(response), '400 SW_REQUEST_INVALID', query);
    }
    assert.deepEqual(await listAs(ben, '?cursor=1.zzz'), []);
  });
});
