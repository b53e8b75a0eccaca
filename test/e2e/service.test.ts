import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import type { Change } from '../../core/schema/index.ts';
import { startShop, type Shop } from '../../samples/shop/index.ts';
import { openStore } from '../../server/store/index.ts';
import { startServe, token, until, type RunningService } from './support/service.ts';

interface Crawl {
  id: string;
  state: string;
}

/** From the first start to an alert and beyond a restart, with nothing in the place of real parts. */
describe('the service', function () {
  this.timeout(180_000);
  let dir: string;
  let dataDir: string;
  let shop: Shop;
  let receiver: Server;
  let hook: string;
  let service: RunningService;
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'scriptwarden-e2e-'));
    dataDir = join(dir, 'data');
    shop = await startShop({ clean: true });
    receiver = createServer((request, response) => {
      void text(request).then((body) => {
        received.push({ headers: request.headers, body });
        response.writeHead(204).end();
      });
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    service = await startServe(dataDir);
  });
  after(async () => {
    service.child.kill('SIGKILL');
    await shop.close();
    receiver.close();
    await rm(dir, { recursive: true, force: true });
  });

  const stateOf = async (id: string): Promise<string> =>
    ((await service.get(`/api/v1/crawls/${id}`)) as Crawl).state;

  const order = async (): Promise<string> =>
    ((await service.post('/api/v1/sites/shop/crawls', {}, 202)) as Crawl).id;

  const end = (id: string): Promise<string> =>
    until(
      () => stateOf(id),
      (state) => state !== 'queued' && state !== 'running',
    );

  const changes = async (query: string): Promise<Change[]> =>
    ((await service.get(`/api/v1/changes?site=shop&${query}`)) as { items: Change[] }).items;

  let secret: string;
  let first: string;
  let second: string;

  it('tells that it is well and ready, and nothing else to strangers', async () => {
    assert.deepEqual(await service.get('/healthz'), { status: 'ok' });
    assert.equal(((await service.get('/readyz')) as { status: string }).status, 'ready');
    assert.equal((await fetch(`${service.url}/api/v1/sites`)).status, 401);
  });

  it('crawls a site, whose first crawl is the baseline', async () => {
    const site = {
      name: 'shop',
      startUrls: [shop.url],
      allowNetworks: ['127.0.0.0/8'],
      budgets: { pages: 5 },
    };
    await service.post('/api/v1/sites', site, 201);
    const channel = await service.post('/api/v1/channels', { type: 'webhook', name: 'desk', url: hook }, 201);
    const { id } = channel as { id: string };
    secret = (channel as { secret: string }).secret;
    await service.post('/api/v1/rules', { channel: id, minSeverity: 'high' }, 201);
    first = await order();
    assert.equal(await end(first), 'done', service.log());
    assert.deepEqual(await changes('severity=high'), []);
  });

  it('tells of skimmers by a signed webhook, once', async () => {
    const { port } = shop;
    await shop.close();
    shop = await startShop({ port });
    second = await order();
    assert.equal(await end(second), 'done', service.log());
    const accused = (await changes(`since=${first}&severity=critical`)).filter(
      ({ kind }) => kind === 'verdict-changed',
    );
    assert.equal(accused.length, shop.skimmers.length);
    assert.ok(accused.every(({ evidence }) => evidence.length > 0));
    await until(
      () => received.length,
      (count) => count > 0,
    );
    const { headers, body } = received[0]!;
    const told = new Webhook(secret).verify(body, headers as Record<string, string>) as {
      data: { changes: Change[]; site: { name: string } };
    };
    assert.deepEqual([told.data.site.name, told.data.changes[0]?.severity], ['shop', 'critical']);
  });

  it('hands a crawl back when it is stopped, and goes on with it at the next start', async () => {
    const third = await order();
    await until(
      () => stateOf(third),
      (state) => state === 'running',
    );
    assert.equal(await service.stop(), 0, service.log());
    const store = await openStore({ dataDir });
    const job = await store.db
      .selectFrom('jobs')
      .select(['state', 'lease_owner'])
      .where('crawl_id', '=', Number(third))
      .executeTakeFirstOrThrow();
    await store.close();
    assert.deepEqual(job, { state: 'queued', lease_owner: null });
    service = await startServe(dataDir);
    assert.equal(await end(third), 'done', service.log());
    assert.deepEqual(await changes(`since=${second}&severity=high`), []);
    assert.equal(received.length, 1, 'nothing was told twice');
  });

  it('keeps its secrets out of the log', async () => {
    assert.equal(await service.stop(), 0);
    assert.ok(!service.log().includes(token) && !service.log().includes(secret));
  });
});
