import assert from 'node:assert/strict';
import { oldDeliveries } from '../../../server/alerts/chores.ts';
import { onEveryDatabase } from '../store/databases.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 5, 1);

onEveryDatabase('the age of deliveries', (databases) => {
  it('ends what is older than the settings say, and nothing that is unfinished', async () => {
    const store = await databases.open();
    const delivery = (webhook_id: string, state: 'delivered' | 'waiting', finished_at: number | null) => ({
      kind: 'test' as const,
      channel_name: 'desk',
      webhook_id,
      state,
      finished_at,
      created_at: 0,
      due_at: 0,
    });
    await store.db
      .insertInto('deliveries')
      .values([
        delivery('old', 'delivered', now - 11 * day),
        delivery('young', 'delivered', now - 9 * day),
        delivery('waiting', 'waiting', null),
      ])
      .execute();
    await oldDeliveries(10).run({ store, now });
    const left = await store.db.selectFrom('deliveries').select('webhook_id').orderBy('id').execute();
    assert.deepEqual(
      left.map((row) => row.webhook_id),
      ['young', 'waiting'],
    );
  });
});
