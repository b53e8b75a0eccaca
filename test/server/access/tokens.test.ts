import assert from 'node:assert/strict';
import { addSite, listAudit } from '../../../server/store/index.ts';
import { shopFile } from '../store/captures.ts';
import { onEveryDatabase } from '../store/databases.ts';
import { startTestService, type TestBrowser, type TestService } from './service.ts';

interface Token {
  id: string;
  token: string;
}

const day = 86_400_000;

onEveryDatabase('API tokens', (databases) => {
  let service: TestService;
  let browser: TestBrowser;
  beforeEach(async () => {
    service = await startTestService(await databases.open());
    await service.user('ann', 'admin');
    await service.user('ben', 'viewer');
    for (const name of ['shop', 'blog'])
      await addSite(service.context.store.db, { name, definition: shopFile });
    browser = service.browser();
    await browser.logIn('ann');
  });
  afterEach(() => service.close());

  async function make(body: object = {}, by: TestBrowser = browser): Promise<Token> {
    const response = await by.send('POST', '/tokens', { name: 'ci', ...body });
    assert.equal(response.status, 201, await response.clone().text());
    return (await response.json()) as Token;
  }
  const withToken = ({ token }: Token) => service.browser({ authorization: `Bearer ${token}` });

  it('are shown once, kept as a hash, and let programs in', async () => {
    const made = await make();
    assert.match(made.token, /^swt_[\w-]{43}$/);
    const list = await (await browser.fetch('/api/v1/tokens')).text();
    assert.ok(!list.includes(made.token));
    const { db } = service.context.store;
    for (const table of ['api_tokens', 'audit'] as const) {
      assert.ok(!JSON.stringify(await db.selectFrom(table).selectAll().execute()).includes(made.token));
    }
    const me = (await (await withToken(made).fetch('/api/v1/session')).json()) as Record<string, unknown>;
    assert.deepEqual([me.via, me.role, me.csrfToken], ['token', 'admin', null]);
  });

  it('may be less than their user: a lower role, single sites', async () => {
    const { role, sites } = (await (
      await withToken(await make({ role: 'analyst', sites: ['blog'] })).fetch('/api/v1/session')
    ).json()) as { role: unknown; sites: unknown };
    assert.deepEqual([role, sites], [null, [{ site: '2', role: 'analyst' }]]);
    const reader = withToken(await make({ role: 'viewer' }));
    assert.equal((await reader.fetch('/api/v1/sites')).status, 200);
    assert.equal((await reader.send('DELETE', '/sites/shop')).status, 403);
    assert.equal((await reader.fetch('/api/v1/users')).status, 403);
    const blog = withToken(await make({ sites: ['blog'] }));
    assert.equal((await blog.fetch('/api/v1/sites/shop')).status, 404);
    assert.equal((await blog.fetch('/api/v1/sites/blog')).status, 200);
    assert.equal((await blog.fetch('/api/v1/users')).status, 403, 'admin of a site is none of users');
  });

  it('never become more than their user is now', async () => {
    const user = await service.user(`temp${Date.now()}`, 'admin');
    const own = service.browser();
    await own.logIn(user.name);
    const token = withToken(await make({}, own));
    assert.equal((await token.fetch('/api/v1/users')).status, 200);
    await browser.send('PATCH', `/users/${user.id}`, { role: 'viewer' });
    assert.equal((await token.fetch('/api/v1/users')).status, 403);
    await browser.send('DELETE', `/users/${user.id}`);
    assert.equal((await token.fetch('/api/v1/session')).status, 401);
    assert.equal((await own.fetch('/api/v1/session')).status, 401);
  });

  it('make no token that may do more, or lasts longer', async () => {
    const soon = new Date(service.context.now() + 10 * day).toISOString();
    const later = new Date(service.context.now() + 11 * day).toISOString();
    const narrow = withToken(await make({ role: 'analyst', sites: ['blog'], expiresAt: soon }));
    const statuses: number[] = [];
    for (const body of [
      {},
      { role: 'admin', sites: ['blog'], expiresAt: soon },
      { role: 'analyst', expiresAt: soon },
      { role: 'analyst', sites: ['blog'] },
      { role: 'analyst', sites: ['blog'], expiresAt: later },
      { role: 'analyst', sites: ['shop'], expiresAt: soon },
      { role: 'viewer', sites: ['blog'], expiresAt: soon },
    ]) {
      statuses.push((await narrow.send('POST', '/tokens', { name: 'x', ...body })).status);
    }
    assert.deepEqual(statuses, [403, 403, 403, 403, 403, 404, 201]);
  });

  it('end at their time, and when they are revoked', async () => {
    const at = service.context.now();
    const ending = withToken(await make({ expiresAt: new Date(at + day).toISOString() }));
    const revoked = await make();
    service.wait(day - 1);
    assert.equal((await ending.fetch('/api/v1/session')).status, 200);
    service.wait(1);
    assert.equal((await ending.fetch('/api/v1/session')).status, 401);
    browser.cookies.clear();
    await browser.logIn('ann');
    assert.equal((await browser.send('DELETE', `/tokens/${revoked.id}`)).status, 204);
    assert.equal((await withToken(revoked).fetch('/api/v1/session')).status, 401);
    const past = await browser.send('POST', '/tokens', { name: 'x', expiresAt: new Date(at).toISOString() });
    assert.equal(past.status, 400);
  });

  it('revoke themselves and lesser ones, but none that may do more', async () => {
    const [great, small, other] = [
      await make(),
      await make({ role: 'viewer' }),
      await make({ role: 'viewer' }),
    ];
    assert.equal((await withToken(small).send('DELETE', `/tokens/${great.id}`)).status, 403);
    assert.equal((await withToken(great).send('DELETE', `/tokens/${other.id}`)).status, 204);
    assert.equal((await withToken(small).send('DELETE', `/tokens/${small.id}`)).status, 204);
  });

  it('of others are nobody else’s business, but administrators’', async () => {
    const ben = service.browser();
    await ben.logIn('ben');
    const [anns, bens] = [await make(), await make({}, ben)];
    assert.equal((await ben.send('DELETE', `/tokens/${anns.id}`)).status, 404);
    assert.equal((await ben.fetch('/api/v1/tokens?user=1')).status, 403);
    assert.equal((await ben.fetch('/api/v1/tokens?user=all')).status, 403);
    const { items } = (await (await ben.fetch('/api/v1/tokens')).json()) as { items: { id: string }[] };
    assert.deepEqual(
      items.map(({ id }) => id),
      [bens.id],
    );
    assert.equal((await browser.send('DELETE', `/tokens/${bens.id}`)).status, 204);
    assert.equal((await withToken(bens).fetch('/api/v1/session')).status, 401);
  });

  it('tell when they were last used, to the minute', async () => {
    const made = await make();
    const client = withToken(made);
    const { db } = service.context.store;
    const usedAt = async () =>
      (
        await db
          .selectFrom('api_tokens')
          .select('used_at')
          .where('id', '=', Number(made.id))
          .executeTakeFirstOrThrow()
      ).used_at;
    assert.equal(await usedAt(), null);
    await client.fetch('/api/v1/session');
    const first = await usedAt();
    service.wait(59_000);
    await client.fetch('/api/v1/session');
    assert.equal(await usedAt(), first);
    service.wait(1000);
    await client.fetch('/api/v1/session');
    assert.equal(await usedAt(), first! + 60_000);
  });

  it('are in the audit log: made, used for a deed, revoked', async () => {
    const made = await make({ name: 'audited' });
    await withToken(made).send('POST', '/sites', {
      name: `s${Date.now()}`,
      startUrls: ['https://s.example/'],
      headers: { 'X-Key': 'hush' },
    });
    await browser.send('DELETE', `/tokens/${made.id}`);
    const { items } = await listAudit(service.context.store.db, { limit: 3 });
    assert.deepEqual(
      items.map(({ action, actor, object }) => [action, actor.kind, actor.name, object?.type]),
      [
        ['tokens.revoke', 'user', 'ann', 'tokens'],
        ['sites.create', 'token', 'ann', 'sites'],
        ['tokens.create', 'user', 'ann', 'tokens'],
      ],
    );
    assert.equal(items[1]!.actor.tokenId, Number(made.id));
    assert.ok(!JSON.stringify(items).includes('hush'));
  });

  it('that may too little are refused, and the audit log tells it', async () => {
    const reader = withToken(await make({ role: 'viewer' }));
    for (let count = 0; count < 70; count++) {
      assert.equal((await reader.send('DELETE', '/sites/shop')).status, 403);
    }
    const { items } = await listAudit(service.context.store.db, { action: 'sites.delete' });
    assert.deepEqual([items.length, items[0]!.outcome, items[0]!.object?.id], [60, 'refused', 'shop']);
  });

  it('that are wrong are refused, and a client that guesses is stopped', async () => {
    const good = withToken(await make());
    const guess = (token: string) =>
      service.browser().fetch('/api/v1/session', { headers: { authorization: `Bearer ${token}` } });
    for (let count = 0; count < 30; count++) assert.equal((await guess('the same old one')).status, 401);
    assert.equal((await good.fetch('/api/v1/session')).status, 200, 'a forgotten job stops nobody');
    const statuses: number[] = [];
    for (let count = 0; count < 22; count++) statuses.push((await guess(`swt_${count}`)).status);
    assert.equal(statuses[0], 401);
    assert.deepEqual(statuses.slice(-2), [429, 429]);
    const answer = await guess('swt_x');
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
  });

  it('in other places than the header are no tokens', async () => {
    service.context.access.limits.tokens.check = () => Promise.resolve();
    const { token } = await make();
    for (const path of [`/api/v1/sites?access_token=${token}`, `/api/v1/sites?token=${token}`]) {
      assert.equal((await service.browser().fetch(path)).status, 401);
    }
    for (const authorization of [
      `Basic ${token}`,
      token,
      'Bearer',
      'Bearer ',
      `Bearer ${token}x`,
      `Bearer ${token} x`,
    ]) {
      assert.equal(
        (await service.browser().fetch('/api/v1/sites', { headers: { authorization } })).status,
        401,
      );
    }
    assert.equal(
      (await service.browser().fetch('/api/v1/sites', { headers: { authorization: `bearer  ${token}` } }))
        .status,
      200,
    );
  });
});
