import { createIndex, createTable } from './columns.ts';
import type { Migration } from './migration.ts';

/** Sites, their crawls, and the pages each crawl reached. */
export const sites: Migration = {
  number: 1,
  name: 'sites',
  async up(db, kind) {
    await createTable(db, kind, 'sites', {
      id: 'id',
      name: 'text unique',
      definition: 'text',
      owner: 'text ?',
      retention_days: 'int',
      stored_crawls: 'int =0',
      created_at: 'int',
      updated_at: 'int',
    });
    await createTable(
      db,
      kind,
      'journeys',
      { id: 'id', site_id: 'int > sites', position: 'int', name: 'text', definition: 'text' },
      (table) => table.addUniqueConstraint('journeys_site_name', ['site_id', 'name']),
    );
    await createTable(db, kind, 'crawls', {
      id: 'id',
      site_id: 'int > sites',
      number: 'int ?',
      state: 'text',
      outcome: 'text ?',
      cause: 'text',
      queued_at: 'int',
      started_at: 'int ?',
      finished_at: 'int ?',
      stored_at: 'int ?',
      compared_at: 'int ?',
      receipt: 'text ?',
      tool: 'text ?',
      error: 'text ?',
      pages: 'int =0',
      scripts: 'int =0',
      new_scripts: 'int =0',
      new_versions: 'int =0',
    });
    await createIndex(db, 'crawls', ['site_id', 'number'], { unique: true, where: 'number is not null' });
    await createIndex(db, 'crawls', ['site_id', 'queued_at']);
    await createIndex(db, 'crawls', ['state']);
    await createTable(
      db,
      kind,
      'pages',
      {
        id: 'id',
        site_id: 'int > sites',
        key: 'text',
        url: 'text',
        journey: 'text ?',
        step: 'int ?',
        visitor: 'text ?',
        reached: 'int =0',
        last_crawl_id: 'int ? >? crawls',
        last_reached_at: 'int ?',
        script_order: 'text =[]',
      },
      (table) => table.addUniqueConstraint('pages_site_key', ['site_id', 'key']),
    );
    await createIndex(db, 'pages', ['last_crawl_id']);
    await createTable(db, kind, 'visits', {
      id: 'id',
      crawl_id: 'int > crawls',
      page_id: 'int > pages',
      ordinal: 'int ?',
      outcome: 'text',
      error: 'text ?',
      requested_url: 'text',
      url: 'text',
      status: 'int ?',
      title: 'text ?',
      started_at: 'int',
      duration_ms: 'real',
    });
    await createIndex(db, 'visits', ['crawl_id', 'page_id']);
    await createIndex(db, 'visits', ['page_id', 'ordinal']);
  },
};
