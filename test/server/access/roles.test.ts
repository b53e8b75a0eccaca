import assert from 'node:assert/strict';
import { roles, type Role } from '../../../server/access/index.ts';
import type { Route } from '../../../server/api/route.ts';
import { routes } from '../../../server/api/routes.ts';
import { addSite, addToken, openStore, type Store } from '../../../server/store/index.ts';
import { hashOf } from '../../../server/access/one-way.ts';
import { shopFile } from '../store/captures.ts';
import { startTestService, type TestService } from './service.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Every route of the API is asked for by everybody who may not call it. */
describe('roles', () => {
  let folder: string;
  let store: Store;
  let service: TestService;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scriptwarden-roles-'));
    store = await openStore({ dataDir: folder });
    service = await startTestService(store);
    for (const name of ['shop', 'blog']) await addSite(store.db, { name, definition: shopFile });
    const people: [string, Role | null, [number, Role][]?][] = [
      ['no-role', null],
      ['viewer', 'viewer'],
      ['analyst', 'analyst'],
      ['admin', 'admin'],
      ['blog-admin', null, [[2, 'admin']]],
    ];
    for (const [name, role, siteRoles] of people) {
      const { id: userId } = await service.user(name, role, siteRoles);
      const token = { userId, name, role: null, siteIds: null, createdAt: 0, expiresAt: null };
      await addToken(store.db, { ...token, hash: hashOf(`token of ${name}`.replaceAll(' ', '-')) });
    }
  });
  after(async () => {
    await service.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  function ask(
    { method, path, raw }: Pick<Route, 'method' | 'path' | 'raw'>,
    who: string | null,
  ): Promise<Response> {
    const headers = {
      ...(who !== null && { authorization: `Bearer token-of-${who}` }),
      ...(method !== 'get' && { 'content-type': raw?.contentTypes[0] ?? 'application/json' }),
    };
    const target = path.replaceAll(/:\w+/g, '1');
    return service.browser(headers).fetch(`/api/v1${target}`, {
      method: method.toUpperCase(),
      ...(method !== 'get' && { body: '{}' }),
    });
  }

  const guarded = routes.filter((one) => one.role !== 'public');

  it('guard every route but those that are meant for everybody', () => {
    const open = routes.filter((one) => one.role === 'public').map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(open.sort(), [
      'delete /session',
      'get /docs',
      'get /docs/style.css',
      'get /openapi.json',
      'get /session',
      'post /session',
      'put /session/password',
    ]);
    assert.ok(guarded.length > 20);
  });

  for (const one of guarded) {
    const needed = one.role as Role;
    const below = roles.slice(0, roles.indexOf(needed));
    it(`${one.method.toUpperCase()} ${one.path} needs ${needed}`, async () => {
      assert.equal((await ask(one, null)).status, 401);
      for (const who of ['no-role', ...below]) {
        const { status } = await ask(one, who);
        assert.equal(status, 403, who);
      }
    });
  }

  for (const one of guarded.filter(({ path }) => path.startsWith('/sites/:'))) {
    it(`${one.method.toUpperCase()} ${one.path} of a site is hidden from the administrator of another`, async () => {
      const { status } = await ask(one, 'blog-admin');
      // A body that does not match is told first; it tells nothing of the site.
      assert.ok(status === 404 || status === 400 || status === 415, String(status));
    });
  }

  for (const path of ['/users', '/users/:id', '/users/:id/links', '/tokens', '/audit'] as const) {
    it(`${path} keep from the administrator of one site what is not theirs`, async () => {
      for (const one of routes.filter((candidate) => candidate.path === path)) {
        const response = await ask(one, 'blog-admin');
        const text = await response.text();
        if (path.startsWith('/users'))
          assert.equal(response.status, one.method === 'post' && path === '/users' ? 400 : 403, text);
        else assert.ok(!/"name":"(?:viewer|analyst|admin)"/.test(text), text);
      }
    });
  }

  it('show nobody in the list of sites but their own', async () => {
    const names = async (who: string) =>
      (
        (await (await ask({ method: 'get', path: '/sites' }, who)).json()) as { items: { name: string }[] }
      ).items.map(({ name }) => name);
    assert.deepEqual(await names('viewer'), ['blog', 'shop']);
    assert.deepEqual(await names('blog-admin'), ['blog']);
  });
});
