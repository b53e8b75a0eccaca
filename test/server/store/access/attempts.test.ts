import assert from 'node:assert/strict';
import { dropOldAttempts, forgiveAttempts, takeAttempt } from '../../../../server/store/index.ts';
import { onEveryDatabase } from '../databases.ts';

const pauses = { free: 2, ladder: [1000, 4000, 9000], forgetMs: 100_000 };
const start = Date.UTC(2026, 0, 1);

onEveryDatabase('failed attempts', (databases) => {
  it('make pauses that grow to a most', async () => {
    const { db } = await databases.open();
    const waits: number[] = [];
    let now = start;
    for (let attempt = 0; attempt < 7; attempt++) {
      assert.equal(await takeAttempt(db, 'x', pauses, now), null);
      const row = await db.selectFrom('failed_attempts').selectAll().executeTakeFirstOrThrow();
      waits.push(Math.max(0, row.blocked_until - now));
      now += waits.at(-1)!;
    }
    assert.deepEqual(waits, [0, 0, 1000, 4000, 9000, 9000, 9000]);
  });

  it('during a pause are neither made nor counted', async () => {
    const { db } = await databases.open();
    for (let attempt = 0; attempt < 3; attempt++)
      assert.equal(await takeAttempt(db, 'x', pauses, start), null);
    for (let attempt = 0; attempt < 50; attempt++) {
      assert.equal(await takeAttempt(db, 'x', pauses, start + 999), start + 1000);
    }
    assert.equal(await takeAttempt(db, 'x', pauses, start + 1000), null);
    assert.equal(await takeAttempt(db, 'x', pauses, start + 1000), start + 5000);
  });

  it('of a hundred at once let only the free ones and one more pass', async () => {
    const store = await databases.open();
    const results = await Promise.all(
      Array.from({ length: 100 }, () => takeAttempt(store.db, 'x', pauses, start)),
    );
    assert.equal(results.filter((until) => until === null).length, 3);
  });

  it('are apart for each who attempts', async () => {
    const { db } = await databases.open();
    for (let attempt = 0; attempt < 3; attempt++) await takeAttempt(db, 'x', pauses, start);
    assert.equal(await takeAttempt(db, 'y', pauses, start), null);
  });

  it('are forgiven, one or all', async () => {
    const { db } = await databases.open();
    for (let attempt = 0; attempt < 3; attempt++) await takeAttempt(db, 'x', pauses, start);
    await forgiveAttempts(db, 'x', 'one');
    assert.equal(await takeAttempt(db, 'x', pauses, start), null);
    assert.equal(await takeAttempt(db, 'x', pauses, start), start + 1000);
    await forgiveAttempts(db, 'x', 'all');
    assert.equal(await takeAttempt(db, 'x', pauses, start), null);
  });

  it('are forgotten after a while', async () => {
    const { db } = await databases.open();
    for (let attempt = 0; attempt < 3; attempt++) await takeAttempt(db, 'x', pauses, start);
    const later = start + pauses.forgetMs + 1;
    for (let attempt = 0; attempt < 3; attempt++)
      assert.equal(await takeAttempt(db, 'x', pauses, later), null);
    await dropOldAttempts(db, later + 1);
    assert.deepEqual(await db.selectFrom('failed_attempts').selectAll().execute(), []);
  });
});
