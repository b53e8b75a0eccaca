import { sql, type RawBuilder } from 'kysely';
import type { Category, Verdict } from '../../core/schema/index.ts';
import type { SlotClass } from '../identity/index.ts';
import { readCursor, scoresOf, type Page, type ScoreRow, type Scores } from './lists.ts';
import { notFound, type Db } from './store.ts';
import { open } from './tables.ts';

/**
 * inactive: not seen for 7 days, counted to the latest crawl of the site; infrequent: seen in fewer than 3 crawls;
 * active: the rest. What people know from other monitors.
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

/** What a list of scripts may be sorted by: the column, and whether its largest comes first. */
const orders = {
  worst: { column: 'rank', isDescending: false },
  newest: { column: 'first_seen_at', isDescending: true },
  seen: { column: 'last_seen_at', isDescending: true },
  versions: { column: 'versions', isDescending: true },
  pages: { column: 'pages', isDescending: true },
} as const;

export type ScriptOrder = keyof typeof orders;
export const scriptOrders = Object.keys(orders) as ScriptOrder[];

export interface ScriptFilter {
  siteId?: number;
  /** Of these sites only; every site when neither is given. */
  siteIds?: readonly number[];
  host?: string;
  verdicts?: readonly Verdict[];
  statuses?: readonly ScriptStatus[];
  /** Part of the label, any case. */
  search?: string;
  /** Address of a page that shows it, as last reached. */
  page?: string;
  /** First seen in a later crawl than this one. */
  sinceCrawl?: number;
  /** First seen at this time or later. */
  sinceTime?: number;
  /** Worst first unless said. */
  order?: ScriptOrder;
  /** 100 unless said. */
  limit?: number;
  /** From `next` of the page before. */
  after?: string;
}

const activeDays = 7;
const activeCrawls = 3;

/** The scripts of a site or of several. */
export async function listScripts(db: Db, filter: ScriptFilter): Promise<Page<ScriptSummary>> {
  const limit = filter.limit ?? 100;
  const sites = filter.siteId === undefined ? filter.siteIds : [filter.siteId];
  if (sites?.length === 0) return { items: [], next: null };
  const latest = sites?.length === 1 ? await latestCrawl(db, sites[0]!) : latestOfEach;
  const { column, isDescending } = orders[filter.order ?? 'worst'];
  const sortKey = sql.ref<number>(`scripts.${column}`);
  let query = selectSummaries(db, latest).select(sortKey.as('sortKey'));
  if (sites)
    query = query.where(
      'scripts.site_id',
      sites.length === 1 ? '=' : 'in',
      sites.length === 1 ? sites[0]! : sites,
    );
  if (filter.host !== undefined) query = query.where('scripts.host', '=', filter.host);
  if (filter.verdicts) query = query.where('scripts.verdict', 'in', filter.verdicts);
  if (filter.statuses) query = query.where(statusOf(latest), 'in', filter.statuses);
  if (filter.sinceCrawl !== undefined) query = query.where('first_crawl_id', '>', filter.sinceCrawl);
  if (filter.sinceTime !== undefined) query = query.where('scripts.first_seen_at', '>=', filter.sinceTime);
  if (filter.search) {
    const pattern = `%${filter.search.toLowerCase().replace(/[\\%_]/g, String.raw`\$&`)}%`;
    query = query.where(sql<boolean>`lower(label) like ${pattern} escape '\\'`);
  }
  if (filter.page !== undefined) {
    // Nothing of the script stands in it, so that it is looked up once and not for each script.
    let pages = db.selectFrom('pages').select('id').where('url', '=', filter.page);
    if (sites) pages = pages.where('site_id', 'in', sites);
    const onPage = db
      .selectFrom('sightings')
      .select('script_id')
      .where('to_visit', '=', open)
      .where('page_id', 'in', pages);
    query = query.where('scripts.id', 'in', onPage);
  }
  if (filter.after !== undefined) {
    const [key, id] = readCursor(filter.after);
    query = query.where(
      sql<boolean>`(${sortKey}, scripts.id) ${sql.raw(isDescending ? '<' : '>')} (${key}, ${id})`,
    );
  }
  const direction = isDescending ? 'desc' : 'asc';
  const rows = await query
    .orderBy(sortKey, direction)
    .orderBy('scripts.id', direction)
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit);
  const end = items.at(-1);
  return {
    items: items.map(summaryOf),
    next: rows.length > limit && end ? `${end.sortKey}-${end.id}` : null,
  };
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findScript(db: Db, id: number): Promise<ScriptSummary> {
  const site = await db.selectFrom('scripts').select('site_id').where('id', '=', id).executeTakeFirst();
  if (!site) throw notFound('script', id);
  const row = await selectSummaries(db, await latestCrawl(db, site.site_id))
    .where('scripts.id', '=', id)
    .executeTakeFirstOrThrow();
  return summaryOf(row);
}

type SummaryRow = Omit<ScriptSummary, 'scores'> & ScoreRow;

/** What a status counts from, as a number or in SQL. */
interface Latest {
  number: number | RawBuilder<number>;
  finishedAt: number | RawBuilder<number>;
}

const ofLatest = (column: 'number' | 'finished_at'): RawBuilder<number> =>
  sql<number>`coalesce((select latest.${sql.ref(column)} from crawls as latest where latest.site_id = scripts.site_id
    and latest.number is not null order by latest.number desc limit 1), 0)`;

/** The latest stored crawl of each script's own site. */
const latestOfEach: Latest = { number: ofLatest('number'), finishedAt: ofLatest('finished_at') };

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
function statusOf(latest: Latest): RawBuilder<ScriptStatus> {
  const cutoff = sql`${latest.finishedAt} - cast(${activeDays * 86_400_000} as bigint)`;
  return sql<ScriptStatus>`case when last_seen_at < ${cutoff} then 'inactive'
    when crawls < ${activeCrawls} then 'infrequent' else 'active' end`;
}

function selectSummaries(db: Db, latest: Latest) {
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
      'scripts.versions as versions',
      'pages',
      'crawls',
      'scripts.first_seen_at as firstSeenAt',
      'first_crawl_id as firstCrawlId',
      'last_seen_at as lastSeenAt',
      'last_crawl_id as lastCrawlId',
      statusOf(latest).as('status'),
    ]);
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
