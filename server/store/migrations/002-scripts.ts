import { createIndex, createTable, type TableShape } from './columns.ts';
import type { Migration } from './migration.ts';

const scores: TableShape = {
  category: 'text ?',
  score_integrity: 'int ?',
  score_magecart: 'int ?',
  score_cryptomining: 'int ?',
  score_malware: 'int ?',
};

const span: TableShape = { from_visit: 'int', to_visit: 'int' };

const seen: TableShape = {
  first_crawl_id: 'int',
  first_seen_at: 'int',
  last_crawl_id: 'int',
  last_seen_at: 'int',
};

/** Scripts, versions and bodies, what the analyzer said of them, and where they were seen. */
export const scripts: Migration = {
  number: 2,
  name: 'scripts',
  async up(db, kind) {
    await createTable(db, kind, 'contents', { id: 'id', hash: 'text unique', value: 'text' });
    await createTable(db, kind, 'versions', {
      id: 'id',
      sha256: 'text unique',
      bytes: 'int',
      media: 'text',
      structure_hash: 'text ?',
      shape_hash: 'text ?',
      analysis_id: 'int ?',
      first_seen_at: 'int',
    });
    await createIndex(db, 'versions', ['structure_hash']);
    await createTable(
      db,
      kind,
      'bodies',
      { version_id: 'int > versions', codec: 'text', data: 'blob' },
      (table) => table.addPrimaryKeyConstraint('bodies_key', ['version_id']),
    );
    await createTable(
      db,
      kind,
      'analyses',
      {
        id: 'id',
        version_id: 'int > versions',
        detector: 'text',
        model: 'text',
        shadow: 'int =0',
        verdict: 'text',
        ...scores,
        p_benign: 'real ?',
        p_magecart: 'real ?',
        p_cryptomining: 'real ?',
        p_malware: 'real ?',
        partial: 'int =0',
        features: 'blob ?',
        report: 'blob',
        created_at: 'int',
      },
      (table) => table.addUniqueConstraint('analyses_once', ['version_id', 'detector', 'model', 'shadow']),
    );
    await createIndex(db, 'analyses', ['detector', 'version_id']);
    await createTable(
      db,
      kind,
      'scripts',
      {
        id: 'id',
        site_id: 'int > sites',
        key: 'text',
        slot: 'text',
        template: 'text ?',
        label: 'text',
        url: 'text ?',
        host: 'text ?',
        version_id: 'int ? >! versions',
        verdict: 'text ?',
        ...scores,
        rank: 'int =100',
        versions: 'int =0',
        pages: 'int =0',
        crawls: 'int =0',
        first_number: 'int',
        ...seen,
      },
      (table) => table.addUniqueConstraint('scripts_site_key', ['site_id', 'key']),
    );
    await createIndex(db, 'scripts', ['site_id', 'rank', 'id']);
    await createIndex(db, 'scripts', ['version_id']);
    await createTable(
      db,
      kind,
      'script_versions',
      { script_id: 'int > scripts', version_id: 'int >! versions', crawls: 'int', ...seen },
      (table) => table.addPrimaryKeyConstraint('script_versions_key', ['script_id', 'version_id']),
    );
    await createIndex(db, 'script_versions', ['version_id']);
    await createTable(
      db,
      kind,
      'url_patterns',
      { site_id: 'int > sites', pattern: 'text', learned_at: 'int' },
      (table) => table.addPrimaryKeyConstraint('url_patterns_key', ['site_id', 'pattern']),
    );
    await createTable(db, kind, 'sightings', {
      id: 'id',
      page_id: 'int > pages',
      script_id: 'int > scripts',
      version_id: 'int >! versions',
      kind: 'text',
      frame_id: 'int ? >! contents',
      initiator_id: 'int ? >? scripts',
      ...span,
      detail: 'text',
    });
    await createTable(db, kind, 'observations', {
      id: 'id',
      page_id: 'int > pages',
      kind: 'text',
      key: 'text',
      content_id: 'int >! contents',
      initiator_id: 'int ? >? scripts',
      ...span,
    });
    for (const table of ['sightings', 'observations']) {
      await createIndex(db, table, ['page_id', 'to_visit']);
      await createIndex(db, table, ['page_id', 'from_visit']);
      await createIndex(db, table, ['initiator_id'], { where: 'initiator_id is not null' });
    }
    await createIndex(db, 'sightings', ['script_id']);
    await createIndex(db, 'sightings', ['version_id']);
    await createIndex(db, 'sightings', ['frame_id'], { where: 'frame_id is not null' });
    await createIndex(db, 'observations', ['content_id']);
  },
};
