import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { tableOrder } from '../../../server/store/portable.ts';
import { onEveryDatabase } from './databases.ts';

/** The schema's own record, and what must not come back: logins, one-time links, failed attempts. */
const leftOut = ['store_migrations', 'sessions', 'user_links', 'failed_attempts'];

onEveryDatabase('the portable backup', (databases) => {
  it('holds every table but those that must not come back', async () => {
    const store = await databases.open();
    const query =
      store.kind === 'sqlite'
        ? sql<{
            name: string;
          }>`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
        : sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public'`;
    const { rows } = await query.execute(store.db);
    const wanted = rows.map(({ name }) => name).filter((name) => !leftOut.includes(name));
    assert.deepEqual(tableOrder.map(([name]) => name as string).sort(), wanted.sort());
  });
});
