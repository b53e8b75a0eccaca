import assert from 'node:assert/strict';
import { listAudit, openStore, addSite, type Store } from '../../../server/store/index.ts';
import { useFolder } from '../access/folder.ts';
import { password, startTestService, type TestBrowser, type TestService } from '../access/service.ts';
import { shopFile } from '../store/captures.ts';

describe('pages', () => {
  const folder = useFolder();
  let store: Store;
  let service: TestService;
  beforeEach(async () => {
    store = await openStore({ dataDir: folder() });
    service = await startTestService(store);
    await service.user('ann', 'admin');
    await service.user('ben', 'viewer');
  });
  afterEach(async () => {
    await service.close();
    await store.close();
  });

  async function loggedIn(name = 'ann'): Promise<TestBrowser> {
    const browser = service.browser();
    const response = await browser.submit('/login', { name, password });
    assert.deepEqual([response.status, response.headers.get('location')], [303, '/account']);
    return browser;
  }
  const textOf = async (browser: TestBrowser, path: string) => (await browser.fetch(path)).text();

  it('run no script, load nothing from elsewhere, are not framed and not kept', async () => {
    const { headers } = await service.browser().fetch('/login');
    const policy = headers.get('content-security-policy')!;
    for (const rule of [
      "default-src 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      assert.ok(policy.includes(rule), rule);
    }
    assert.doesNotMatch(policy, /unsafe|script-src|\*/);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('x-frame-options'), 'DENY');
    const style = await service.browser().fetch('/assets/style.css');
    assert.deepEqual(
      [style.headers.get('content-type'), style.headers.get('x-content-type-options')],
      ['text/css; charset=utf-8', 'nosniff'],
    );
    const browser = await loggedIn();
    for (const path of ['/login', '/account', '/account/password', '/users', '/audit']) {
      assert.doesNotMatch(await textOf(browser, path), /<script|<style|\son\w+=|\sstyle=|javascript:/i, path);
    }
  });

  it('send those who are not logged in to the login, and back, but nowhere else', async () => {
    const browser = service.browser();
    const asked = await browser.fetch('/account/password?x=1');
    assert.deepEqual(
      [asked.status, asked.headers.get('location')],
      [303, '/login?next=%2Faccount%2Fpassword%3Fx%3D1'],
    );
    const back = await browser.submit(
      '/login?next=/account/password',
      { name: 'ann', password, next: '/account/password' },
      '/login',
    );
    assert.equal(back.headers.get('location'), '/account/password');
    for (const next of [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example',
      '/\t/evil.example',
      'javascript:alert(1)',
      '\\\\evil.example',
      '/a\r\nSet-Cookie: x=1',
    ]) {
      const response = await service.browser().submit('/login', { name: 'ann', password, next });
      assert.equal(response.headers.get('location'), '/account', JSON.stringify(next));
      assert.ok(!response.headers.getSetCookie().some((cookie) => cookie.startsWith('x=')));
    }
  });

  it('say what is wrong, keep the name and never the password', async () => {
    const response = await service
      .browser()
      .submit('/login', { name: '"><script>alert(1)</script>', password: 'hunter2' });
    const text = await response.text();
    assert.equal(response.status, 401);
    assert.match(text, /role="alert"/);
    assert.doesNotMatch(text, /<script>|hunter2/);
    assert.match(text, /value="&quot;&gt;&lt;script&gt;/);
  });

  it('make a token, show it once, and revoke it', async () => {
    const browser = await loggedIn();
    await addSite(store.db, { name: '<img src=x onerror=alert(1)>', definition: shopFile });
    const made = await browser.submit(
      '/account',
      { name: '<b>ci', role: 'viewer', days: '30', site: '1' },
      '/account/tokens',
    );
    const token = /swt_[\w-]{43}/.exec(await made.text())![0];
    const as = { headers: { authorization: `Bearer ${token}` } };
    const me = (await (await service.browser().fetch('/api/v1/session', as)).json()) as Record<
      string,
      unknown
    >;
    assert.deepEqual([me.role, me.sites], [null, [{ site: '1', role: 'viewer' }]]);
    const account = await textOf(browser, '/account');
    assert.ok(account.includes('&lt;b&gt;ci') && !account.includes(token) && !account.includes('<img'));
    await browser.submit('/account', {}, '/account/tokens/1');
    assert.equal((await service.browser().fetch('/api/v1/session', as)).status, 401);
    const [ben, other] = [
      await loggedIn('ben'),
      await browser.submit('/account', { name: 'x', role: 'viewer', days: '30' }, '/account/tokens'),
    ];
    assert.equal(other.status, 201);
    assert.equal((await ben.submit('/account', {}, '/account/tokens/2')).status, 404);
  });

  it('change the password and end the other logins', async () => {
    const [browser, other] = [await loggedIn(), await loggedIn()];
    const fields = {
      current: password,
      password: 'lantern-otter-58-gravel',
      again: 'lantern-otter-58-gravel',
    };
    assert.equal((await browser.submit('/account/password', { ...fields, current: 'x' })).status, 401);
    assert.equal((await browser.submit('/account/password', { ...fields, again: 'x' })).status, 422);
    assert.equal((await browser.submit('/account/password', fields)).status, 303);
    assert.equal((await browser.fetch('/account')).status, 200);
    assert.equal((await other.fetch('/account')).status, 303);
  });

  it('end one login of one’s own, and none of others', async () => {
    const [browser, other, ben] = [await loggedIn(), await loggedIn(), await loggedIn('ben')];
    await ben.submit('/account', {}, '/account/sessions/2');
    assert.equal((await other.fetch('/account')).status, 200);
    await browser.submit('/account', {}, '/account/sessions/2');
    assert.equal((await other.fetch('/account')).status, 303);
    assert.equal((await browser.submit('/account', {}, '/logout')).headers.get('location'), '/login?left=1');
    assert.equal((await browser.fetch('/account')).status, 303);
  });

  it('of users and the audit log are administrators’', async () => {
    const ben = await loggedIn('ben');
    for (const path of ['/users', '/audit']) assert.equal((await ben.fetch(path)).status, 403);
    assert.doesNotMatch(await textOf(ben, '/account'), /href="\/users"/);
    for (const path of ['/users', '/users/1/link', '/users/1/role', '/users/1/remove']) {
      const response = await ben.submit('/account', { name: 'eve', role: 'admin' }, path);
      assert.equal(response.status, 403, path);
    }
  });

  it('add users by a link, change roles, and remove', async () => {
    const ann = await loggedIn();
    const added = await (await ann.submit('/users', { name: 'Carl', role: 'analyst' })).text();
    const link = /http:\/\/127\.0\.0\.1:\d+(\/link\/[\w-]{43})/.exec(added)![1]!;
    const carl = service.browser();
    const chosen = { password: 'lantern-otter-58-gravel', again: 'lantern-otter-58-gravel' };
    assert.equal((await carl.submit(link, { ...chosen, name: 'ann' })).status, 303);
    assert.match(await textOf(carl, '/account'), /<h1>carl<\/h1>/);
    assert.equal((await carl.fetch(link)).status, 404);
    assert.equal((await carl.fetch('/users')).status, 403);
    await ann.submit('/users', { role: 'admin' }, '/users/3/role');
    assert.equal((await carl.fetch('/users')).status, 200);
    await ann.submit('/users', {}, '/users/3/remove');
    assert.equal((await carl.fetch('/account')).status, 303);
    const refused = await ann.submit('/users', {}, '/users/1/remove');
    assert.equal(refused.status, 409);
    assert.match(await refused.text(), /only administrator/);
    const { items } = await listAudit(store.db, { action: 'users.' });
    assert.deepEqual(
      items.map(({ action, actor }) => `${actor.name} ${action}`),
      ['ann users.delete', 'ann users.change', 'carl users.password', 'ann users.create'],
    );
    assert.match(await textOf(ann, '/audit'), /users\.delete/);
  });

  it('take forms of a sensible size only', async () => {
    const browser = await loggedIn();
    const response = await browser.submit('/account', { name: 'x'.repeat(40_000) }, '/account/tokens');
    assert.equal(response.status, 413);
  });
});
