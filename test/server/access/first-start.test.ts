import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { checkSecretKey, createSecretBox, firstStart } from '../../../server/access/index.ts';
import { listUsers, removeUser, addUser, type Store } from '../../../server/store/index.ts';
import { onEveryDatabase } from '../store/databases.ts';
import { password, startTestService, type TestService } from './service.ts';

const token = 'q8Zr0-bootstrap-token-31415';

onEveryDatabase('the first start', (databases) => {
  let store: Store;
  let service: TestService;
  beforeEach(async () => {
    store = await databases.open();
    service = await startTestService(store);
  });
  afterEach(() => service.close());

  const begin = (bootstrapToken: string | null) =>
    firstStart(store, { bootstrapToken, now: service.context.now() });
  const meBy = (bearer: string) =>
    service.browser().fetch('/api/v1/session', { headers: { authorization: `Bearer ${bearer}` } });
  const setUp = (path: string, fields: object = {}) =>
    service.browser().submit(path, { name: 'Root', password, again: password, ...fields });

  it('makes an administrator of the token in the environment, once for all time', async () => {
    const { setUpPath, notes } = await begin(token);
    assert.deepEqual([setUpPath, notes.length], [null, 1]);
    assert.ok(!notes.join().includes(token));
    const me = (await (await meBy(token)).json()) as { role: string };
    assert.equal(me.role, 'admin');
    assert.deepEqual((await begin(token)).notes, []);
    assert.equal((await listUsers(store.db)).length, 1);
  });

  it('never brings back a token that was revoked, nor a user that was removed, nor takes another token', async () => {
    await begin(token);
    const { items } = (await (
      await service.browser().fetch('/api/v1/tokens', { headers: { authorization: `Bearer ${token}` } })
    ).json()) as { items: { id: string }[] };
    const revoke = { method: 'DELETE', headers: { authorization: `Bearer ${token}` } };
    assert.equal((await service.browser().fetch(`/api/v1/tokens/${items[0]!.id}`, revoke)).status, 204);
    assert.match((await begin(token)).notes.join(), /no effect/);
    assert.equal((await meBy(token)).status, 401);
    const other = `${token}-another`;
    await begin(other);
    assert.equal((await meBy(other)).status, 401);

    await store.transaction(async (db) => {
      await addUser(db, { name: 'other', role: 'admin', at: 0 });
      await removeUser(db, (await listUsers(db)).find((user) => user.name === 'admin')!.id);
    });
    const again = await begin(token);
    assert.equal(again.setUpPath, null);
    assert.deepEqual(
      (await listUsers(store.db)).map((user) => user.name),
      ['other'],
    );
  });

  it('happens once when two servers start at the same moment', async () => {
    await Promise.all([begin(token), begin(token)]);
    assert.equal((await listUsers(store.db)).length, 1);
    assert.equal((await meBy(token)).status, 200);
  });

  it('refuses a token that can be guessed', async () => {
    for (const weak of ['short', 'aaaaaaaaaaaaaaaaaaaaaaaa', 'with some spaces in it', '']) {
      await assert.rejects(begin(weak), { code: 'SW_BOOTSTRAP_WEAK' });
    }
  });

  it('without a token gives a link that makes the administrator, once', async () => {
    const { setUpPath } = await begin(null);
    assert.match(setUpPath!, /^\/link\/[\w-]{43}$/);
    const page = await service.browser().fetch(setUpPath!);
    assert.equal(page.status, 200);
    assert.equal(page.headers.get('referrer-policy'), 'same-origin');
    assert.equal((await setUp(setUpPath!, { password: 'short', again: 'short' })).status, 422);
    assert.equal((await setUp(setUpPath!, { again: 'other' })).status, 422);
    assert.equal((await setUp(setUpPath!)).status, 303);
    assert.equal((await service.browser().fetch(setUpPath!)).status, 404);
    assert.deepEqual(
      (await listUsers(store.db)).map(({ name, role }) => [name, role]),
      [['root', 'admin']],
    );
    const root = service.browser();
    assert.equal((await root.logIn('root')).status, 200);
    assert.equal((await begin(null)).setUpPath, null);
  });

  it('makes one administrator though two links are used at once, or a link after the token', async () => {
    const paths = [(await begin(null)).setUpPath!, (await begin(null)).setUpPath!];
    const results = await Promise.all(paths.map((path, index) => setUp(path, { name: `root${index}` })));
    assert.deepEqual(results.map((result) => result.status).sort(), [303, 404]);
    assert.equal((await listUsers(store.db)).length, 1);
  });

  it('ends its link with the token', async () => {
    const { setUpPath } = await begin(null);
    await begin(token);
    assert.equal((await service.browser().fetch(setUpPath!)).status, 404);
  });

  it('gives a link that lasts a day', async () => {
    const { setUpPath } = await begin(null);
    service.wait(86_400_000 - 1);
    assert.equal((await service.browser().fetch(setUpPath!)).status, 200);
    service.wait(1);
    assert.equal((await service.browser().fetch(setUpPath!)).status, 404);
  });

  it('says when nobody is left to give roles', async () => {
    await addUser(store.db, { name: 'ann', role: 'viewer', at: 0 });
    const { setUpPath, notes } = await begin(null);
    assert.equal(setUpPath, null);
    assert.match(notes.join(), /users add/);
  });
});

onEveryDatabase('the key of stored secrets', (databases) => {
  it('must be the same at every start, or a newer one beside it', async () => {
    const store = await databases.open();
    const [first, second] = [randomBytes(32), randomBytes(32)];
    await checkSecretKey(store, createSecretBox([first]), 0);
    await checkSecretKey(store, createSecretBox([first]), 0);
    await assert.rejects(checkSecretKey(store, createSecretBox([second]), 0), {
      code: 'SW_SECRET_KEY_WRONG',
    });
    await checkSecretKey(store, createSecretBox([second, first]), 0);
    await assert.rejects(checkSecretKey(store, createSecretBox([second]), 0), {
      code: 'SW_SECRET_KEY_WRONG',
    });
  });

  it('is that of the first of two servers that start at the same moment', async () => {
    const store = await databases.open();
    const results = await Promise.allSettled(
      [randomBytes(32), randomBytes(32)].map((key) => checkSecretKey(store, createSecretBox([key]), 0)),
    );
    assert.deepEqual(results.map((result) => result.status).sort(), ['fulfilled', 'rejected']);
  });
});
