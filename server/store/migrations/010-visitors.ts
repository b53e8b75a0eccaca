import { createIndex, createTable } from './columns.ts';
import type { Migration } from './migration.ts';

/** What the browsers of real visitors reported, and what crawls saw each host used for. */
export const visitors: Migration = {
  number: 10,
  name: 'visitors',
  async up(db, kind) {
    await createTable(
      db,
      kind,
      'report_keys',
      { site_id: 'int > sites', key: 'text unique', salt: 'text', created_at: 'int' },
      (table) => table.addPrimaryKeyConstraint('report_keys_key', ['site_id']),
    );
    await createTable(
      db,
      kind,
      'visitor_reports',
      {
        id: 'id',
        site_id: 'int > sites',
        key: 'text',
        directive: 'text',
        blocked: 'text',
        source: 'text',
        detail: 'text',
        count: 'int',
        reporters: 'int =0',
        first_seen_at: 'int',
        last_seen_at: 'int',
      },
      (table) => table.addUniqueConstraint('visitor_reports_once', ['site_id', 'key']),
    );
    await createIndex(db, 'visitor_reports', ['site_id', 'last_seen_at', 'id']);
    await createIndex(db, 'visitor_reports', ['site_id', 'blocked']);
    await createTable(
      db,
      kind,
      'visitor_reporters',
      { report_id: 'int > visitor_reports', reporter: 'text', seen_at: 'int' },
      (table) => table.addPrimaryKeyConstraint('visitor_reporters_key', ['report_id', 'reporter']),
    );
    await createTable(
      db,
      kind,
      'visitor_hosts',
      {
        id: 'id',
        site_id: 'int > sites',
        host: 'text',
        state: 'text',
        confirmed_at: 'int',
        decided_at: 'int ?',
        last_seen_at: 'int',
      },
      (table) => table.addUniqueConstraint('visitor_hosts_once', ['site_id', 'host']),
    );
    await createTable(
      db,
      kind,
      'visitor_counts',
      { site_id: 'int > sites', day: 'int', outcome: 'text', count: 'int' },
      (table) => table.addPrimaryKeyConstraint('visitor_counts_key', ['site_id', 'day', 'outcome']),
    );
    await createTable(
      db,
      kind,
      'host_uses',
      {
        site_id: 'int > sites',
        type: 'text',
        origin: 'text',
        crawls: 'int',
        first_seen_at: 'int',
        last_crawl_id: 'int',
        last_seen_at: 'int',
      },
      (table) => table.addPrimaryKeyConstraint('host_uses_key', ['site_id', 'type', 'origin']),
    );
  },
};
