import type { Receipt } from '../../core/schema/index.ts';
import { inBatches } from './batches.ts';
import { conflict, notFound, type Db } from './store.ts';
import type { CrawlOutcome, CrawlState, Row } from './tables.ts';

export interface Crawl {
  id: number;
  siteId: number;
  /** Position among the stored crawls of its site; null until stored. */
  number: number | null;
  state: CrawlState;
  /** How the capture ended; the state takes it when the crawl is finished. */
  outcome: CrawlOutcome | null;
  /** What asked for it, e.g. manual, schedule. */
  cause: string;
  queuedAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  storedAt: number | null;
  comparedAt: number | null;
  receipt: Receipt | null;
  error: { code: string; message: string } | null;
  pages: number;
  scripts: number;
  newScripts: number;
  newVersions: number;
}

/** Which state may follow which. Terminal states are reached only once analysed, stored and compared, or given up. */
const next: Record<CrawlState, readonly CrawlState[]> = {
  queued: ['running', 'failed', 'cancelled'],
  running: ['queued', 'done', 'incomplete', 'failed', 'cancelled'],
  done: [],
  incomplete: [],
  failed: [],
  cancelled: [],
};

/** Queues a crawl; its id is what makes storing repeatable. */
export async function createCrawl(
  db: Db,
  crawl: { siteId: number; cause?: string; at?: number },
): Promise<Crawl> {
  const row = await db
    .insertInto('crawls')
    .values({
      site_id: crawl.siteId,
      state: 'queued',
      cause: crawl.cause ?? 'manual',
      queued_at: crawl.at ?? Date.now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return crawlOf(row);
}

/** queued → running; a crawl whose worker died may start again. */
export async function startCrawl(db: Db, id: number, at = Date.now()): Promise<Crawl> {
  const crawl = await findCrawl(db, id);
  if (crawl.state === 'running') return crawl;
  return moveCrawl(db, id, 'running', { started_at: at });
}

/**
 * Gives a running crawl the state its capture ended with. Repeating it changes nothing.
 * @throws ScriptwardenError SW_STORE_CONFLICT when it is not stored and compared yet.
 */
export async function finishCrawl(db: Db, id: number, at = Date.now()): Promise<Crawl> {
  const crawl = await findCrawl(db, id);
  if (crawl.outcome !== null && crawl.state === crawl.outcome) return crawl;
  if (crawl.outcome === null || crawl.storedAt === null || crawl.comparedAt === null) {
    throw conflict(
      `Crawl ${id} is not stored and compared yet.`,
      'Store its capture and record its changes first.',
    );
  }
  return moveCrawl(db, id, crawl.outcome, { finished_at: crawl.finishedAt ?? at });
}

/** Ends a crawl that has no capture: it could not run, or was cancelled before it ran. */
export async function abandonCrawl(
  db: Db,
  id: number,
  state: 'failed' | 'cancelled',
  error: { code: string; message: string } | null = null,
  at = Date.now(),
): Promise<Crawl> {
  return moveCrawl(db, id, state, { finished_at: at, error: error && JSON.stringify(error) });
}

/** running → queued: its worker is gone and another one shall take it. */
export async function requeueCrawl(db: Db, id: number): Promise<Crawl> {
  return moveCrawl(db, id, 'queued', { started_at: null });
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findCrawl(db: Db, id: number): Promise<Crawl> {
  const row = await db.selectFrom('crawls').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('crawl', id);
  return crawlOf(row);
}

/** Newest first. */
export async function listCrawls(
  db: Db,
  filter: {
    siteId?: number;
    /** Of these sites only. */
    siteIds?: readonly number[];
    states?: readonly CrawlState[];
    limit?: number;
    before?: number;
  } = {},
): Promise<Crawl[]> {
  const rows = await db
    .selectFrom('crawls')
    .selectAll()
    .$if(filter.siteId !== undefined, (query) => query.where('site_id', '=', filter.siteId!))
    .$if(filter.siteIds !== undefined, (query) => query.where('site_id', 'in', filter.siteIds!))
    .$if(filter.states !== undefined, (query) => query.where('state', 'in', filter.states!))
    .$if(filter.before !== undefined, (query) => query.where('id', '<', filter.before!))
    .orderBy('id', 'desc')
    .limit(filter.limit ?? 100)
    .execute();
  return rows.map(crawlOf);
}

/** The stored crawl before this one, or the latest of the site when none is given. */
export async function previousCrawl(db: Db, siteId: number, beforeNumber?: number): Promise<Crawl | null> {
  const row = await db
    .selectFrom('crawls')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('number', 'is not', null)
    .$if(beforeNumber !== undefined, (query) => query.where('number', '<', beforeNumber!))
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? crawlOf(row) : null;
}

/** One statement decides: of two that move a crawl at once, the second finds the state changed. */
async function moveCrawl(
  db: Db,
  id: number,
  to: CrawlState,
  set: { started_at?: number | null; finished_at?: number; error?: string | null },
): Promise<Crawl> {
  const from = (Object.keys(next) as CrawlState[]).filter((state) => next[state].includes(to));
  const row = await db
    .updateTable('crawls')
    .set({ state: to, ...set })
    .where('id', '=', id)
    .where('state', 'in', from)
    .returningAll()
    .executeTakeFirst();
  if (row) return crawlOf(row);
  const crawl = await findCrawl(db, id);
  throw conflict(
    `Crawl ${id} is ${crawl.state} and cannot become ${to}.`,
    'Look at its state and queue a new crawl.',
  );
}

export function crawlOf(row: Row<'crawls'>): Crawl {
  return {
    id: row.id,
    siteId: row.site_id,
    number: row.number,
    state: row.state,
    outcome: row.outcome,
    cause: row.cause,
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    storedAt: row.stored_at,
    comparedAt: row.compared_at,
    receipt: row.receipt === null ? null : (JSON.parse(row.receipt) as Receipt),
    error: row.error === null ? null : (JSON.parse(row.error) as { code: string; message: string }),
    pages: row.pages,
    scripts: row.scripts,
    newScripts: row.new_scripts,
    newVersions: row.new_versions,
  };
}

/** The newest crawl of each site, by site id. */
export async function latestCrawls(db: Db, siteIds: readonly number[]): Promise<Map<number, Crawl>> {
  const rows = await inBatches(siteIds, (piece) =>
    db
      .selectFrom('crawls')
      .selectAll()
      .where('id', 'in', (select) =>
        select
          .selectFrom('crawls')
          .select((one) => one.fn.max('id').as('id'))
          .where('site_id', 'in', piece)
          .groupBy('site_id'),
      )
      .execute(),
  );
  return new Map(rows.map((row) => [row.site_id, crawlOf(row)]));
}
