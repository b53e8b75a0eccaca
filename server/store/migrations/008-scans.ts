import { createIndex, createTable } from './columns.ts';
import type { Migration } from './migration.ts';

/** Uploads and their results. */
export const scans: Migration = {
  number: 8,
  name: 'scans',
  async up(db, kind) {
    await createTable(db, kind, 'scans', {
      id: 'id',
      key: 'text unique',
      owner_id: 'int',
      source: 'text',
      name: 'text',
      url: 'text ?',
      state: 'text',
      error: 'text ?',
      created_at: 'int',
      started_at: 'int ?',
      finished_at: 'int ?',
      expires_at: 'int',
    });
    await createIndex(db, 'scans', ['owner_id', 'created_at', 'key']);
    await createIndex(db, 'scans', ['created_at', 'key']);
    await createIndex(db, 'scans', ['expires_at']);
    await createIndex(db, 'scans', ['state'], { where: "state in ('queued', 'running')" });
    await createTable(db, kind, 'uploads', {
      id: 'id',
      sha256: 'text unique',
      bytes: 'int',
      codec: 'text',
      data: 'blob',
      touched_at: 'int',
    });
    await createTable(
      db,
      kind,
      'scan_results',
      {
        id: 'id',
        owner_id: 'int',
        sha256: 'text',
        name_kind: 'text',
        detector: 'text',
        verdict: 'text',
        category: 'text ?',
        integrity: 'int ?',
        feed_verdict: 'text ?',
        named: 'text',
        report: 'blob',
        created_at: 'int',
      },
      (table) =>
        table.addUniqueConstraint('scan_results_once', ['owner_id', 'sha256', 'name_kind', 'detector']),
    );
    await createTable(
      db,
      kind,
      'scan_files',
      {
        id: 'id',
        scan_id: 'int > scans',
        position: 'int',
        entry: 'int',
        path: 'text',
        sha256: 'text ?',
        bytes: 'int ?',
        state: 'text',
        upload_id: 'int ? >! uploads',
        result_id: 'int ? >! scan_results',
      },
      (table) => table.addUniqueConstraint('scan_files_place', ['scan_id', 'position', 'entry']),
    );
    await createIndex(db, 'scan_files', ['upload_id'], { where: 'upload_id is not null' });
    await createIndex(db, 'scan_files', ['result_id'], { where: 'result_id is not null' });
  },
};
