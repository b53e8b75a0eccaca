import { sql } from 'kysely';
import { batches, inBatches } from '../batches.ts';
import type { Db, Store } from '../store.ts';
import { addVisitorCounts } from './counts.ts';
import { confirmHosts } from './hosts.ts';
import { reportersCounted, type ReportExample } from './reports.ts';

/** Reports of one site that were put together since the last time. */
export interface ReportsToWrite {
  siteId: number;
  reports: readonly {
    /** SHA-256 of directive, blocked and source. */
    key: string;
    directive: string;
    blocked: string;
    source: string;
    example: ReportExample;
    count: number;
    /** Hashes of the networks they came from. */
    reporters: readonly string[];
    firstSeenAt: number;
    lastSeenAt: number;
  }[];
  /** What became of reports that are not kept. */
  counts: ReadonlyMap<string, number>;
}

export interface WrittenReports {
  /** Hosts that became confirmed by these reports. */
  confirmed: string[];
  /** Reports that found no room. */
  overflow: number;
}

/**
 * Adds reports to what a site has, in one transaction. A site holds `maxRows` distinct ones: when there are more, those
 * that a single network reported give way, the longest unseen first; those of several networks stay. What finds no room
 * is counted as `overflow`.
 */
export async function writeVisitorReports(
  store: Store,
  { siteId, reports, counts }: ReportsToWrite,
  limits: { maxRows: number; maxHosts: number },
  at: number,
): Promise<WrittenReports> {
  return store.transaction(async (db) => {
    await lockSite(db, store.kind, siteId);
    // In one order everywhere, so that two writers never wait for each other in a circle.
    const sorted = reports.toSorted((one, other) => (one.key < other.key ? -1 : 1));
    const known = new Set(
      await knownKeys(
        db,
        siteId,
        sorted.map(({ key }) => key),
      ),
    );
    const fresh = sorted.filter(({ key }) => !known.has(key));
    const room = fresh.length === 0 ? 0 : await makeRoom(db, siteId, fresh.length, limits.maxRows, known);
    const left = new Set(fresh.slice(room).map(({ key }) => key));
    const kept = sorted.filter(({ key }) => !left.has(key));
    await upsert(db, siteId, kept);
    await addReporters(db, siteId, kept, at);
    const overflow = fresh.slice(room).reduce((sum, { count }) => sum + count, 0);
    const keptCount = kept.reduce((sum, { count }) => sum + count, 0);
    await addVisitorCounts(
      db,
      siteId,
      new Map([
        ...counts,
        ['kept', (counts.get('kept') ?? 0) + keptCount],
        ['overflow', (counts.get('overflow') ?? 0) + overflow],
      ]),
      at,
    );
    const hosts = kept.filter(({ blocked }) => !blocked.startsWith("'")).map(({ blocked }) => blocked);
    return { overflow, confirmed: await confirmHosts(db, siteId, hosts, limits.maxHosts, at) };
  });
}

/** Of two servers that write for one site, the second waits: otherwise both would fill the same room. */
async function lockSite(db: Db, kind: Store['kind'], siteId: number): Promise<void> {
  if (kind !== 'postgres') return;
  await db
    .selectFrom('report_keys')
    .select('site_id')
    .where('site_id', '=', siteId)
    .forUpdate()
    .executeTakeFirst();
}

async function knownKeys(db: Db, siteId: number, keys: readonly string[]): Promise<string[]> {
  const rows = await inBatches(keys, (piece) =>
    db
      .selectFrom('visitor_reports')
      .select('key')
      .where('site_id', '=', siteId)
      .where('key', 'in', piece)
      .execute(),
  );
  return rows.map((row) => row.key);
}

/** Lets go of what a single network reported until `wanted` more fit in; answers how many do. */
async function makeRoom(
  db: Db,
  siteId: number,
  wanted: number,
  maxRows: number,
  needed: ReadonlySet<string>,
): Promise<number> {
  const { count } = await db
    .selectFrom('visitor_reports')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  const missing = count + wanted - maxRows;
  if (missing <= 0) return wanted;
  const weakest = await db
    .selectFrom('visitor_reports')
    .select(['id', 'key'])
    .where('site_id', '=', siteId)
    .where('reporters', '<', 2)
    .orderBy('last_seen_at')
    .orderBy('id')
    .limit(missing + needed.size)
    .execute();
  const leaving = weakest.filter((row) => !needed.has(row.key)).slice(0, missing);
  for (const piece of batches(leaving)) {
    await db
      .deleteFrom('visitor_reports')
      .where(
        'id',
        'in',
        piece.map((row) => row.id),
      )
      .execute();
  }
  return Math.max(0, wanted - missing + leaving.length);
}

async function upsert(db: Db, siteId: number, reports: ReportsToWrite['reports']): Promise<void> {
  for (const piece of batches(reports, 9)) {
    await db
      .insertInto('visitor_reports')
      .values(
        piece.map((report) => ({
          site_id: siteId,
          key: report.key,
          directive: report.directive,
          blocked: report.blocked,
          source: report.source,
          detail: JSON.stringify(report.example),
          count: report.count,
          first_seen_at: report.firstSeenAt,
          last_seen_at: report.lastSeenAt,
        })),
      )
      .onConflict((on) =>
        on.columns(['site_id', 'key']).doUpdateSet({
          count: sql<number>`visitor_reports.count + excluded.count`,
          last_seen_at: sql<number>`case when excluded.last_seen_at > visitor_reports.last_seen_at
            then excluded.last_seen_at else visitor_reports.last_seen_at end`,
        }),
      )
      .execute();
  }
}

/** Networks are told apart only until there are enough to believe them. */
async function addReporters(
  db: Db,
  siteId: number,
  reports: ReportsToWrite['reports'],
  at: number,
): Promise<void> {
  const rows = await inBatches(
    reports.map(({ key }) => key),
    (piece) =>
      db
        .selectFrom('visitor_reports')
        .select(['id', 'key', 'reporters'])
        .where('site_id', '=', siteId)
        .where('key', 'in', piece)
        .where('reporters', '<', reportersCounted)
        .execute(),
  );
  const open = new Map(rows.map((row) => [row.key, row]));
  const seen = reports.flatMap(({ key, reporters }) => {
    const row = open.get(key);
    return row ? reporters.map((reporter) => ({ report_id: row.id, reporter, seen_at: at })) : [];
  });
  for (const piece of batches(seen, 3)) {
    await db
      .insertInto('visitor_reporters')
      .values(piece)
      .onConflict((on) => on.columns(['report_id', 'reporter']).doUpdateSet({ seen_at: at }))
      .execute();
  }
  for (const piece of batches([...open.values()])) {
    const ids = piece.map((row) => row.id);
    await db
      .updateTable('visitor_reports')
      .set((set) => ({
        reporters: set
          .selectFrom('visitor_reporters')
          .select((select) => select.fn.countAll<number>().as('count'))
          .whereRef('report_id', '=', 'visitor_reports.id'),
      }))
      .where('id', 'in', ids)
      .execute();
  }
}
