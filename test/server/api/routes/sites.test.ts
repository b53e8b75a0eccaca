import assert from 'node:assert/strict';
import { openSite } from '../../../../server/access/site-secrets.ts';
import { findSite, type Store } from '../../../../server/store/index.ts';
import { onEveryDatabase } from '../../store/databases.ts';
import { startApi, who, type TestApi } from '../service.ts';

interface Site {
  id: string;
  name: string;
  schedule: { cron: string; timeZone: string; nextRunAt: string } | null;
  [field: string]: unknown;
}

onEveryDatabase('sites over the API', (databases) => {
  let store: Store;
  let api: TestApi;
  beforeEach(async () => {
    store = await databases.open();
    api = await startApi(store, { allowNetworks: ['10.0.0.0/8'] });
  });
  afterEach(() => api.close());

  const add = async (name: string, more: object = {}): Promise<Site> => {
    const response = await api.post('/sites', { name, startUrls: [`https://${name}.example/`], ...more });
    assert.equal(response.status, 201, await response.clone().text());
    return (await response.json()) as Site;
  };
  const codeOf = async (response: Response): Promise<unknown> =>
    ((await response.json()) as { code: unknown }).code;

  it('are put under watch and found by id and by name', async () => {
    const site = await add('shop', { owner: 'Ann' });
    assert.equal(site.owner, 'Ann');
    for (const key of [site.id, 'shop']) {
      const response = await api.fetch(`/sites/${key}`);
      assert.deepEqual(await response.json(), site);
    }
  });

  it('are listed page by page, each once', async () => {
    for (const name of ['c', 'a', 'b', 'e', 'd']) await add(name);
    const names: string[] = [];
    let cursor = '';
    do {
      const page = (await (await api.fetch(`/sites?limit=2${cursor}`)).json()) as {
        items: Site[];
        next: string | null;
      };
      names.push(...page.items.map(({ name }) => name));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    assert.deepEqual(names, ['a', 'b', 'c', 'd', 'e']);
  });

  it('take a schedule as text or with its time zone', async () => {
    const plain = await add('plain', { schedule: '15 3 * * *' });
    assert.equal(plain.schedule?.timeZone, 'UTC');
    assert.match(plain.schedule.nextRunAt, /T03:15:00/);
    const zoned = await add('zoned', { schedule: { cron: '0 12 * * *', timeZone: 'Asia/Kolkata' } });
    assert.match(zoned.schedule?.nextRunAt ?? '', /T06:30:00/);
    const response = await api.fetch('/sites/zoned', {
      method: 'PATCH',
      body: '{"schedule":null}',
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(((await response.json()) as Site).schedule, null);
  });

  it('refuse a schedule that is none, and are then not there', async () => {
    const response = await api.post('/sites', {
      name: 'shop',
      startUrls: ['https://shop.example/'],
      schedule: 'whenever',
    });
    assert.equal(response.status, 422);
    assert.equal(await codeOf(response), 'SW_SCHEDULE_INVALID');
    assert.equal((await api.fetch('/sites/shop')).status, 404);
  });

  it('refuse journeys, which no crawl runs yet', async () => {
    const response = await api.post('/sites', {
      name: 'shop',
      startUrls: ['https://shop.example/'],
      journeys: [{ title: 'pay', steps: [] }],
    });
    assert.equal(response.status, 422);
    assert.equal(await codeOf(response), 'SW_JOURNEYS_UNSUPPORTED');
  });

  it('may reach only networks that the operator allows', async () => {
    await add('inside', { allowNetworks: ['10.1.2.0/24'] });
    for (const network of ['127.0.0.0/8', '0.0.0.0/0', '10.0.0.0/7', '::1']) {
      const response = await api.post('/sites', {
        name: 'outside',
        startUrls: ['https://shop.example/'],
        allowNetworks: [network],
      });
      assert.equal(response.status, 422, network);
      assert.equal(await codeOf(response), 'SW_NETWORK_REFUSED');
    }
  });

  it('may not name a file of the server', async () => {
    const response = await api.post('/sites', {
      name: 'shop',
      startUrls: ['https://shop.example/'],
      ca: '/etc/passwd',
    });
    assert.equal(response.status, 400);
  });

  it('keep their secrets sealed and show none', async () => {
    const site = await add('shop', {
      headers: { 'x-staging': 'open-sesame-1' },
      cookies: [{ name: 'gate', value: 'open-sesame-2' }],
      basicAuth: { username: 'ann', password: 'open-sesame-3' },
      proxy: 'http://bob:open-sesame-4@proxy.example:3128',
    });
    assert.doesNotMatch(JSON.stringify(site), /sesame/);
    assert.deepEqual(site.headers, ['x-staging']);
    assert.deepEqual(site.basicAuth, { username: 'ann' });
    assert.equal(site.proxy, 'http://proxy.example:3128/');
    const { definition } = await findSite(store.db, 'shop');
    assert.doesNotMatch(JSON.stringify(definition), /sesame/);
    const opened = openSite(api.context.secrets, definition);
    assert.equal(opened.basicAuth?.password, 'open-sesame-3');
  });

  it('keep what a change does not name, secrets too', async () => {
    await add('shop', { basicAuth: { username: 'ann', password: 'open-sesame' }, budgets: { pages: 5 } });
    const response = await api.fetch('/sites/shop', {
      method: 'PATCH',
      body: JSON.stringify({ userAgent: 'mine' }),
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(response.status, 200, await response.clone().text());
    const { definition } = await findSite(store.db, 'shop');
    assert.equal(definition.userAgent, 'mine');
    assert.equal(definition.budgets.pages, 5);
    assert.equal(openSite(api.context.secrets, definition).basicAuth?.password, 'open-sesame');
  });

  it('send no stored secret to a host that it was not given for', async () => {
    await add('shop', { basicAuth: { username: 'ann', password: 'open-sesame' } });
    const response = await api.fetch('/sites/shop', {
      method: 'PATCH',
      body: JSON.stringify({ startUrls: ['https://evil.example/'] }),
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(response.status, 422);
    assert.equal(await codeOf(response), 'SW_SITE_INVALID');
  });

  it('have names of their own', async () => {
    await add('shop');
    const again = await api.post('/sites', { name: 'shop', startUrls: ['https://shop.example/'] });
    assert.equal(again.status, 409);
    assert.equal(await codeOf(again), 'SW_STORE_CONFLICT');
  });

  it('take no text for SQL', async () => {
    await add('shop');
    const name = `x'; drop table sites; --`;
    const made = await add('o-brien', {});
    assert.equal((await api.fetch(`/sites/${encodeURIComponent(name)}`)).status, 404);
    assert.equal((await api.fetch(`/scripts?site=${encodeURIComponent(name)}`)).status, 404);
    assert.equal((await api.fetch(`/sites/${made.id}`)).status, 200);
  });

  it('go with their whole history', async () => {
    const site = await add('shop');
    assert.equal((await api.fetch(`/sites/${site.id}`, { method: 'DELETE' })).status, 204);
    assert.equal((await api.fetch(`/sites/${site.id}`)).status, 404);
  });

  it('are crawled once at a time', async () => {
    const site = await add('shop');
    const first = await api.post(`/sites/${site.id}/crawls`, {});
    assert.equal(first.status, 202);
    const crawl = (await first.json()) as { id: string; state: string; site: string };
    assert.equal(crawl.state, 'queued');
    assert.equal(first.headers.get('location'), `/api/v1/crawls/${crawl.id}`);
    const second = await api.fetch(`/sites/${site.id}/crawls`, { method: 'POST' });
    assert.equal(second.status, 409);
    const cancelled = await api.fetch(`/crawls/${crawl.id}/cancel`, { method: 'POST' });
    assert.equal(((await cancelled.json()) as { state: string }).state, 'cancelled');
    assert.equal((await api.fetch(`/sites/${site.id}/crawls`, { method: 'POST' })).status, 202);
  });

  it('show themselves only to those who have a role on them', async () => {
    const mine = await add('mine');
    const other = await add('other');
    const me = who(null, [[Number(mine.id), 'viewer']]);
    const { items } = (await (await api.fetch('/sites', { as: me })).json()) as { items: Site[] };
    assert.deepEqual(
      items.map(({ name }) => name),
      ['mine'],
    );
    assert.equal((await api.fetch(`/sites/${other.id}`, { as: me })).status, 404);
    assert.equal((await api.fetch('/scripts?site=other', { as: me })).status, 404);
    assert.equal((await api.post(`/sites/${mine.id}/crawls`, {}, { as: me })).status, 403);
    const analyst = who('viewer', [[Number(mine.id), 'analyst']]);
    assert.equal((await api.post(`/sites/${other.id}/crawls`, {}, { as: analyst })).status, 403);
    assert.equal((await api.post(`/sites/${mine.id}/crawls`, {}, { as: analyst })).status, 202);
    assert.equal((await api.fetch(`/sites/${mine.id}`, { method: 'DELETE', as: analyst })).status, 403);
  });
});
