import { sql } from 'kysely';
import type { Verdict } from '../../../core/schema/index.ts';
import { inBatches } from '../batches.ts';
import { selectObservations, type ObservationState } from '../film-rows.ts';
import type { Db } from '../store.ts';
import { open } from '../tables.ts';

/** Crawls of a site by their numbers, both inclusive. */
export interface Numbers {
  first: number;
  last: number;
}

/** A page that crawls of a period asked for. */
export interface PageOfPeriod {
  pageId: number;
  url: string;
  journey: string | null;
  /** When it was reached, oldest first, with the ordinal of each visit. */
  visits: { ordinal: number; at: number }[];
  failed: number;
}

/** A version that a page showed at some time of a period. */
export interface VersionOfPeriod {
  pageId: number;
  scriptId: number;
  versionId: number;
  sha256: string;
  bytes: number;
  verdict: Verdict | null;
  kind: string;
  /** URL template of its frame; null in the main frame. */
  frame: string | null;
  /** First and last ordinal of its page within the period. */
  fromVisit: number;
  toVisit: number;
  /** Whether its element carried Subresource Integrity: always, sometimes, never. */
  integrity: 'all' | 'some' | 'none';
  /** Whether the page's own markup asked for it, at least once. */
  isInMarkup: boolean;
}

/** The pages that these crawls asked for, by their id. */
export async function pagesOfPeriod(db: Db, siteId: number, numbers: Numbers): Promise<PageOfPeriod[]> {
  const rows = await db
    .selectFrom('visits')
    .innerJoin('crawls', 'crawls.id', 'visits.crawl_id')
    .innerJoin('pages', 'pages.id', 'visits.page_id')
    .select(['page_id', 'pages.url as url', 'journey', 'ordinal', 'visits.started_at as at'])
    .where('crawls.site_id', '=', siteId)
    .where('number', '>=', numbers.first)
    .where('number', '<=', numbers.last)
    .orderBy('page_id')
    .orderBy('visits.id')
    .execute();
  const pages = new Map<number, PageOfPeriod>();
  for (const { page_id: pageId, url, journey, ordinal, at } of rows) {
    const page = pages.get(pageId) ?? { pageId, url, journey, visits: [], failed: 0 };
    pages.set(pageId, page);
    if (ordinal === null) page.failed++;
    else if (page.visits.at(-1)?.ordinal !== ordinal) page.visits.push({ ordinal, at });
  }
  return [...pages.values()];
}

/** Pages with the first and last visit that these crawls made. A page's visits are numbered in the order of crawls. */
function boundsOf(db: Db, siteId: number, { first, last }: Numbers) {
  return db
    .selectFrom('visits')
    .innerJoin('crawls', 'crawls.id', 'visits.crawl_id')
    .select('visits.page_id')
    .select((select) => [
      select.fn.min<number>('ordinal').as('low'),
      select.fn.max<number>('ordinal').as('high'),
    ])
    .where('crawls.site_id', '=', siteId)
    .where('number', '>=', first)
    .where('number', '<=', last)
    .where('ordinal', 'is not', null)
    .groupBy('visits.page_id');
}

/** Everything that pages showed in these crawls, gaps and all: what began before their end and ended after their start. */
export async function versionsOfPeriod(db: Db, siteId: number, numbers: Numbers): Promise<VersionOfPeriod[]> {
  const hasIntegrity = sql<number>`case when detail like '%"integrity":%' then 1 else 0 end`;
  const isInMarkup = sql<number>`case when detail like '%"initiator":{"kind":"parser"%' then 1 else 0 end`;
  const rows = await db
    .selectFrom(boundsOf(db, siteId, numbers).as('bounds'))
    .innerJoin('sightings', 'sightings.page_id', 'bounds.page_id')
    .innerJoin('versions', 'versions.id', 'sightings.version_id')
    .leftJoin('analyses', 'analyses.id', 'versions.analysis_id')
    .leftJoin('contents', 'contents.id', 'frame_id')
    .select([
      'sightings.page_id as pageId',
      'script_id as scriptId',
      'sightings.version_id as versionId',
      'sha256',
      'bytes',
      'verdict',
      'kind',
    ])
    .select(['contents.value as frame', 'low', 'high'])
    .select((select) => [
      select.fn.min<number>('from_visit').as('fromVisit'),
      select.fn.max<number>('to_visit').as('toVisit'),
      select.fn.max<number>(hasIntegrity).as('some'),
      select.fn.min<number>(hasIntegrity).as('all'),
      select.fn.max<number>(isInMarkup).as('markup'),
    ])
    .whereRef('from_visit', '<=', 'high')
    .whereRef('to_visit', '>=', 'low')
    .groupBy([
      'sightings.page_id',
      'script_id',
      'sightings.version_id',
      'sha256',
      'bytes',
      'verdict',
      'kind',
      'contents.value',
      'low',
      'high',
    ])
    .execute();
  return rows.map(({ low, high, fromVisit, toVisit, some, all, markup, ...row }) => ({
    ...row,
    fromVisit: Math.max(fromVisit, low),
    toVisit: Math.min(toVisit === open ? high : toVisit, high),
    integrity: all === 1 ? 'all' : some === 1 ? 'some' : 'none',
    isInMarkup: markup === 1,
  }));
}

/** What each page showed besides scripts when these crawls reached it last. */
export async function observationsAtEnd(
  db: Db,
  siteId: number,
  numbers: Numbers,
): Promise<ObservationState[]> {
  const last = db
    .selectFrom(boundsOf(db, siteId, numbers).as('bounds'))
    .select(['page_id', 'high as ordinal']);
  return selectObservations(
    last as never,
    db,
    sql<boolean>`from_visit <= visits.ordinal and to_visit >= visits.ordinal
      and observations.kind in ('header', 'frame', 'form')`,
  );
}

/** Canary leaks that pages showed at any time in these crawls. */
export async function leaksOfPeriod(db: Db, siteId: number, numbers: Numbers): Promise<ObservationState[]> {
  const rows = await db
    .selectFrom(boundsOf(db, siteId, numbers).as('bounds'))
    .innerJoin('observations', 'observations.page_id', 'bounds.page_id')
    .innerJoin('contents', 'contents.id', 'content_id')
    .select(['observations.page_id as pageId', 'kind', 'key', 'value', 'initiator_id as initiatorId'])
    .where('kind', '=', 'leak')
    .whereRef('from_visit', '<=', 'high')
    .whereRef('to_visit', '>=', 'low')
    .orderBy('observations.id')
    .limit(1000)
    .execute();
  return rows.map((row) => ({ ...row, value: JSON.parse(row.value) as unknown }));
}

/** How scripts are called, where they come from and since when they are known, by id. */
export async function scriptsById(
  db: Db,
  siteId: number,
): Promise<Map<number, { label: string; url: string | null; host: string | null; firstSeenAt: number }>> {
  const rows = await db
    .selectFrom('scripts')
    .select(['id', 'label', 'url', 'host', 'first_seen_at as firstSeenAt'])
    .where('site_id', '=', siteId)
    .execute();
  return new Map(rows.map(({ id, ...script }) => [id, script]));
}

/** Origins that pages contacted in these crawls, each with the scripts that made them; null: the page itself did. */
export async function contactsOfPeriod(
  db: Db,
  siteId: number,
  numbers: Numbers,
): Promise<{ origin: string; scriptId: number | null }[]> {
  return db
    .selectFrom(boundsOf(db, siteId, numbers).as('bounds'))
    .innerJoin('observations', 'observations.page_id', 'bounds.page_id')
    .select(['observations.key as origin', 'initiator_id as scriptId'])
    .distinct()
    .where('kind', '=', 'connection')
    .whereRef('from_visit', '<=', 'high')
    .whereRef('to_visit', '>=', 'low')
    .execute();
}

/** For each of these scripts, what the server sent of a version where that differs from the source, by version id. */
export async function wireHashes(db: Db, versionIds: readonly number[]): Promise<Map<number, string>> {
  const rows = await inBatches(versionIds, (piece) =>
    db
      .selectFrom('sightings')
      .select(['version_id', 'detail'])
      .where('version_id', 'in', piece)
      .where(sql<boolean>`detail like '%"wireSha256":%'`)
      .execute(),
  );
  return new Map(
    rows.map((row) => [row.version_id, (JSON.parse(row.detail) as { wireSha256: string }).wireSha256]),
  );
}

/** In how many crawls a version was seen as each script, by `script version`. */
export async function versionCrawls(db: Db, siteId: number): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('script_versions')
    .innerJoin('scripts', 'scripts.id', 'script_id')
    .select(['script_id', 'script_versions.version_id', 'script_versions.crawls'])
    .where('site_id', '=', siteId)
    .execute();
  return new Map(rows.map((row) => [`${row.script_id} ${row.version_id}`, row.crawls]));
}
