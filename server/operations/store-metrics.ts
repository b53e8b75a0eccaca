import { sql } from 'kysely';
import { metricNames } from '../pipeline/index.ts';
import type { Db, DeliveryState, Store } from '../store/index.ts';
import type { Sample } from './metrics.ts';

const dayMs = 24 * 3_600_000;
/** Of the crawls no more than these are looked at: a scrape must stay cheap however long the history is. */
const crawlsLookedAt = 5000;

/** What the store can tell a scrape. A database that is away is told as such and is no error. */
export async function sampleStore(store: Store, now: number): Promise<Sample[]> {
  const start = performance.now();
  try {
    const parts = await Promise.all([
      jobs(store.db, now),
      crawls(store.db, now),
      sites(store.db),
      schedules(store.db, now),
      analyses(store.db, now),
      deliveries(store.db, now),
      size(store),
    ]);
    const seconds = (performance.now() - start) / 1000;
    return [
      ...parts.flat(),
      { metric: 'database_up', labels: {}, value: 1 },
      { metric: 'database_seconds', labels: {}, value: seconds },
    ];
  } catch {
    return [{ metric: 'database_up', labels: {}, value: 0 }];
  }
}

async function jobs(db: Db, now: number): Promise<Sample[]> {
  const rows = await db
    .selectFrom('jobs')
    .select((e) => ['kind', 'state', e.fn.countAll<number>().as('count'), e.fn.min('run_at').as('first')])
    .where('state', 'in', ['queued', 'running'])
    .groupBy(['kind', 'state'])
    .execute();
  return rows.flatMap(({ kind, state, count, first }): Sample[] => [
    { metric: 'jobs', labels: { kind, state }, value: count },
    ...(state === 'queued'
      ? [{ metric: 'job_wait_seconds' as const, labels: { kind }, value: Math.max(0, now - first) / 1000 }]
      : []),
  ]);
}

async function crawls(db: Db, now: number): Promise<Sample[]> {
  const rows = await db
    .selectFrom(
      db
        .selectFrom('crawls')
        .select(['state', 'queued_at'])
        .orderBy('id', 'desc')
        .limit(crawlsLookedAt)
        .as('latest'),
    )
    .select((e) => ['state', e.fn.countAll<number>().as('count')])
    .where('queued_at', '>', now - dayMs)
    .groupBy('state')
    .execute();
  return rows.map(({ state, count }) => ({ metric: 'crawls', labels: { state }, value: count }));
}

async function sites(db: Db): Promise<Sample[]> {
  const rows = await db
    .selectFrom('sites')
    .select((e) =>
      e
        .selectFrom('crawls')
        .select('state')
        .whereRef('crawls.site_id', '=', 'sites.id')
        .orderBy('queued_at', 'desc')
        .limit(1)
        .as('state'),
    )
    .execute();
  const byState = Map.groupBy(rows, ({ state }) => state ?? 'none');
  return [...byState].map(([state, of]) => ({
    metric: 'sites',
    labels: { last_crawl: state },
    value: of.length,
  }));
}

async function schedules(db: Db, now: number): Promise<Sample[]> {
  const { first } = await db
    .selectFrom('schedules')
    .select((e) => e.fn.min('next_run_at').as('first'))
    .where('enabled', '=', 1)
    .executeTakeFirstOrThrow();
  const late = first === null ? 0 : Math.max(0, now - first);
  return [{ metric: 'schedule_delay_seconds', labels: {}, value: late / 1000 }];
}

async function analyses(db: Db, now: number): Promise<Sample[]> {
  const rows = await db
    .selectFrom('metrics')
    .select((e) => ['name', 'label', e.fn.sum('count').as('count'), e.fn.sum('sum').as('sum')])
    .where('name', 'in', [metricNames.parseFailure, metricNames.score])
    .where('at', '>', now - dayMs)
    .groupBy(['name', 'label'])
    .execute();
  const totals = new Map<string, { count: number; failures: number; scores: number }>();
  for (const { name, label, count, sum } of rows) {
    const [model = ''] = label.split('|');
    const total = totals.get(model) ?? { count: 0, failures: 0, scores: 0 };
    if (name === metricNames.score) total.scores += Number(sum);
    else {
      total.count += Number(count);
      total.failures += Number(sum);
    }
    totals.set(model, total);
  }
  return [...totals].flatMap(([model, { count, failures, scores }]): Sample[] => [
    { metric: 'analyses', labels: { model }, value: count },
    { metric: 'parse_failure_ratio', labels: { model }, value: count > 0 ? failures / count : 0 },
    { metric: 'integrity_score_mean', labels: { model }, value: count > 0 ? scores / count : 0 },
  ]);
}

async function deliveries(db: Db, now: number): Promise<Sample[]> {
  const count = (state: DeliveryState) =>
    db
      .selectFrom('deliveries')
      .select((e) => ['state', e.fn.countAll<number>().as('count')])
      .where('state', '=', state)
      .groupBy('state');
  const rows = await Promise.all([
    count('waiting').execute(),
    count('sending').execute(),
    count('delivered')
      .where('finished_at', '>', now - dayMs)
      .execute(),
    count('parked')
      .where('finished_at', '>', now - dayMs)
      .execute(),
  ]);
  return rows.flat().map((row) => ({ metric: 'deliveries', labels: { state: row.state }, value: row.count }));
}

async function size(store: Store): Promise<Sample[]> {
  const query =
    store.kind === 'sqlite'
      ? sql<{
          bytes: number;
        }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`
      : sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`;
  const { rows } = await query.execute(store.db);
  return [{ metric: 'database_bytes', labels: {}, value: rows[0]?.bytes ?? 0 }];
}
