import { sql } from 'kysely';
import {
  during,
  selectObservations,
  selectSightings,
  visitsOf,
  type ObservationState,
  type SightingState,
} from './film-rows.ts';
import { goneLimit } from './gone-pages.ts';
import type { Db } from './store.ts';
import { open } from './tables.ts';

/** A page as one crawl reached it, and the crawl that reached it before. */
export interface PageVisit {
  pageId: number;
  key: string;
  url: string;
  journey: string | null;
  step: number | null;
  visitor: string | null;
  /** Which time the page was reached, from 1. */
  ordinal: number;
  /** The last crawl before this one that reached the page; null the first time. */
  previousCrawlId: number | null;
}

export type { ObservationState, SightingState } from './film-rows.ts';

export interface CrawlContents {
  pages: PageVisit[];
  sightings: SightingState[];
  observations: ObservationState[];
}

/** What changed on one page since the last crawl that reached it. */
export interface PageDelta extends PageVisit {
  added: SightingState[];
  removed: SightingState[];
  observationsAdded: ObservationState[];
  observationsRemoved: ObservationState[];
}

/** Pages that a crawl reached, each with the crawl that reached it before. */
export async function reachedPages(db: Db, crawlId: number): Promise<PageVisit[]> {
  const rows = await db
    .selectFrom('visits')
    .innerJoin('pages', 'pages.id', 'visits.page_id')
    .select([
      'pages.id as pageId',
      'key',
      'pages.url as url',
      'journey',
      'step',
      'visitor',
      sql<number>`ordinal`.as('ordinal'),
      (select) =>
        select
          .selectFrom('visits as earlier')
          .select('earlier.crawl_id')
          .whereRef('earlier.page_id', '=', 'visits.page_id')
          .where('earlier.ordinal', '=', sql<number>`visits.ordinal - 1`)
          .limit(1)
          .as('previousCrawlId'),
    ])
    .where('crawl_id', '=', crawlId)
    .where('ordinal', 'is not', null)
    .orderBy('visits.id')
    .execute();
  // A page visited twice in one crawl was reached once.
  return [...new Map(rows.map((row) => [row.pageId, row])).values()];
}

/** Pages that a crawl asked for and did not reach. */
export async function unreachedPages(
  db: Db,
  crawlId: number,
): Promise<
  { pageId: number; key: string; url: string; journey: string | null; step: number | null; error: unknown }[]
> {
  const rows = await db
    .selectFrom('visits')
    .innerJoin('pages', 'pages.id', 'visits.page_id')
    .select(['pages.id as pageId', 'key', 'pages.url as url', 'journey', 'step', 'visits.error'])
    .where('crawl_id', '=', crawlId)
    .where('visits.outcome', '=', 'failed')
    .where('page_id', 'not in', (select) =>
      select
        .selectFrom('visits as ok')
        .select('ok.page_id')
        .where('crawl_id', '=', crawlId)
        .where('ordinal', 'is not', null),
    )
    .orderBy('visits.id')
    .execute();
  return rows.map((row) => ({
    ...row,
    error: row.error === null ? null : (JSON.parse(row.error) as unknown),
  }));
}

/** Everything one crawl saw, exactly, however long ago. */
export async function readCrawlState(db: Db, crawlId: number): Promise<CrawlContents> {
  return {
    pages: await reachedPages(db, crawlId),
    sightings: await selectSightings(visitsOf(db, crawlId), db, during),
    observations: await selectObservations(visitsOf(db, crawlId), db, during),
  };
}

/**
 * A site as it was after its crawl of this number: every page as the last crawl up to then reached it, but none that was
 * gone by then. Drift compares two of them, so that a page which a crawl did not reach makes nothing vanish. `ordinal` and `previousCrawlId` of a
 * page speak of that last visit; the latter is the crawl that made it.
 */
export async function readSiteState(db: Db, siteId: number, number: number): Promise<CrawlContents> {
  const gone = await goneLimit(db, siteId, number);
  const visits = db
    .selectFrom('visits')
    .innerJoin('crawls', 'crawls.id', 'visits.crawl_id')
    .select('visits.page_id')
    .select((select) => select.fn.max<number>('ordinal').as('ordinal'))
    .where('crawls.site_id', '=', siteId)
    .where('crawls.number', '<=', number)
    .where('ordinal', 'is not', null)
    .groupBy('visits.page_id')
    .$if(gone !== null, (query) =>
      query.having((having) =>
        having.or([
          having(having.fn.max('crawls.number'), '>=', gone!.number),
          having(having.fn.max('crawls.finished_at'), '>=', gone!.at),
        ]),
      ),
    );
  const pages = await db
    .selectFrom(visits.as('last'))
    .innerJoin('pages', 'pages.id', 'last.page_id')
    .innerJoin('visits', (join) =>
      join.onRef('visits.page_id', '=', 'last.page_id').onRef('visits.ordinal', '=', 'last.ordinal'),
    )
    .select([
      'pages.id as pageId',
      'key',
      'pages.url as url',
      'journey',
      'step',
      'visitor',
      'last.ordinal',
      'visits.crawl_id as previousCrawlId',
    ])
    .orderBy('pages.id')
    .execute();
  return {
    pages: [...new Map(pages.map((page) => [page.pageId, page])).values()],
    sightings: await selectSightings(visits, db, during),
    observations: await selectObservations(visits, db, during),
  };
}

/**
 * What a crawl changed on every page it reached, each page against the last crawl that reached it. Costs what changed,
 * not what was seen. On a page reached for the first time everything is added and `previousCrawlId` is null.
 */
export async function readCrawlDelta(db: Db, crawlId: number): Promise<PageDelta[]> {
  const began = sql<boolean>`from_visit = visits.ordinal`;
  const ended = sql<boolean>`to_visit = visits.ordinal - 1`;
  const deltas = new Map(
    (await reachedPages(db, crawlId)).map((page): [number, PageDelta] => [
      page.pageId,
      { ...page, added: [], removed: [], observationsAdded: [], observationsRemoved: [] },
    ]),
  );
  for (const row of await selectSightings(visitsOf(db, crawlId), db, began))
    deltas.get(row.pageId)?.added.push(row);
  for (const row of await selectSightings(visitsOf(db, crawlId), db, ended))
    deltas.get(row.pageId)?.removed.push(row);
  for (const row of await selectObservations(visitsOf(db, crawlId), db, began))
    deltas.get(row.pageId)?.observationsAdded.push(row);
  for (const row of await selectObservations(visitsOf(db, crawlId), db, ended))
    deltas.get(row.pageId)?.observationsRemoved.push(row);
  return [...deltas.values()];
}

/** The crawls that saw a script, gaps and all, oldest first. */
export async function scriptPresence(
  db: Db,
  scriptId: number,
): Promise<{ crawlId: number; number: number; versionIds: number[]; pageIds: number[] }[]> {
  const rows = await db
    .selectFrom('sightings')
    .innerJoin('visits', (join) =>
      join
        .onRef('visits.page_id', '=', 'sightings.page_id')
        .onRef('visits.ordinal', '>=', 'sightings.from_visit')
        .onRef('visits.ordinal', '<=', 'sightings.to_visit'),
    )
    .innerJoin('crawls', 'crawls.id', 'visits.crawl_id')
    .select(['crawl_id', sql<number>`crawls.number`.as('number'), 'version_id', 'visits.page_id'])
    .distinct()
    .where('script_id', '=', scriptId)
    .orderBy('crawls.number')
    .execute();
  const crawls = new Map<
    number,
    { crawlId: number; number: number; versionIds: Set<number>; pageIds: Set<number> }
  >();
  for (const row of rows) {
    const crawl = crawls.get(row.crawl_id) ?? {
      crawlId: row.crawl_id,
      number: row.number,
      versionIds: new Set<number>(),
      pageIds: new Set<number>(),
    };
    crawl.versionIds.add(row.version_id);
    crawl.pageIds.add(row.page_id);
    crawls.set(row.crawl_id, crawl);
  }
  return [...crawls.values()].map((crawl) => ({
    ...crawl,
    versionIds: [...crawl.versionIds],
    pageIds: [...crawl.pageIds],
  }));
}

/** Of these scripts, those that some page, as last reached, still shows. */
export async function presentScripts(db: Db, scriptIds: readonly number[]): Promise<Set<number>> {
  if (scriptIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('sightings')
    .select('script_id')
    .distinct()
    .where('script_id', 'in', scriptIds)
    .where('to_visit', '=', open)
    .execute();
  return new Set(rows.map((row) => row.script_id));
}
