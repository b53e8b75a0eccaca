import { sql, type RawBuilder } from 'kysely';
import type { Category, Verdict } from '../../core/schema/index.ts';
import type { SlotClass } from '../identity/index.ts';
import { readCursor, scoresOf, type Page, type ScoreRow, type Scores } from './lists.ts';
import { notFound, type Db } from './store.ts';

/**
 * active: seen in half or more of the crawls since its first; infrequent: seen less, but in the last 30 days;
 * inactive: not seen for 30 days, counted to the latest crawl of the site.
 */
export type ScriptStatus = 'active' | 'infrequent' | 'inactive';

/** One line of the script list. Verdict and scores speak of the worst version that is present. */
export interface ScriptSummary {
  id: number;
  siteId: number;
  slot: SlotClass;
  label: string;
  url: string | null;
  host: string | null;
  status: ScriptStatus;
  /** SHA-256 of the version the summary speaks of. */
  sha256: string | null;
  bytes: number | null;
  structureHash: string | null;
  verdict: Verdict | null;
  category: Category | null;
  scores: Scores;
  versions: number;
  /** Pages it stands on, each as last reached. */
  pages: number;
  /** Crawls that saw it. */
  crawls: number;
  firstSeenAt: number;
  firstCrawlId: number;
  lastSeenAt: number;
  lastCrawlId: number;
}

export interface ScriptFilter {
  siteId: number;
  host?: string;
  verdicts?: readonly Verdict[];
  statuses?: readonly ScriptStatus[];
  /** Part of the label, any case. */
  search?: string;
  /** 100 unless said. */
  limit?: number;
  /** From `next` of the page before. */
  after?: string;
}

const activeDays = 30;

/** The scripts of a site, worst first. */
export async function listScripts(db: Db, filter: ScriptFilter): Promise<Page<ScriptSummary>> {
  const limit = filter.limit ?? 100;
  const latest = await latestCrawl(db, filter.siteId);
  let query = selectSummaries(db, filter.siteId, latest);
  if (filter.host !== undefined) query = query.where('scripts.host', '=', filter.host);
  if (filter.verdicts) query = query.where('scripts.verdict', 'in', filter.verdicts);
  if (filter.statuses) query = query.where(statusOf(latest), 'in', filter.statuses);
  if (filter.search) {
    const pattern = `%${filter.search.toLowerCase().replace(/[\\%_]/g, String.raw`\$&`)}%`;
    query = query.where(sql<boolean>`lower(label) like ${pattern} escape '\\'`);
  }
  const after = filter.after === undefined ? null : readCursor(filter.after);
  if (after) {
    query = query.where((where) =>
      where(where.refTuple('rank', 'scripts.id'), '>', where.tuple(after[0], after[1])),
    );
  }
  const rows: SummaryRow[] = await query
    .orderBy('rank')
    .orderBy('scripts.id')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit);
  const end = items.at(-1);
  return { items: items.map(summaryOf), next: rows.length > limit && end ? `${end.rank}-${end.id}` : null };
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findScript(db: Db, id: number): Promise<ScriptSummary> {
  const site = await db.selectFrom('scripts').select('site_id').where('id', '=', id).executeTakeFirst();
  if (!site) throw notFound('script', id);
  const row = await selectSummaries(db, site.site_id, await latestCrawl(db, site.site_id))
    .where('scripts.id', '=', id)
    .executeTakeFirstOrThrow();
  return summaryOf(row);
}

interface SummaryRow extends Omit<ScriptSummary, 'scores'>, ScoreRow {
  rank: number;
}

/** When the status counts from: the latest stored crawl of the site. */
async function latestCrawl(db: Db, siteId: number): Promise<{ number: number; finishedAt: number }> {
  const row = await db
    .selectFrom('crawls')
    .select(['number', 'finished_at'])
    .where('site_id', '=', siteId)
    .where('number', 'is not', null)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { number: row?.number ?? 0, finishedAt: row?.finished_at ?? 0 };
}

/** `ScriptStatus` in SQL, so that lists can filter by it. */
function statusOf(latest: { number: number; finishedAt: number }): RawBuilder<ScriptStatus> {
  const cutoff = latest.finishedAt - activeDays * 86_400_000;
  return sql<ScriptStatus>`case when last_seen_at < ${cutoff} then 'inactive'
    when crawls * 2 >= ${latest.number} - first_number + 1 then 'active' else 'infrequent' end`;
}

function selectSummaries(db: Db, siteId: number, latest: { number: number; finishedAt: number }) {
  return db
    .selectFrom('scripts')
    .leftJoin('versions', 'versions.id', 'scripts.version_id')
    .select([
      'scripts.id',
      'scripts.site_id as siteId',
      'slot',
      'label',
      'url',
      'host',
      'sha256',
      'bytes',
      'structure_hash as structureHash',
      'verdict',
      'category',
      'score_integrity',
      'score_magecart',
      'score_cryptomining',
      'score_malware',
      'rank',
      'scripts.versions as versions',
      'pages',
      'crawls',
      'scripts.first_seen_at as firstSeenAt',
      'first_crawl_id as firstCrawlId',
      'last_seen_at as lastSeenAt',
      'last_crawl_id as lastCrawlId',
      statusOf(latest).as('status'),
    ])
    .where('scripts.site_id', '=', siteId);
}

function summaryOf(row: SummaryRow): ScriptSummary {
  return {
    id: row.id,
    siteId: row.siteId,
    slot: row.slot,
    label: row.label,
    url: row.url,
    host: row.host,
    status: row.status,
    sha256: row.sha256,
    bytes: row.bytes,
    structureHash: row.structureHash,
    verdict: row.verdict,
    category: row.category,
    scores: scoresOf(row),
    versions: row.versions,
    pages: row.pages,
    crawls: row.crawls,
    firstSeenAt: row.firstSeenAt,
    firstCrawlId: row.firstCrawlId,
    lastSeenAt: row.lastSeenAt,
    lastCrawlId: row.lastCrawlId,
  };
}
