import assert from 'node:assert/strict';
import { addAudit, dropOldAudit, listAudit, type AuditEntry } from '../../../../server/store/index.ts';
import { onEveryDatabase } from '../databases.ts';

const day = 86_400_000;

function entry(change: Partial<AuditEntry> = {}): Omit<AuditEntry, 'id'> {
  return {
    at: Date.now(),
    action: 'user.create',
    outcome: 'ok',
    actor: { kind: 'user', userId: 1, tokenId: null, name: 'ann' },
    address: '192.0.2.1',
    object: { type: 'user', id: '2', name: 'ben' },
    siteId: null,
    detail: { role: 'viewer' },
    ...change,
  };
}

onEveryDatabase('the audit log', (databases) => {
  it('tells who did what, when, from where, on which object, the newest first', async () => {
    const { db } = await databases.open();
    await addAudit(db, entry());
    await addAudit(db, entry({ action: 'login', object: null }));
    const { items } = await listAudit(db);
    assert.deepEqual(
      items.map(({ action }) => action),
      ['login', 'user.create'],
    );
    const { id, at, ...rest } = items[1]!;
    assert.deepEqual({ ...rest, at: 0 }, entry({ at: 0 }));
    assert.ok(id > 0 && at > 0);
  });

  it('goes on page by page, and by site, user, action and time', async () => {
    const { db } = await databases.open();
    const now = Date.now();
    for (let index = 0; index < 5; index++) {
      const actor = { kind: 'user' as const, userId: index % 2, tokenId: null, name: 'x' };
      await addAudit(db, entry({ at: now + index, siteId: index, actor, action: `user.${index}` }));
    }
    const first = await listAudit(db, { limit: 3 });
    const second = await listAudit(db, { limit: 3, after: first.next! });
    assert.deepEqual([first.items.length, second.items.length, second.next], [3, 2, null]);
    const count = async (filter: object) => (await listAudit(db, filter)).items.length;
    assert.equal(await count({ siteIds: [1, 2] }), 2);
    assert.equal(await count({ siteIds: [] }), 0);
    assert.equal(await count({ userId: 1 }), 2);
    assert.equal(await count({ action: 'user.' }), 5);
    assert.equal(await count({ action: 'user.3' }), 1);
    assert.equal(await count({ action: 'use' }), 0);
    assert.equal(await count({ since: now + 3 }), 2);
  });

  it('cannot be changed, and only entries older than a year can go', async () => {
    const { db } = await databases.open();
    await addAudit(db, entry({ at: Date.now() - 400 * day }));
    await addAudit(db, entry({ at: Date.now() - 300 * day }));
    await assert.rejects(db.updateTable('audit').set({ actor: 'nobody' }).execute(), /append only/);
    await assert.rejects(dropOldAudit(db, Date.now()), /append only/);
    await dropOldAudit(db, Date.now() - 366 * day);
    assert.equal((await listAudit(db)).items.length, 1);
  });
});
