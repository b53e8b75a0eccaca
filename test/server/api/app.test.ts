import assert from 'node:assert/strict';
import { request } from 'node:http';
import { onEveryDatabase } from '../store/databases.ts';
import { startApi, who, type TestApi } from './service.ts';

onEveryDatabase('the API as a whole', (databases) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startApi(await databases.open());
  });
  afterEach(() => api.close());

  const codeOf = async (response: Response): Promise<unknown> =>
    ((await response.json()) as { code: unknown }).code;

  it('tells nobody anything without a login', async () => {
    for (const path of ['/sites', '/crawls', '/scripts', '/changes', '/approvals', '/events', '/scripts/1']) {
      const response = await api.fetch(path, { as: null });
      assert.equal(response.status, 401, path);
      assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer/);
      assert.equal(await codeOf(response), 'SW_UNAUTHENTICATED');
    }
  });

  it('tells whoever has no site nothing either', async () => {
    const response = await api.fetch('/scripts', { as: who(null) });
    assert.equal(response.status, 403);
    assert.equal(await codeOf(response), 'SW_FORBIDDEN');
  });

  it('answers problems as RFC 9457 says, with a code and a way out', async () => {
    const response = await api.fetch('/crawls/999');
    assert.equal(response.status, 404);
    assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
    const problem = (await response.json()) as Record<string, unknown>;
    assert.equal(problem.code, 'SW_STORE_NOT_FOUND');
    assert.equal(problem.status, 404);
    assert.equal(problem.type, 'about:blank');
    assert.ok(problem.detail && problem.fix && problem.title);
  });

  it('names every place of a request that does not match', async () => {
    const response = await api.fetch('/scripts?limit=0&verdict=bad&nonsense=1');
    assert.equal(response.status, 400);
    const { code, errors } = (await response.json()) as { code: string; errors: { at: string }[] };
    assert.equal(code, 'SW_REQUEST_INVALID');
    const places = errors.map(({ at }) => at).sort();
    assert.deepEqual(places, ['query', 'query.limit', 'query.verdict.0']);
  });

  it('refuses malformed JSON', async () => {
    const response = await api.fetch('/approvals', {
      method: 'POST',
      body: '{"scope": ',
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(response.status, 400);
    assert.equal(await codeOf(response), 'SW_REQUEST_INVALID');
  });

  it('refuses a body that is no JSON', async () => {
    const response = await api.fetch('/approvals', {
      method: 'POST',
      body: 'scope=host',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    assert.equal(response.status, 415);
    assert.equal(await codeOf(response), 'SW_MEDIA_UNSUPPORTED');
  });

  it('refuses a body that is larger than allowed', async () => {
    const response = await api.post('/approvals', { scope: 'host', target: 'x'.repeat(2_000_000) });
    assert.equal(response.status, 413);
    assert.equal(await codeOf(response), 'SW_BODY_TOO_LARGE');
  });

  it('refuses keys that would reach into prototypes', async () => {
    const response = await api.fetch('/approvals', {
      method: 'POST',
      body: '{"scope":"host","target":"a.example","__proto__":{"role":"admin"}}',
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(response.status, 400);
    assert.equal(({} as { role?: string }).role, undefined);
  });

  it('names the methods that an address takes', async () => {
    const response = await api.fetch('/scripts', { method: 'DELETE' });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'GET, HEAD');
    assert.equal(await codeOf(response), 'SW_METHOD_NOT_ALLOWED');
  });

  it('has nothing at unknown addresses', async () => {
    const response = await api.fetch('/nothing');
    assert.equal(response.status, 404);
    assert.equal(await codeOf(response), 'SW_ROUTE_NOT_FOUND');
  });

  it('survives addresses that are not percent-encoded rightly', async () => {
    const response = await api.fetch('/scripts/%E0%A4%A');
    assert.equal(response.status, 400);
  });

  it('answers only for its own hosts', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      request(`${api.url}/api/v1/openapi.json`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });
    assert.equal(status, 421);
  });

  it('sends every answer with a policy under which nothing runs', async () => {
    for (const path of ['/openapi.json', '/docs', '/scripts', '/nothing']) {
      const response = await api.fetch(path);
      const policy = response.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/, path);
      assert.match(policy, /frame-ancestors 'none'/, path);
      assert.match(policy, /require-trusted-types-for 'script'/, path);
      assert.doesNotMatch(policy, /script-src|unsafe/, path);
      assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
      assert.equal(response.headers.get('x-powered-by'), null);
    }
  });

  it('lets no cache keep what it answers', async () => {
    const response = await api.fetch('/scripts');
    assert.equal(response.headers.get('cache-control'), 'no-store');
  });
});
