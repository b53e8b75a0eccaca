import { createIndex, createTable } from './columns.ts';
import type { Migration } from './migration.ts';

/** Channels, rules, alerts and their deliveries. */
export const alerts: Migration = {
  number: 7,
  name: 'alerts',
  async up(db, kind) {
    await createTable(db, kind, 'channels', {
      id: 'id',
      type: 'text',
      name: 'text',
      target: 'text',
      seal: 'text unique',
      secrets: 'text',
      enabled: 'int',
      disabled_reason: 'text ?',
      created_at: 'int',
      updated_at: 'int',
      last_success_at: 'int ?',
      last_failure_at: 'int ?',
    });
    await createTable(db, kind, 'rules', {
      id: 'id',
      name: 'text',
      channel_id: 'int >! channels',
      min_severity: 'int',
      kinds: 'text ?',
      every_site: 'int',
      quiet: 'text ?',
      digest: 'text ?',
      enabled: 'int',
      created_at: 'int',
      updated_at: 'int',
    });
    await createIndex(db, 'rules', ['channel_id']);
    await createTable(db, kind, 'rule_sites', { rule_id: 'int > rules', site_id: 'int > sites' }, (table) =>
      table.addPrimaryKeyConstraint('rule_sites_key', ['rule_id', 'site_id']),
    );
    await createIndex(db, 'rule_sites', ['site_id']);
    await createTable(db, kind, 'alerts', {
      id: 'id',
      rule_id: 'int ? >? rules',
      rule_name: 'text',
      site_id: 'int > sites',
      crawl_id: 'int > crawls',
      severity: 'int',
      changes: 'int',
      tellings: 'int',
      created_at: 'int',
      updated_at: 'int',
      acknowledged_at: 'int ?',
      acknowledged_by: 'text ?',
      note: 'text ?',
    });
    // One alert a rule and crawl, whoever records it and however often.
    await createIndex(db, 'alerts', ['rule_id', 'crawl_id'], { unique: true });
    await createIndex(db, 'alerts', ['crawl_id']);
    await createIndex(db, 'alerts', ['site_id', 'id']);
    await createTable(
      db,
      kind,
      'alert_changes',
      { alert_id: 'int > alerts', change_id: 'int > changes', telling: 'int' },
      (table) => table.addPrimaryKeyConstraint('alert_changes_key', ['alert_id', 'change_id']),
    );
    await createIndex(db, 'alert_changes', ['change_id']);
    await createTable(db, kind, 'deliveries', {
      id: 'id',
      kind: 'text',
      channel_id: 'int ? >? channels',
      channel_name: 'text',
      rule_id: 'int ? >? rules',
      rule_name: 'text ?',
      webhook_id: 'text unique',
      digest_key: 'text ? unique',
      digest_from: 'int ?',
      state: 'text',
      due_at: 'int',
      attempts: 'int =0',
      failures: 'int =0',
      body: 'text ?',
      error: 'text ?',
      lease_owner: 'text ?',
      lease_until: 'int ?',
      created_at: 'int',
      finished_at: 'int ?',
    });
    await createIndex(db, 'deliveries', ['due_at'], { where: "state = 'waiting'" });
    await createIndex(db, 'deliveries', ['lease_until'], { where: "state = 'sending'" });
    await createIndex(db, 'deliveries', ['channel_id', 'id']);
    await createIndex(db, 'deliveries', ['rule_id'], { where: 'rule_id is not null' });
    await createIndex(db, 'deliveries', ['finished_at'], { where: 'finished_at is not null' });
    await createTable(
      db,
      kind,
      'delivery_items',
      { delivery_id: 'int > deliveries', alert_id: 'int > alerts', telling: 'int' },
      (table) => table.addPrimaryKeyConstraint('delivery_items_key', ['delivery_id', 'alert_id', 'telling']),
    );
    await createIndex(db, 'delivery_items', ['alert_id']);
    await createTable(
      db,
      kind,
      'delivery_attempts',
      {
        delivery_id: 'int > deliveries',
        number: 'int',
        at: 'int',
        duration_ms: 'int',
        outcome: 'text',
        status: 'int ?',
        error: 'text ?',
      },
      (table) => table.addPrimaryKeyConstraint('delivery_attempts_key', ['delivery_id', 'number']),
    );
  },
};
