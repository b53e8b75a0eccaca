import { createIndex, createTable } from './columns.ts';
import type { Migration } from './migration.ts';

/** Jobs and schedules, models in production, metrics, and months that fell out of retention. */
export const work: Migration = {
  number: 4,
  name: 'work',
  async up(db, kind) {
    await createTable(db, kind, 'jobs', {
      id: 'id',
      kind: 'text',
      payload: 'text',
      state: 'text',
      site_id: 'int ? > sites',
      crawl_id: 'int ? >? crawls',
      unique_key: 'text ?',
      priority: 'int =0',
      attempts: 'int =0',
      max_attempts: 'int',
      run_at: 'int',
      lease_owner: 'text ?',
      lease_until: 'int ?',
      error: 'text ?',
      created_at: 'int',
      started_at: 'int ?',
      finished_at: 'int ?',
    });
    await createIndex(db, 'jobs', ['state', 'run_at']);
    await createIndex(db, 'jobs', ['crawl_id'], { where: 'crawl_id is not null' });
    await createIndex(db, 'jobs', ['site_id'], { where: 'site_id is not null' });
    await createIndex(db, 'jobs', ['unique_key'], { unique: true, where: "state in ('queued', 'running')" });
    await createTable(
      db,
      kind,
      'schedules',
      {
        site_id: 'int > sites',
        cron: 'text',
        time_zone: 'text',
        jitter_seconds: 'int',
        enabled: 'int',
        next_run_at: 'int ?',
        last_run_at: 'int ?',
        updated_at: 'int',
      },
      (table) => table.addPrimaryKeyConstraint('schedules_key', ['site_id']),
    );
    await createIndex(db, 'schedules', ['next_run_at'], { where: 'enabled = 1' });
    await createTable(db, kind, 'models', {
      id: 'id',
      sha256: 'text unique',
      version: 'text',
      state: 'text',
      data: 'blob',
      card: 'text',
      created_at: 'int',
      changed_at: 'int',
    });
    // One model decides, at most one is tried beside it.
    await createIndex(db, 'models', ['state'], { unique: true, where: "state in ('active', 'shadow')" });
    await createTable(
      db,
      kind,
      'metrics',
      { name: 'text', label: 'text', at: 'int', count: 'int', sum: 'real', minimum: 'real', maximum: 'real' },
      (table) => table.addPrimaryKeyConstraint('metrics_key', ['name', 'label', 'at']),
    );
    await createTable(
      db,
      kind,
      'months',
      { site_id: 'int > sites', month: 'text', summary: 'text' },
      (table) => table.addPrimaryKeyConstraint('months_key', ['site_id', 'month']),
    );
  },
};
