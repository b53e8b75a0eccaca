import assert from 'node:assert/strict';
import { openStore, type Store } from '../../../server/store/index.ts';
import { useFolder } from './folder.ts';
import { startTestService, type TestBrowser, type TestService } from './service.ts';

describe('requests with a session cookie', () => {
  const folder = useFolder();
  let store: Store;
  let service: TestService;
  let browser: TestBrowser;
  beforeEach(async () => {
    store = await openStore({ dataDir: folder() });
    service = await startTestService(store);
    await service.user('ann', 'admin');
    browser = service.browser();
    await browser.logIn('ann');
  });
  afterEach(async () => {
    await service.close();
    await store.close();
  });

  const make = (headers: Record<string, string> = {}) =>
    browser.send('POST', '/tokens', { name: 'x' }, headers);
  const refused = async (response: Response) => {
    assert.deepEqual([response.status, ((await response.json()) as { code: string }).code], [403, 'SW_CSRF']);
  };

  it('may read without a token, and change with it', async () => {
    assert.equal((await browser.fetch('/api/v1/tokens')).status, 200);
    assert.equal((await make()).status, 201);
    assert.equal((await make({ origin: service.url, 'sec-fetch-site': 'same-origin' })).status, 201);
  });

  it('change nothing without the token, or with one of another session', async () => {
    const token = browser.csrfToken;
    browser.csrfToken = null;
    await refused(await make());
    browser.csrfToken = 'x'.repeat(43);
    await refused(await make());
    const other = service.browser();
    await other.logIn('ann');
    browser.csrfToken = other.csrfToken;
    await refused(await make());
    browser.csrfToken = token;
    await browser.logIn('ann');
    const fresh = browser.csrfToken;
    assert.notEqual(fresh, token);
    browser.csrfToken = token;
    await refused(await make());
  });

  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'not a url' },
  ]) {
    it(`are refused when the browser says ${JSON.stringify(headers)}`, async () => {
      await refused(await make(headers));
      await refused(await browser.send('DELETE', '/session', undefined, headers));
      assert.equal((await browser.fetch('/api/v1/session')).status, 200);
    });
  }

  it('are not needed by programs: a bearer token counts alone, and the cookie beside it not at all', async () => {
    const { token } = (await (await make()).json()) as { token: string };
    const program = service.browser();
    assert.equal(
      (await program.send('POST', '/tokens', { name: 'y' }, { authorization: `Bearer ${token}` })).status,
      201,
    );
    const wrong = await browser.send('GET', '/session', undefined, { authorization: 'Bearer wrong' });
    assert.equal(wrong.status, 401);
  });

  it('cannot log anybody in from another site', async () => {
    const stranger = service.browser();
    const body = JSON.stringify({ name: 'ann', password: 'x' });
    const form = await stranger.fetch('/api/v1/session', {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/plain' },
    });
    assert.equal(form.status, 415);
    await refused(
      await stranger.send(
        'POST',
        '/session',
        { name: 'ann', password: 'x' },
        { origin: 'https://evil.example' },
      ),
    );
  });

  it('of a page act only with the token of the page', async () => {
    const post = (fields: Record<string, string>) =>
      browser.fetch('/account/tokens', {
        method: 'POST',
        body: new URLSearchParams({ name: 'n', role: 'viewer', days: '30', ...fields }),
      });
    assert.equal((await post({})).status, 403);
    assert.equal((await post({ csrf: 'x' })).status, 403);
    assert.equal((await post({ csrf: browser.csrfToken! })).status, 201);
  });

  it('cannot log in by a form of another page, nor with a form token that was planted', async () => {
    const stranger = service.browser();
    const fields = new URLSearchParams({ name: 'ann', password: 'x', csrf: 'y' });
    assert.equal((await stranger.fetch('/login', { method: 'POST', body: fields })).status, 403);
    const other = service.browser();
    const page = await (await other.fetch('/login')).text();
    fields.set('csrf', /name="csrf" value="([^"]+)"/.exec(page)![1]!);
    assert.equal((await stranger.fetch('/login', { method: 'POST', body: fields })).status, 403);
    assert.equal(
      (await other.fetch('/login', { method: 'POST', body: fields })).status,
      401,
      'only the password was wrong',
    );
  });

  it('allow no other origin to read answers', async () => {
    const response = await browser.fetch('/api/v1/session', { headers: { origin: 'https://evil.example' } });
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    assert.equal(response.headers.get('cross-origin-resource-policy'), 'same-origin');
  });
});
