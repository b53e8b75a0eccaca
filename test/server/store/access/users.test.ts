import assert from 'node:assert/strict';
import {
  addSession,
  addSite,
  addToken,
  addUser,
  changeRoles,
  findSession,
  findUsableToken,
  findUser,
  listUsers,
  removeSite,
  removeUser,
  setPassword,
} from '../../../../server/store/index.ts';
import { shopFile } from '../captures.ts';
import { onEveryDatabase } from '../databases.ts';

const at = Date.UTC(2026, 0, 1);
const live = { now: at + 1, idleSince: at - 1 };

onEveryDatabase('users', (databases) => {
  it('are found by name or id, with roles on every site and on single ones', async () => {
    const { db } = await databases.open();
    const site = await addSite(db, { name: 'shop', definition: shopFile });
    const ann = await addUser(db, {
      name: 'ann',
      role: null,
      siteRoles: new Map([[site.id, 'analyst']]),
      at,
    });
    await addUser(db, { name: 'adam', role: 'admin', at });
    assert.deepEqual(await findUser(db, 'ann'), ann);
    assert.deepEqual(await findUser(db, ann.id), ann);
    assert.deepEqual(
      (await listUsers(db)).map(({ name, role, siteRoles }) => [name, role, [...siteRoles]]),
      [
        ['adam', 'admin', []],
        ['ann', null, [[site.id, 'analyst']]],
      ],
    );
  });

  it('have names of their own and roles on sites that exist', async () => {
    const { db } = await databases.open();
    await addUser(db, { name: 'ann', role: 'viewer', at });
    await assert.rejects(addUser(db, { name: 'ann', role: 'admin', at }), { code: 'SW_STORE_CONFLICT' });
    const siteRoles = new Map([[99, 'admin' as const]]);
    await assert.rejects(addUser(db, { name: 'ben', role: null, siteRoles, at }), {
      code: 'SW_STORE_NOT_FOUND',
    });
  });

  it('lose the role on a site that is removed', async () => {
    const { db } = await databases.open();
    const site = await addSite(db, { name: 'shop', definition: shopFile });
    const { id } = await addUser(db, {
      name: 'ann',
      role: null,
      siteRoles: new Map([[site.id, 'admin']]),
      at,
    });
    await removeSite(db, site.id);
    assert.equal((await findUser(db, id)).siteRoles.size, 0);
  });

  it('are never without an administrator, even when two remove each other', async () => {
    const store = await databases.open();
    const [one, two] = [
      await addUser(store.db, { name: 'one', role: 'admin', at }),
      await addUser(store.db, { name: 'two', role: 'admin', at }),
    ];
    const results = await Promise.allSettled([
      store.transaction((db) => removeUser(db, one.id)),
      store.transaction((db) => changeRoles(db, two.id, { role: 'viewer' })),
    ]);
    assert.deepEqual(results.map((result) => result.status).sort(), ['fulfilled', 'rejected']);
    assert.equal((await listUsers(store.db)).filter((user) => user.role === 'admin').length, 1);
  });

  it('take sessions and tokens with them', async () => {
    const { db } = await databases.open();
    await addUser(db, { name: 'adam', role: 'admin', at });
    const { id: userId } = await addUser(db, { name: 'ann', role: 'viewer', at });
    await addSession(db, {
      hash: 's',
      userId,
      createdAt: at,
      seenAt: at,
      expiresAt: at + 9,
      address: '',
      agent: '',
    });
    await addToken(db, {
      hash: 't',
      userId,
      name: 'ci',
      role: null,
      siteIds: null,
      createdAt: at,
      expiresAt: null,
    });
    await removeUser(db, userId);
    assert.equal(await findSession(db, 's', live), null);
    assert.equal(await findUsableToken(db, 't', at), null);
  });

  it('are out of every session once the password changes, and keep their tokens', async () => {
    const { db } = await databases.open();
    const { id: userId } = await addUser(db, { name: 'ann', role: 'viewer', at });
    await addSession(db, {
      hash: 's',
      userId,
      createdAt: at,
      seenAt: at,
      expiresAt: at + 9,
      address: '',
      agent: '',
    });
    await addToken(db, {
      hash: 't',
      userId,
      name: 'ci',
      role: null,
      siteIds: null,
      createdAt: at,
      expiresAt: null,
    });
    await setPassword(db, userId, 'hash', at);
    assert.equal(await findSession(db, 's', live), null);
    assert.equal((await findUsableToken(db, 't', at))?.name, 'ci');
    assert.equal((await findUser(db, userId)).hasPassword, true);
  });
});
