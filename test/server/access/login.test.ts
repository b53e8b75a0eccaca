import assert from 'node:assert/strict';
import { listAudit } from '../../../server/store/index.ts';
import { onEveryDatabase } from '../store/databases.ts';
import { password, startTestService, type TestService } from './service.ts';

const hour = 3_600_000;

async function codeOf(response: Response): Promise<[number, string]> {
  return [response.status, ((await response.json()) as { code: string }).code];
}

onEveryDatabase('logging in', (databases) => {
  let service: TestService;
  const start = async (settings: object = {}): Promise<void> => {
    service = await startTestService(await databases.open(), { ...settings });
    await service.user('ann', 'analyst');
  };
  beforeEach(() => start());
  afterEach(() => service.close());

  it('begins a session that tells who it is', async () => {
    const browser = service.browser();
    const response = await browser.logIn(' Ann ');
    assert.equal(response.status, 200);
    const me = (await (await browser.fetch('/api/v1/session')).json()) as {
      user: { name: string };
      role: string;
    };
    assert.deepEqual([me.user.name, me.role], ['ann', 'analyst']);
  });

  it('hands out a cookie that scripts cannot read and other sites cannot send', async () => {
    const [cookie] = (await service.browser().logIn('ann')).headers.getSetCookie();
    assert.match(cookie!, /^scriptwarden_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('keeps the cookie to https where the service is reached by https', async () => {
    await service.close();
    await start({ publicUrl: 'https://warden.example' });
    const [cookie] = (await service.browser().logIn('ann')).headers.getSetCookie();
    assert.match(cookie!, /^__Host-scriptwarden_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('keeps no cookie in the database', async () => {
    const browser = service.browser();
    await browser.logIn('ann');
    const rows = await service.context.store.db.selectFrom('sessions').selectAll().execute();
    assert.equal(rows.length, 1);
    assert.ok(!JSON.stringify(rows).includes(browser.cookies.get('scriptwarden_session')!));
  });

  it('gives a new cookie whatever the browser brought, and ends the session it had', async () => {
    const planted = 'A'.repeat(43);
    const browser = service.browser();
    browser.cookies.set('scriptwarden_session', planted);
    await browser.logIn('ann');
    const first = browser.cookies.get('scriptwarden_session')!;
    assert.notEqual(first, planted);
    const thief = service.browser();
    thief.cookies.set('scriptwarden_session', first);
    await browser.logIn('ann');
    assert.notEqual(browser.cookies.get('scriptwarden_session'), first);
    assert.equal((await thief.fetch('/api/v1/session')).status, 401);
    assert.equal((await browser.fetch('/api/v1/session')).status, 200);
  });

  it('says the same of a wrong password, an unknown name and a user without a password', async () => {
    await service.context.store.db
      .insertInto('users')
      .values({ name: 'fresh', role: 'viewer', password: null, password_at: null, created_at: 0 })
      .execute();
    const answers = await Promise.all(
      [
        ['ann', 'wrong'],
        ['nobody', password],
        ['fresh', 'x'],
        ["' or 1=1 --", 'x'],
      ].map(async ([name, given]) => {
        const response = await service.browser().send('POST', '/session', { name, password: given });
        const told = (await response.json()) as Record<string, unknown>;
        return { status: response.status, told, cookies: response.headers.getSetCookie() };
      }),
    );
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    assert.deepEqual(
      [answers[0]!.status, answers[0]!.told.code, answers[0]!.cookies],
      [401, 'SW_LOGIN_FAILED', []],
    );
  });

  it('ends by logging out, by being idle and by age', async () => {
    const browser = service.browser();
    await browser.logIn('ann');
    const cookies = new Map(browser.cookies);
    assert.equal((await browser.send('DELETE', '/session')).status, 204);
    assert.equal(browser.cookies.size, 0);
    const copy = service.browser();
    for (const [name, value] of cookies) copy.cookies.set(name, value);
    assert.equal((await copy.fetch('/api/v1/session')).status, 401);

    await browser.logIn('ann');
    service.wait(11 * hour);
    assert.equal((await browser.fetch('/api/v1/session')).status, 200);
    service.wait(13 * hour);
    assert.equal((await browser.fetch('/api/v1/session')).status, 401);

    browser.cookies.clear();
    await browser.logIn('ann');
    for (let day = 0; day < 13; day++) {
      service.wait(11 * hour);
      assert.equal((await browser.fetch('/api/v1/session')).status, 200);
    }
    service.wait(26 * hour - 1);
    assert.equal((await browser.fetch('/api/v1/session')).status, 401);
  });

  it('slows down guessing for a name from one place, and tells how long', async () => {
    const browser = service.browser();
    const attempt = () => browser.send('POST', '/session', { name: 'ann', password: 'wrong' });
    for (let count = 0; count < 6; count++) assert.equal((await attempt()).status, 401);
    const refused = await attempt();
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1']);
    assert.deepEqual(
      await codeOf(await browser.logIn('ann')),
      [429, 'SW_TOO_MANY_REQUESTS'],
      'even the right one',
    );
    service.wait(1000);
    assert.equal((await attempt()).status, 401);
    assert.equal((await attempt()).headers.get('retry-after'), '2');
    service.wait(2000);
    assert.equal((await browser.logIn('ann')).status, 200);
    assert.equal((await attempt()).status, 401, 'a login forgives');
  });

  it('lets no more guesses through when all come at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, () =>
        service.browser().send('POST', '/session', { name: 'ann', password: 'wrong' }),
      ),
    );
    assert.equal(results.filter((response) => response.status === 401).length, 6);
  });

  it('slows down guessing of one password for many names', async () => {
    const results: number[] = [];
    for (let count = 0; count < 53; count++) {
      const body = { name: `user${count}`, password: 'Summer2026!!' };
      results.push((await service.browser().send('POST', '/session', body)).status);
    }
    assert.deepEqual(results.slice(-3), [401, 429, 429]);
  });

  it('is refused for a client that tries too often in a minute', async () => {
    await service.close();
    await start({ limits: { loginsPerMinute: 2 } });
    const statuses: number[] = [];
    for (let count = 0; count < 3; count++) statuses.push((await service.browser().logIn('ann')).status);
    assert.deepEqual(statuses, [200, 200, 429]);
  });

  it('is written to the audit log, refused or not, without the password', async () => {
    await service.browser().logIn('ann', 'hunter2-hunter2');
    await service.browser().logIn('nobody-knows', 'x');
    await service.browser().logIn('ann');
    const { items } = await listAudit(service.context.store.db);
    assert.deepEqual(
      items.map(({ action, outcome, actor, object, address }) => [
        action,
        outcome,
        actor.name,
        object?.name,
        address,
      ]),
      [
        ['session.begin', 'ok', 'ann', undefined, '127.0.0.1'],
        ['session.begin', 'refused', '', null, '127.0.0.1'],
        ['session.begin', 'refused', '', 'ann', '127.0.0.1'],
      ],
    );
    assert.ok(!JSON.stringify(items).includes('hunter2'));
    assert.ok(
      !JSON.stringify(items).includes('nobody-knows'),
      'people type passwords into the field of the name',
    );
  });

  it('changes the password only with the present one, and ends all other sessions', async () => {
    const [browser, other] = [service.browser(), service.browser()];
    await browser.logIn('ann');
    await other.logIn('ann');
    const change = (current: string, wanted: string) =>
      browser.send('PUT', '/session/password', { current, password: wanted });
    assert.deepEqual(await codeOf(await change('wrong', 'lantern-otter-58-gravel')), [
      401,
      'SW_LOGIN_FAILED',
    ]);
    assert.deepEqual(await codeOf(await change(password, 'short')), [422, 'SW_PASSWORD_WEAK']);
    const before = browser.cookies.get('scriptwarden_session');
    const changed = await change(password, 'lantern-otter-58-gravel');
    assert.equal(changed.status, 200);
    assert.notEqual(browser.cookies.get('scriptwarden_session'), before);
    assert.equal((await browser.fetch('/api/v1/session')).status, 200);
    assert.equal((await other.fetch('/api/v1/session')).status, 401);
    assert.equal((await service.browser().logIn('ann', password)).status, 401);
    assert.equal((await service.browser().logIn('ann', 'lantern-otter-58-gravel')).status, 200);
  });

  it('keeps up hashes: one made at another cost is made anew', async () => {
    const { hashPassword } = await import('../../../server/access/passwords/hash.ts');
    const { db } = service.context.store;
    const old = await hashPassword(password, { logN: 5, r: 1, p: 1 });
    await db.updateTable('users').set({ password: old }).execute();
    await service.browser().logIn('ann');
    const { password: stored } = await db.selectFrom('users').selectAll().executeTakeFirstOrThrow();
    assert.match(stored!, /^\$scrypt\$ln=4,r=1,p=1\$/);
    assert.equal((await service.browser().logIn('ann')).status, 200);
  });
});
