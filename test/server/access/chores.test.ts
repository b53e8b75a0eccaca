import assert from 'node:assert/strict';
import { endedAccess, oldAudit } from '../../../server/access/chores.ts';
import {
  addAudit,
  addLink,
  addSession,
  addToken,
  addUser,
  listAudit,
  takeAttempt,
} from '../../../server/store/index.ts';
import { onEveryDatabase } from '../store/databases.ts';

const day = 86_400_000;

onEveryDatabase('daily maintenance of access', (databases) => {
  it('removes what is over and keeps what is not', async () => {
    const store = await databases.open();
    const { db } = store;
    const now = Date.now();
    const { id: userId } = await addUser(db, { name: 'ann', role: 'admin', at: now });
    const session = { userId, createdAt: now, seenAt: now, address: '', agent: '' };
    await addSession(db, { ...session, hash: 'old', expiresAt: now });
    await addSession(db, { ...session, hash: 'idle', seenAt: now - day, expiresAt: now + day });
    await addSession(db, { ...session, hash: 'live', expiresAt: now + day });
    for (const [hash, expiresAt] of [
      ['expired', now - 91 * day],
      ['just expired', now - day],
      ['for ever', null],
    ] as const) {
      await addToken(db, { hash, userId, name: hash, role: null, siteIds: null, createdAt: 0, expiresAt });
    }
    await addLink(db, { hash: 'old', userId: null, at: 0, expiresAt: now });
    await takeAttempt(db, 'old', { free: 1, ladder: [1], forgetMs: day }, now - 3 * day);
    await takeAttempt(db, 'new', { free: 1, ladder: [1], forgetMs: day }, now);
    await endedAccess.run({ store, now });
    const left = async (table: 'sessions' | 'api_tokens' | 'user_links' | 'failed_attempts') =>
      (await db.selectFrom(table).select('hash').orderBy('hash').execute()).map(({ hash }) => hash);
    assert.deepEqual(await left('sessions'), ['live']);
    assert.deepEqual(await left('api_tokens'), ['for ever', 'just expired']);
    assert.deepEqual(await left('user_links'), []);
    assert.deepEqual(await left('failed_attempts'), ['new']);
  });

  it('keeps the audit log as long as the settings say, and a year at least', async () => {
    const store = await databases.open();
    const now = Date.now();
    const actor = { kind: 'system' as const, userId: null, tokenId: null, name: '' };
    for (const age of [500, 380, 300]) {
      const entry = {
        action: `age.${age}`,
        outcome: 'ok' as const,
        actor,
        address: null,
        object: null,
        siteId: null,
      };
      await addAudit(store.db, { ...entry, at: now - age * day, detail: {} });
    }
    const left = async () => (await listAudit(store.db)).items.map(({ action }) => action);
    await oldAudit(400).run({ store, now });
    assert.deepEqual(await left(), ['age.300', 'age.380']);
    await oldAudit(1).run({ store, now });
    assert.deepEqual(await left(), ['age.300']);
  });
});
