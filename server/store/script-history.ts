import type { Category, Verdict } from '../../core/schema/index.ts';
import { readCursor, scoresOf, type Page, type Scores } from './lists.ts';
import type { Db } from './store.ts';
import { open } from './tables.ts';

/** One version in the history of a script. */
export interface ScriptVersion {
  versionId: number;
  sha256: string;
  bytes: number;
  structureHash: string | null;
  shapeHash: string | null;
  verdict: Verdict | null;
  category: Category | null;
  scores: Scores;
  crawls: number;
  firstSeenAt: number;
  firstCrawlId: number;
  lastSeenAt: number;
  lastCrawlId: number;
  /** Whether some page, as last reached, shows it. */
  isPresent: boolean;
}

/** The versions of a script, newest first. */
export async function scriptHistory(
  db: Db,
  scriptId: number,
  options: { limit?: number; after?: string } = {},
): Promise<Page<ScriptVersion>> {
  const limit = options.limit ?? 100;
  const after = options.after === undefined ? null : readCursor(options.after);
  const rows = await db
    .selectFrom('script_versions')
    .innerJoin('versions', 'versions.id', 'script_versions.version_id')
    .leftJoin('analyses', 'analyses.id', 'versions.analysis_id')
    .select([
      'script_versions.version_id as versionId',
      'sha256',
      'bytes',
      'structure_hash as structureHash',
      'shape_hash as shapeHash',
      'verdict',
      'category',
      'score_integrity',
      'score_magecart',
      'score_cryptomining',
      'score_malware',
      'crawls',
      'script_versions.first_seen_at as firstSeenAt',
      'first_crawl_id as firstCrawlId',
      'last_seen_at as lastSeenAt',
      'last_crawl_id as lastCrawlId',
    ])
    .where('script_id', '=', scriptId)
    .$if(after !== null, (query) =>
      query.where((where) =>
        where(
          where.refTuple('first_crawl_id', 'script_versions.version_id'),
          '<',
          where.tuple(after![0], after![1]),
        ),
      ),
    )
    .orderBy('first_crawl_id', 'desc')
    .orderBy('script_versions.version_id', 'desc')
    .limit(limit + 1)
    .execute();
  const present = await db
    .selectFrom('sightings')
    .select('version_id')
    .distinct()
    .where('script_id', '=', scriptId)
    .where('to_visit', '=', open)
    .execute();
  const shown = new Set(present.map((row) => row.version_id));
  const items = rows.slice(0, limit).map((row): ScriptVersion => ({
    versionId: row.versionId,
    sha256: row.sha256,
    bytes: row.bytes,
    structureHash: row.structureHash,
    shapeHash: row.shapeHash,
    verdict: row.verdict,
    category: row.category,
    scores: scoresOf(row),
    crawls: row.crawls,
    firstSeenAt: row.firstSeenAt,
    firstCrawlId: row.firstCrawlId,
    lastSeenAt: row.lastSeenAt,
    lastCrawlId: row.lastCrawlId,
    isPresent: shown.has(row.versionId),
  }));
  const end = items.at(-1);
  return { items, next: rows.length > limit && end ? `${end.firstCrawlId}-${end.versionId}` : null };
}
