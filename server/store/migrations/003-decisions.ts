import { createIndex, createTable } from './columns.ts';
import type { Migration } from './migration.ts';

/** What changed, and what people decided. */
export const decisions: Migration = {
  number: 3,
  name: 'decisions',
  async up(db, kind) {
    await createTable(db, kind, 'changes', {
      id: 'id',
      site_id: 'int > sites',
      crawl_id: 'int > crawls',
      previous_crawl_id: 'int ? >? crawls',
      kind: 'text',
      severity: 'int',
      subject_type: 'text',
      subject_id: 'text',
      subject_url: 'text ?',
      message: 'text',
      detail: 'text',
      at: 'int',
      dedupe_key: 'text',
      ended_crawl_id: 'int ? >? crawls',
    });
    await createIndex(db, 'changes', ['site_id', 'id']);
    await createIndex(db, 'changes', ['site_id', 'severity', 'id']);
    await createIndex(db, 'changes', ['severity', 'id']);
    await createIndex(db, 'changes', ['crawl_id']);
    await createIndex(db, 'changes', ['previous_crawl_id']);
    await createIndex(db, 'changes', ['ended_crawl_id'], { where: 'ended_crawl_id is not null' });
    await createIndex(db, 'changes', ['site_id', 'subject_type', 'subject_id']);
    // The same change is told once while it lasts.
    await createIndex(db, 'changes', ['site_id', 'dedupe_key'], {
      unique: true,
      where: 'ended_crawl_id is null',
    });
    await createTable(db, kind, 'approvals', {
      id: 'id',
      site_id: 'int ? > sites',
      scope: 'text',
      target: 'text',
      decision: 'text',
      owner: 'text ?',
      purpose: 'text ?',
      justification: 'text ?',
      decided_by: 'text',
      decided_at: 'int',
      expires_at: 'int ?',
      behaviour: 'text ?',
      ended_at: 'int ?',
      ended_reason: 'text ?',
    });
    await createIndex(db, 'approvals', ['site_id', 'scope', 'target']);
  },
};
