import assert from 'node:assert/strict';
import { addLink, addUser, findLink, stateFact, readFact, useLink } from '../../../../server/store/index.ts';
import { onEveryDatabase } from '../databases.ts';

const at = Date.UTC(2026, 0, 1);

onEveryDatabase('one-time links', (databases) => {
  it('are used by one of several who try at once', async () => {
    const store = await databases.open();
    await addLink(store.db, { hash: 'a', userId: null, at, expiresAt: at + 10 });
    const link = await findLink(store.db, 'a', at);
    const results = await Promise.all(
      Array.from({ length: 5 }, () => store.transaction((db) => useLink(db, link!))),
    );
    assert.equal(results.filter(Boolean).length, 1);
    assert.equal(await findLink(store.db, 'a', at), null);
  });

  it('expire', async () => {
    const { db } = await databases.open();
    await addLink(db, { hash: 'a', userId: null, at, expiresAt: at + 10 });
    assert.equal(await findLink(db, 'a', at + 10), null);
  });

  it('for the first administrator all end with the one used', async () => {
    const { db } = await databases.open();
    for (const hash of ['a', 'b']) await addLink(db, { hash, userId: null, at, expiresAt: at + 10 });
    await useLink(db, (await findLink(db, 'a', at))!);
    assert.equal(await findLink(db, 'b', at), null);
  });

  it('of a user end with the next one', async () => {
    const { db } = await databases.open();
    const { id: userId } = await addUser(db, { name: 'ann', role: 'viewer', at });
    for (const hash of ['a', 'b']) await addLink(db, { hash, userId, at, expiresAt: at + 10 });
    assert.equal(await findLink(db, 'a', at), null);
    assert.equal((await findLink(db, 'b', at))?.userId, userId);
  });

  it('know by a fact that is stated once whether they are still needed', async () => {
    const store = await databases.open();
    const results = await Promise.all(
      Array.from({ length: 5 }, () => stateFact(store.db, 'initialised', 'x', at)),
    );
    assert.equal(results.filter(Boolean).length, 1);
    assert.equal(await readFact(store.db, 'initialised'), 'x');
  });
});
