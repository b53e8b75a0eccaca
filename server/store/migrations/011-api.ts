import { createIndex, createTable } from './columns.ts';
import type { Migration } from './migration.ts';

/** Idempotency keys of the API, and what its lists over all sites are sorted by. */
export const api: Migration = {
  number: 11,
  name: 'api',
  async up(db, kind) {
    await createTable(
      db,
      kind,
      'idempotency_keys',
      { user_id: 'int', route: 'text', key: 'text', fingerprint: 'text', reply: 'text ?', created_at: 'int' },
      (table) => table.addPrimaryKeyConstraint('idempotency_keys_key', ['user_id', 'route', 'key']),
    );
    await createIndex(db, 'scripts', ['rank', 'id']);
  },
};
