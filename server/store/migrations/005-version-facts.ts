import type { Migration } from './migration.ts';

/** What drift needs of a version besides its analysis. */
export const versionFacts: Migration = {
  number: 5,
  name: 'version-facts',
  async up(db) {
    await db.schema.alterTable('analyses').addColumn('sensitive_hash', 'text').execute();
    await db.schema.alterTable('analyses').addColumn('library', 'text').execute();
  },
};
