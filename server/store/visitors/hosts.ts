import { sql } from 'kysely';
import { inBatches } from '../batches.ts';
import type { Db } from '../store.ts';
import type { VisitorHostState } from '../tables/visitors.ts';
import { reportersCounted } from './reports.ts';

/** A host that enough independent visitors reported to believe them. */
export interface VisitorHost {
  host: string;
  state: VisitorHostState;
  confirmedAt: number;
  decidedAt: number | null;
  lastSeenAt: number;
}

/**
 * Of these hosts, those that reports from enough networks now confirm; they are then kept as `waiting` to be compared
 * with what crawls met. Which networks it were is forgotten. A site has `maxHosts` confirmed ones at most.
 */
export async function confirmHosts(
  db: Db,
  siteId: number,
  hosts: readonly string[],
  maxHosts: number,
  at: number,
): Promise<string[]> {
  const candidates = [...new Set(hosts)].sort();
  if (candidates.length === 0) return [];
  const known = await inBatches(candidates, (piece) =>
    db
      .updateTable('visitor_hosts')
      .set({ last_seen_at: at })
      .where('site_id', '=', siteId)
      .where('host', 'in', piece)
      .returning('host')
      .execute(),
  );
  const decided = new Set(known.map((row) => row.host));
  const open = candidates.filter((host) => !decided.has(host));
  const rows = await inBatches(open, (piece) =>
    db
      .selectFrom('visitor_reports')
      .innerJoin('visitor_reporters', 'report_id', 'visitor_reports.id')
      .select('blocked as host')
      .where('site_id', '=', siteId)
      .where('blocked', 'in', piece)
      .groupBy('blocked')
      .having(sql<number>`count(distinct reporter)`, '>=', reportersCounted)
      .orderBy('blocked')
      .execute(),
  );
  if (rows.length === 0) return [];
  const { count } = await db
    .selectFrom('visitor_hosts')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  const confirmed = rows.slice(0, Math.max(0, maxHosts - count)).map((row) => row.host);
  if (confirmed.length === 0) return [];
  await db
    .insertInto('visitor_hosts')
    .values(
      confirmed.map((host) => ({
        site_id: siteId,
        host,
        state: 'waiting' as const,
        confirmed_at: at,
        last_seen_at: at,
      })),
    )
    .onConflict((on) => on.columns(['site_id', 'host']).doNothing())
    .execute();
  return confirmed;
}

/** Hosts of a site that visitors confirmed, latest first. */
export async function listVisitorHosts(
  db: Db,
  siteId: number,
  states?: readonly VisitorHostState[],
): Promise<VisitorHost[]> {
  const rows = await db
    .selectFrom('visitor_hosts')
    .selectAll()
    .where('site_id', '=', siteId)
    .$if(states !== undefined, (query) => query.where('state', 'in', states!))
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    host: row.host,
    state: row.state,
    confirmedAt: row.confirmed_at,
    decidedAt: row.decided_at,
    lastSeenAt: row.last_seen_at,
  }));
}

/** Sites with confirmed hosts that are not compared with a crawl yet. */
export async function sitesWithWaitingHosts(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom('visitor_hosts')
    .select('site_id')
    .distinct()
    .where('state', '=', 'waiting')
    .orderBy('site_id')
    .execute();
  return rows.map((row) => row.site_id);
}

/** waiting → told or known; false when another process decided it already. */
export async function decideVisitorHost(
  db: Db,
  siteId: number,
  host: string,
  state: Exclude<VisitorHostState, 'waiting'>,
  at: number,
): Promise<boolean> {
  const row = await db
    .updateTable('visitor_hosts')
    .set({ state, decided_at: at })
    .where('site_id', '=', siteId)
    .where('host', '=', host)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Every host that kept crawls of a site met: contacted, loaded scripts from, or saw its policy refuse. */
export async function hostsOfCrawls(db: Db, siteId: number): Promise<Set<string>> {
  const observed = await db
    .selectFrom('observations')
    .innerJoin('pages', 'pages.id', 'page_id')
    .select('observations.key as key')
    .distinct()
    .where('site_id', '=', siteId)
    .where('kind', 'in', ['connection', 'violation'])
    .execute();
  const loaded = await db
    .selectFrom('scripts')
    .select('host')
    .distinct()
    .where('site_id', '=', siteId)
    .where('host', 'is not', null)
    .execute();
  const used = await db.selectFrom('host_uses').select('origin').where('site_id', '=', siteId).execute();
  // A violation's key is its directive, a bar, and what was refused.
  const urls = [
    ...observed.map((row) => row.key.replace(/^[a-z-]+\|/, '')),
    ...used.map((row) => row.origin),
  ];
  return new Set([
    ...urls.flatMap((url) => hostOf(url) ?? []),
    ...loaded.map((row) => row.host!.replace(/:\d+$/, '')),
  ]);
}

function hostOf(url: string): string | null {
  const host = URL.parse(url)?.hostname;
  return host ? host.replace(/^\[|\]$/g, '') : null;
}
