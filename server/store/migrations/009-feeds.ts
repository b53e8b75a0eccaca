import { createIndex, createTable } from './columns.ts';
import type { Migration } from './migration.ts';

/** Threat feeds, their entries, and what they say of stored versions and scripts. */
export const feeds: Migration = {
  number: 9,
  name: 'feeds',
  async up(db, kind) {
    await createTable(db, kind, 'feeds', {
      id: 'id',
      name: 'text unique',
      severity: 'text',
      category: 'text',
      format: 'text',
      url: 'text ?',
      refresh_seconds: 'int ?',
      enabled: 'int =1',
      generation: 'int =0',
      entries: 'int =0',
      skipped: 'text =[]',
      etag: 'text ?',
      modified: 'text ?',
      sha256: 'text ?',
      refreshed_at: 'int ?',
      next_refresh_at: 'int ?',
      error: 'text ?',
      created_at: 'int',
      updated_at: 'int',
    });
    await createTable(
      db,
      kind,
      'feed_entries',
      { feed_id: 'int > feeds', generation: 'int', kind: 'text', value: 'text', line: 'int' },
      (table) =>
        table.addPrimaryKeyConstraint('feed_entries_key', ['feed_id', 'generation', 'kind', 'value']),
    );
    await createIndex(db, 'feed_entries', ['kind', 'value']);
    await createTable(
      db,
      kind,
      'feed_versions',
      { version_id: 'int > versions', verdict: 'text', category: 'text' },
      (table) => table.addPrimaryKeyConstraint('feed_versions_key', ['version_id']),
    );
    await createTable(
      db,
      kind,
      'feed_scripts',
      { script_id: 'int > scripts', verdict: 'text', category: 'text' },
      (table) => table.addPrimaryKeyConstraint('feed_scripts_key', ['script_id']),
    );
  },
};
