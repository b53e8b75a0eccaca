import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecretBox } from '../../../server/access/secrets/index.ts';
import { loadConfig } from '../../../server/config/index.ts';
import { createLog, startService, type Service } from '../../../server/operations/index.ts';
import { openStore, type Store } from '../../../server/store/index.ts';

describe('the service', () => {
  let dir: string;
  let store: Store;
  let service: Service;
  let told = '';
  const secrets = createSecretBox([randomBytes(32)]);

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'scriptwarden-service-'));
    store = await openStore({ dataDir: dir });
    told = '';
    service = await start({});
  });
  afterEach(async () => {
    await service.stop();
    await store.close();
    await rm(dir, { recursive: true, force: true });
  });

  function start(env: Record<string, string>, box = secrets): Promise<Service> {
    const { config } = loadConfig({
      env: { SCRIPTWARDEN_PORT: '0', SCRIPTWARDEN_WORKER: 'no', SCRIPTWARDEN_DATA_DIR: dir, ...env },
      cwd: dir,
    });
    const never = (): never => assert.fail('nothing is crawled here');
    const analyzers = {
      acquire: () => Promise.resolve({ analyzer: {} as never, release: () => Promise.resolve() }),
      close: () => Promise.resolve(),
    };
    return startService({
      config,
      pipeline: {
        store,
        analyzers,
        crawl: never,
        workDir: dir,
        secrets: box,
        allowNetworks: () => [],
        env: {},
        now: Date.now,
      },
      log: createLog({ level: 'debug', format: 'json', write: (line) => void (told += line) }),
      version: '1.2.3',
    });
  }

  /** A request with any Host header, which `fetch` does not permit. */
  async function get(path: string, headers: Record<string, string> = {}, port = service.port) {
    return new Promise<{ status: number; body: string; id: unknown }>((resolve, reject) => {
      request({ port, host: '127.0.0.1', path, headers }, (response) => {
        text(response).then(
          (body) => resolve({ status: response.statusCode!, body, id: response.headers['x-request-id'] }),
          reject,
        );
      })
        .on('error', reject)
        .end();
    });
  }

  const log = () =>
    told
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('tells its health to probes that call it by any name', async () => {
    const { status, body } = await get('/healthz', { host: '10.1.2.3:8080' });
    assert.deepEqual([status, JSON.parse(body)], [200, { status: 'ok' }]);
    assert.equal((await get('/readyz', { host: '10.1.2.3:8080' })).status, 200);
  });

  it('answers nothing else under a foreign name', async () => {
    const { status, body } = await get('/api/v1/sites', { host: 'evil.example' });
    assert.deepEqual([status, (JSON.parse(body) as { code: string }).code], [421, 'SW_HOST_REFUSED']);
  });

  it('keeps its metrics to itself', async () => {
    assert.notEqual((await get('/metrics')).status, 200);
    assert.notEqual((await get('/metrics', { authorization: 'Bearer null' })).status, 200);
  });

  it('gives its metrics to whoever has the token', async () => {
    const token = 'metrics-metrics-metrics';
    const other = await start({ SCRIPTWARDEN_METRICS_TOKEN: token });
    try {
      await get('/nowhere/1', {}, other.port);
      const wrong = await get('/metrics', { authorization: `Bearer ${token}x` }, other.port);
      assert.notEqual(wrong.status, 200);
      const { status, body } = await get('/metrics', { authorization: `Bearer ${token}` }, other.port);
      assert.equal(status, 200);
      assert.match(body, /scriptwarden_build_info\{version="1\.2\.3"/);
      assert.match(body, /duration_seconds_count\{method="GET",route="unmatched",status="40[14]"\} 1/);
    } finally {
      await other.stop();
    }
  });

  it('gives them to everybody on a port of its own, and nothing else there', async () => {
    const other = await start({ SCRIPTWARDEN_METRICS_PORT: '0' });
    try {
      const [, port] = /"metricsPort":(\d+)/.exec(told) ?? [];
      assert.equal((await get('/metrics', {}, Number(port))).status, 200);
      assert.equal((await get('/healthz', {}, Number(port))).status, 200);
      assert.equal((await get('/api/v1/openapi.json', {}, Number(port))).status, 404);
    } finally {
      await other.stop();
    }
  });

  it('gives each request an id that the log knows, and logs no address', async () => {
    const { id } = await get('/setup/one-time-secret?token=x');
    const entry = log().find(({ requestId }) => requestId === id);
    assert.ok(entry, told);
    assert.deepEqual([entry.method, entry.message, entry.client], ['GET', 'request', '127.0.0.1']);
    assert.ok(!told.includes('one-time-secret'));
  });

  it('names routes, not addresses', async () => {
    await get('/api/v1/sites/some-site');
    assert.ok(
      log().some(({ route }) => route === '/api/v1/sites/:id'),
      told,
    );
  });

  it('gives them to administrators', async () => {
    const bootstrap = 'bootstrap-bootstrap-bootstrap';
    const other = await start({ SCRIPTWARDEN_BOOTSTRAP_TOKEN: bootstrap, SCRIPTWARDEN_DATA_DIR: dir });
    try {
      assert.equal(other.setUpLink, null);
      const { status } = await get('/metrics', { authorization: `Bearer ${bootstrap}` }, other.port);
      assert.equal(status, 200);
    } finally {
      await other.stop();
    }
  });

  it('gives the first administrator a link', () => {
    assert.match(service.setUpLink ?? '', /^http:\/\/127\.0\.0\.1:\d+\/link\/[\w-]{20,}$/);
  });

  it('refuses another key than the one its secrets were stored with', async () => {
    const other = createSecretBox([randomBytes(32)]);
    await assert.rejects(start({}, other), { code: 'SW_SECRET_KEY_WRONG' });
  });

  it('stops, and can be started again on the same store', async () => {
    await service.stop();
    await assert.rejects(get('/healthz'));
    service = await start({});
    assert.equal((await get('/healthz')).status, 200);
  });
});
