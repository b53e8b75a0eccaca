import assert from 'node:assert/strict';
import { sha256 } from '../../../../core/encoding/index.ts';
import { addSite, type Store } from '../../../../server/store/index.ts';
import { crawlSite, shopFile } from '../../store/captures.ts';
import { onEveryDatabase } from '../../store/databases.ts';
import { startApi, who, type TestApi } from '../service.ts';

const home = 'https://shop.example/';
const cart = 'https://shop.example/cart';
const steady = { body: 'steady()', url: 'https://cdn.example/steady.js' };
const evil = { body: 'evil()', url: 'https://ads.example/late.js' };
const hostile = { body: '<script>alert(1)</script>\u001b[31m', url: 'https://cdn.example/%22%3E.js' };

interface Script {
  id: string;
  label: string;
  verdict: string;
  sha256: string;
}

onEveryDatabase('scripts over the API', (databases) => {
  let store: Store;
  let api: TestApi;
  let shop: number;
  let other: number;
  beforeEach(async () => {
    store = await databases.open();
    api = await startApi(store);
    shop = (await addSite(store.db, { name: 'shop', definition: shopFile })).id;
    other = (await addSite(store.db, { name: 'other', definition: shopFile })).id;
    await crawlSite(store, shop, [{ url: home, scripts: [steady, hostile] }], 1);
    await crawlSite(
      store,
      shop,
      [
        { url: home, scripts: [steady, hostile] },
        { url: cart, scripts: [steady, evil] },
      ],
      2,
    );
    await crawlSite(store, other, [{ url: home, scripts: [{ body: 'elsewhere()', url: `${home}e.js` }] }], 3);
  });
  afterEach(() => api.close());

  const list = async (query: string): Promise<Script[]> => {
    const response = await api.fetch(`/scripts?${query}`);
    assert.equal(response.status, 200, await response.clone().text());
    return ((await response.json()) as { items: Script[] }).items;
  };
  const labels = async (query: string): Promise<string[]> => (await list(query)).map(({ label }) => label);

  it('come worst first, of one site or of all', async () => {
    assert.deepEqual((await labels('site=shop'))[0], evil.url);
    assert.equal((await labels('site=shop')).length, 3);
    const all = await list('');
    assert.equal(all.length, 4);
    assert.equal(all[0]!.verdict, 'malicious');
  });

  it('can be asked for by host, verdict, page, status, time and words', async () => {
    assert.deepEqual(await labels('site=shop&host=ads.example'), [evil.url]);
    assert.deepEqual(await labels('site=shop&verdict=malicious,suspicious'), [evil.url]);
    assert.deepEqual((await labels(`site=shop&page=${encodeURIComponent(cart)}`)).sort(), [
      evil.url,
      steady.url,
    ]);
    assert.equal((await labels('status=infrequent')).length, 4);
    assert.deepEqual(await labels('site=shop&since=2026-01-02T00:00:00Z'), [evil.url]);
    assert.deepEqual(await labels('site=shop&search=LATE'), [evil.url]);
    assert.deepEqual(await labels(`search=${encodeURIComponent("' or 1=1 --")}`), []);
  });

  it('can be sorted, and keep their order over pages', async () => {
    for (const sort of ['worst', 'newest', 'seen', 'versions', 'pages']) {
      const whole = (await list(`sort=${sort}`)).map(({ id }) => id);
      const pieces: string[] = [];
      let cursor = '';
      do {
        const response = await api.fetch(`/scripts?sort=${sort}&limit=1${cursor}`);
        const page = (await response.json()) as { items: Script[]; next: string | null };
        pieces.push(...page.items.map(({ id }) => id));
        cursor = page.next === null ? '' : `&cursor=${page.next}`;
      } while (cursor !== '');
      assert.deepEqual(pieces, whole, sort);
    }
  });

  it('come as CSV, to the end', async () => {
    const response = await api.fetch('/scripts?site=shop', { headers: { accept: 'text/csv' } });
    assert.match(response.headers.get('content-type') ?? '', /^text\/csv/);
    assert.equal(response.headers.get('content-disposition'), 'attachment; filename="scripts.csv"');
    const lines = (await response.text()).trimEnd().split('\r\n');
    assert.match(lines[0]!, /^id,site,label,slot,url,host,status,verdict/);
    assert.equal(lines.length, 4);
    const piece = await api.fetch('/scripts?site=shop&limit=1', { headers: { accept: 'text/csv' } });
    assert.equal((await piece.text()).trimEnd().split('\r\n').length, 2);
  });

  it('have versions, places and an analysis', async () => {
    const [script] = await list('host=ads.example');
    const versions = (await (await api.fetch(`/scripts/${script!.id}/versions`)).json()) as {
      items: unknown[];
    };
    assert.equal(versions.items.length, 1);
    const places = (await (await api.fetch(`/scripts/${script!.id}/places`)).json()) as {
      items: { page: string; isPresent: boolean; frame: string | null }[];
    };
    assert.deepEqual(
      places.items.map(({ page, isPresent, frame }) => ({ page, isPresent, frame })),
      [{ page: cart, isPresent: true, frame: null }],
    );
    const analysis = await api.fetch(`/scripts/${script!.id}/versions/${script!.sha256}`);
    assert.equal(((await analysis.json()) as { verdict: string }).verdict, 'malicious');
  });

  it('give their source only as a download that no browser shows or runs', async () => {
    const [script] = await list('search=%2522');
    const response = await api.fetch(`/scripts/${script!.id}/versions/${sha256(hostile.body)}/body`);
    assert.equal(response.headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.match(response.headers.get('content-disposition') ?? '', /^attachment; filename="[\w.-]+"$/);
    assert.match(response.headers.get('content-security-policy') ?? '', /sandbox/);
    assert.equal(await response.text(), hostile.body);
  });

  it('give no source of another script by its hash', async () => {
    const [script] = await list('host=ads.example');
    const response = await api.fetch(`/scripts/${script!.id}/versions/${sha256('elsewhere()')}/body`);
    assert.equal(response.status, 404);
  });

  it('are shown only to those who have a role on their site', async () => {
    const me = who(null, [[other, 'viewer']]);
    const mine = (await (await api.fetch('/scripts', { as: me })).json()) as { items: Script[] };
    assert.equal(mine.items.length, 1);
    const [script] = await list('host=ads.example');
    for (const path of [
      '',
      '/versions',
      '/places',
      `/versions/${script!.sha256}`,
      `/versions/${script!.sha256}/body`,
    ]) {
      assert.equal((await api.fetch(`/scripts/${script!.id}${path}`, { as: me })).status, 404, path);
    }
    const csv = await api.fetch('/scripts', { as: me, headers: { accept: 'text/csv' } });
    assert.equal((await csv.text()).trimEnd().split('\r\n').length, 2);
  });
});
