import assert from 'node:assert/strict';
import { addSite, listAudit } from '../../../server/store/index.ts';
import { shopFile } from '../store/captures.ts';
import { onEveryDatabase } from '../store/databases.ts';
import { startTestService, type TestBrowser, type TestService } from './service.ts';

interface User {
  id: string;
  name: string;
  role: string | null;
  sites: { site: string; role: string }[];
  link: string;
}

onEveryDatabase('users over the API', (databases) => {
  let service: TestService;
  let ann: TestBrowser;
  beforeEach(async () => {
    service = await startTestService(await databases.open());
    for (const name of ['shop', 'blog'])
      await addSite(service.context.store.db, { name, definition: shopFile });
    await service.user('ann', 'admin');
    ann = service.browser();
    await ann.logIn('ann');
  });
  afterEach(() => service.close());

  async function add(body: object): Promise<User> {
    const response = await ann.send('POST', '/users', body);
    assert.equal(response.status, 201, await response.clone().text());
    return (await response.json()) as User;
  }

  it('are added with a link by which they choose their password', async () => {
    const ben = await add({ name: 'Ben@shop.example', sites: [{ site: '1', role: 'analyst' }] });
    assert.deepEqual(
      [ben.name, ben.role, ben.sites],
      ['ben@shop.example', null, [{ site: '1', role: 'analyst' }]],
    );
    const browser = service.browser();
    assert.equal((await browser.logIn(ben.name)).status, 401);
    const chosen = { password: 'lantern-otter-58-gravel', again: 'lantern-otter-58-gravel' };
    assert.equal((await browser.submit(new URL(ben.link).pathname, chosen)).status, 303);
    assert.equal((await service.browser().logIn(ben.name, chosen.password)).status, 200);
    const list = await (await ann.fetch('/api/v1/users')).text();
    assert.ok(!list.includes('scrypt') && !list.includes('/link/'));
  });

  it('see their sites only, from the very next request', async () => {
    const ben = await service.user('ben', null, [[1, 'viewer']]);
    const browser = service.browser();
    await browser.logIn('ben');
    const statuses = async () =>
      Promise.all(
        ['shop', 'blog'].map(async (site) => (await browser.fetch(`/api/v1/sites/${site}`)).status),
      );
    assert.deepEqual(await statuses(), [200, 404]);
    await ann.send('PATCH', `/users/${ben.id}`, { sites: [{ site: '2', role: 'viewer' }] });
    assert.deepEqual(await statuses(), [404, 200]);
    await ann.send('PATCH', `/users/${ben.id}`, { role: 'viewer', sites: [] });
    assert.deepEqual(await statuses(), [200, 200]);
    await ann.send('DELETE', `/users/${ben.id}`);
    assert.deepEqual(await statuses(), [401, 401]);
  });

  it('are never without an administrator', async () => {
    assert.equal((await ann.send('DELETE', '/users/1')).status, 409);
    assert.equal((await ann.send('PATCH', '/users/1', { role: 'viewer' })).status, 409);
    const { id } = await add({ name: 'ben', role: 'admin' });
    assert.equal((await ann.send('PATCH', '/users/1', { role: 'viewer' })).status, 200);
    assert.equal((await ann.send('DELETE', `/users/${id}`)).status, 403);
  });

  it('that make no sense are refused', async () => {
    await add({ name: 'ben', role: 'viewer' });
    for (const [body, status] of [
      [{ name: 'ben', role: 'viewer' }, 409],
      [{ name: 'two words' }, 400],
      [{ name: 'a\r\nSet-Cookie: x=1' }, 400],
      [{ name: 'аnn' }, 400],
      [{ name: '' }, 400],
      [{ name: 'carl', role: 'emperor' }, 400],
      [{ name: 'carl', sites: [{ site: '9', role: 'admin' }] }, 404],
      [
        {
          name: 'carl',
          sites: [
            { site: '1', role: 'admin' },
            { site: '1', role: 'viewer' },
          ],
        },
        400,
      ],
      [{ name: 'carl', password: 'chosen by another' }, 400],
      [{ name: 'carl', isAdmin: true }, 400],
    ] as const) {
      const response = await ann.send('POST', '/users', body);
      assert.equal(response.status, status, JSON.stringify(body));
      assert.deepEqual(response.headers.getSetCookie(), []);
    }
    const { items } = (await (await ann.fetch('/api/v1/users')).json()) as { items: User[] };
    assert.deepEqual(
      items.map(({ name }) => name),
      ['ann', 'ben'],
    );
  });

  it('get a new link that ends the former one, and the old password stays good until it is used', async () => {
    const ben = await service.user('ben', 'viewer');
    const linkOf = async () =>
      new URL(((await (await ann.send('POST', `/users/${ben.id}/links`)).json()) as { link: string }).link)
        .pathname;
    const [first, second] = [await linkOf(), await linkOf()];
    assert.equal((await service.browser().fetch(first)).status, 404);
    const browser = service.browser();
    assert.equal((await browser.logIn('ben')).status, 200);
    const chosen = { password: 'lantern-otter-58-gravel', again: 'lantern-otter-58-gravel' };
    assert.equal((await service.browser().submit(second, chosen)).status, 303);
    assert.equal((await browser.fetch('/api/v1/session')).status, 401);
    assert.equal((await service.browser().logIn('ben')).status, 401);
  });

  it('leave their deeds in the audit log, which administrators of a site see for that site', async () => {
    await service.user('ben', null, [[2, 'admin']]);
    const ben = service.browser();
    await ben.logIn('ben');
    await ann.send('PATCH', '/sites/shop', { owner: 'Ann' });
    await ben.send('PATCH', '/sites/blog', { owner: 'Ben' });
    const seen = async (browser: TestBrowser) =>
      (
        (await (await browser.fetch('/api/v1/audit')).json()) as {
          items: { action: string; site: string | null }[];
        }
      ).items;
    assert.deepEqual(
      (await seen(ben)).map(({ action, site }) => [action, site]),
      [['sites.change', '2']],
    );
    assert.equal((await seen(ann)).filter(({ action }) => action === 'sites.change').length, 2);
    assert.equal((await ben.fetch('/api/v1/audit?site=shop')).status, 404);
    await ann.send('DELETE', '/users/2');
    const { items } = await listAudit(service.context.store.db, { userId: 2 });
    assert.deepEqual(
      items.map(({ actor, action }) => `${actor.name} ${action}`),
      ['ben sites.change', 'ben session.begin'],
    );
  });
});
