import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refreshFeed } from '../../../server/feeds/refresh.ts';
import { listJobs, type Store } from '../../../server/store/index.ts';
import { startApi, who, type TestApi } from '../api/service.ts';
import { onEveryDatabase } from '../store/databases.ts';

interface FeedAnswer {
  id: string;
  name: string;
  url: string | null;
  entries: number;
  severity: string;
  error: { code: string } | null;
  nextRefreshAt: string | null;
}

onEveryDatabase('threat feeds over the API', (databases) => {
  let api: TestApi;
  let store: Store;
  const servers: Server[] = [];
  beforeEach(async () => {
    store = await databases.open();
    api = await startApi(store, { allowNetworks: ['127.0.0.1/32'] });
  });
  afterEach(async () => {
    await api.close();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
  const serve = async (answer: RequestListener): Promise<string> => {
    const server = createServer(answer);
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const json = async <Body = FeedAnswer>(response: Response, status = 200): Promise<Body> => {
    const text = await response.text();
    assert.equal(response.status, status, text);
    return JSON.parse(text) as Body;
  };
  const codeOf = async (response: Response): Promise<string> =>
    `${response.status} ${((await response.json()) as { code: string }).code}`;
  const lookUp = async (body: object): Promise<string[]> => {
    const { matches } = await json<{ matches: { subject: string; feedName: string; line: number }[] }>(
      await api.post('/feeds/lookup', body),
    );
    return matches.map(({ subject, feedName, line }) => `${subject} ${feedName}:${line}`);
  };
  const put = (path: string, body: string, type = 'text/plain'): Promise<Response> =>
    api.fetch(path, { method: 'PUT', body, headers: { 'content-type': type } });

  it('are added, filled, asked, changed and removed', async () => {
    const made = await json(await api.post('/feeds', { name: 'mine', list: 'evil.example\n' }), 201);
    assert.deepEqual([made.entries, made.severity], [1, 'critical']);
    assert.deepEqual(await lookUp({ hosts: ['www.evil.example'] }), ['www.evil.example mine:1']);
    const put2 = await json(await put('/feeds/mine/list', 'domain,x\nother.example,1\n', 'text/csv'));
    assert.equal(put2.entries, 1);
    assert.deepEqual(await lookUp({ hosts: ['evil.example', 'other.example'] }), ['other.example mine:2']);
    const patch = {
      method: 'PATCH',
      body: '{"enabled": false}',
      headers: { 'content-type': 'application/json' },
    };
    await json(await api.fetch(`/feeds/${made.id}`, patch));
    assert.deepEqual(await lookUp({ hosts: ['other.example'] }), []);
    assert.equal((await json<{ items: unknown[] }>(await api.fetch('/feeds'))).items.length, 1);
    assert.equal((await api.fetch('/feeds/mine', { method: 'DELETE' })).status, 204);
    assert.equal((await api.fetch('/feeds/mine')).status, 404);
    // Each change of a list is followed by a look at what is stored.
    assert.equal((await listJobs(store.db, { kind: 'feed-check' })).length, 1);
  });

  it('refuse what cannot be a list, and keep the one they have', async () => {
    await json(await api.post('/feeds', { name: 'mine', list: 'evil.example' }), 201);
    assert.equal(await codeOf(await put('/feeds/mine/list', '# nothing')), '422 SW_FEED_INVALID');
    assert.equal(await codeOf(await put('/feeds/mine/list', 'x'.repeat(10_000))), '422 SW_FEED_INVALID');
    assert.deepEqual(await lookUp({ hosts: ['evil.example'] }), ['evil.example mine:1']);
    assert.equal(await codeOf(await api.post('/feeds', { name: 'mine' })), '409 SW_STORE_CONFLICT');
    assert.equal(await codeOf(await api.post('/feeds', { name: 'x', list: 'com' })), '422 SW_FEED_INVALID');
    assert.equal(await codeOf(await api.fetch('/feeds/x')), '404 SW_STORE_NOT_FOUND');
    assert.equal(await codeOf(await api.post('/feeds', { name: 'a\u001b[31mb' })), '400 SW_REQUEST_INVALID');
    assert.equal(
      await codeOf(await api.post('/feeds', { name: 'x', refreshSeconds: 1 })),
      '400 SW_REQUEST_INVALID',
    );
  });

  it('belong to administrators of everything; others see that they are there', async () => {
    const url = await serve((_request, response) => response.end('evil.example'));
    await json(await api.post('/feeds', { name: 'mine', url: `${url}/?key=secret` }), 201);
    const some = who('viewer', [[1, 'admin']]);
    assert.equal((await json(await api.fetch('/feeds/mine', { as: some }))).url, null);
    for (const [method, path] of [
      ['POST', '/feeds/mine/refresh'],
      ['DELETE', '/feeds/mine'],
      ['PUT', '/feeds/mine/list'],
    ]) {
      assert.equal(
        await codeOf(await api.fetch(path!, { method: method!, as: some })),
        '403 SW_FORBIDDEN',
        path,
      );
    }
    assert.equal(
      await codeOf(await api.post('/feeds', { name: 'theirs' }, { as: some })),
      '403 SW_FORBIDDEN',
    );
  });

  it('are fetched, and not again while they are as they were', async () => {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(String(request.headers['if-none-match']));
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"1"' }).end('evil.example\n');
    });
    const made = await json(await api.post('/feeds', { name: 'far', url }), 201);
    assert.deepEqual(
      (await listJobs(store.db, { kind: 'feed-refresh' })).map((job) => job.payload),
      [{ feed: Number(made.id) }],
    );
    const options = { allowNetworks: ['127.0.0.1/32'], now: Date.now };
    assert.equal(await refreshFeed(store, Number(made.id), options), true);
    assert.equal(await refreshFeed(store, Number(made.id), options), false);
    assert.deepEqual(asked, ['undefined', '"1"']);
    const feed = await json(await api.fetch('/feeds/far'));
    assert.deepEqual([feed.entries, feed.error], [1, null]);
    assert.ok(Date.parse(feed.nextRefreshAt!) > Date.now() + 3_600_000);
  });

  it('keep what they have when they cannot be fetched, and say why', async () => {
    let answer = 'evil.example\n';
    const url = await serve((_request, response) => {
      if (answer === '') response.writeHead(500).end();
      else response.end(answer);
    });
    const { id } = await json(await api.post('/feeds', { name: 'far', url }), 201);
    const options = { allowNetworks: ['127.0.0.1/32'], now: Date.now };
    await refreshFeed(store, Number(id), options);
    for (const [next, code] of [
      ['', 'SW_OUTBOUND_FAILED'],
      ['<html>an error page</html>', 'SW_FEED_INVALID'],
    ]) {
      answer = next!;
      assert.equal(await refreshFeed(store, Number(id), options), false);
      const feed = await json(await api.fetch('/feeds/far'));
      assert.deepEqual([feed.entries, feed.error?.code], [1, code]);
      assert.ok(Date.parse(feed.nextRefreshAt!) < Date.now() + 3_600_000);
    }
    assert.equal(await refreshFeed(store, Number(id), { ...options, allowNetworks: [] }), false);
    assert.equal((await json(await api.fetch('/feeds/far'))).error?.code, 'SW_NETWORK_REFUSED');
  });

  it('are not fetched from where this server may not go', async () => {
    for (const url of [
      'http://127.0.0.2/',
      'https://169.254.169.254/',
      'file:///etc/passwd',
      'http://[::1]/',
    ]) {
      assert.equal(await codeOf(await api.post('/feeds', { name: 'x', url })), '422 SW_NETWORK_REFUSED', url);
    }
  });
});
