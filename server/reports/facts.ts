import type { Change } from '../../core/schema/index.ts';
import { verdictRank } from '../drift/index.ts';
import type { ObservationState } from '../store/film-rows.ts';
import {
  alertsOfPeriod,
  changesOfPeriod,
  countChanges,
  countVersionChanges,
  crawlsOfPeriod,
  decisionsBefore,
  findSchedule,
  findSite,
  hasCode,
  leaksOfPeriod,
  listReportKeys,
  listVisitorHosts,
  missedOfPeriod,
  observationsAtEnd,
  pagesOfPeriod,
  readMonths,
  readVersionFacts,
  readVisitorCounts,
  scriptsById,
  versionsOfPeriod,
  type AlertOfPeriod,
  type Approval,
  type Crawl,
  type Db,
  type PageOfPeriod,
  type Period,
  type Schedule,
  type Site,
  type VersionFactsRow,
  type VersionOfPeriod,
} from '../store/index.ts';

/** What the store holds of a site and a period; everything a report says is worked out from it. */
export interface ReportFacts {
  site: Site;
  period: Period;
  now: number;
  crawls: readonly Crawl[];
  pages: readonly PageOfPeriod[];
  versions: readonly VersionOfPeriod[];
  scripts: Awaited<ReturnType<typeof scriptsById>>;
  /** By version id. */
  analyses: ReadonlyMap<number, VersionFactsRow>;
  /** Headers, frames and forms of each page as last reached in the period. */
  endState: readonly ObservationState[];
  leaks: readonly ObservationState[];
  decisions: readonly Approval[];
  changes: readonly Change[];
  changeCounts: Awaited<ReturnType<typeof countChanges>>;
  versionChanges: ReadonlyMap<string, number>;
  missed: number;
  alerts: readonly AlertOfPeriod[];
  schedule: Schedule | null;
  /** Months of which only sums are left. */
  months: readonly { month: string; crawls: number }[];
  visitors: {
    counts: ReadonlyMap<string, number>;
    hosts: Awaited<ReturnType<typeof listVisitorHosts>>;
  } | null;
}

/** Changes that a report lists; the rest are counted. */
export const changesListed = 2000;
const alertsListed = 500;
/** Versions of one script whose analyses are read: the worst counts, and of a script that differs per request any will do. */
const versionsRead = 20;

export async function readFacts(db: Db, siteId: number, period: Period, now: number): Promise<ReportFacts> {
  const site = await findSite(db, siteId);
  const crawls = await crawlsOfPeriod(db, siteId, period);
  const stored = crawls.flatMap(({ number }) => number ?? []);
  // No crawl has this number: without crawls there are no pages either.
  const numbers = { first: Math.min(...stored, Infinity), last: Math.max(...stored, 0) };
  if (stored.length === 0) numbers.first = 1;
  const versions = await versionsOfPeriod(db, siteId, numbers);
  return {
    site,
    period,
    now,
    crawls,
    pages: await pagesOfPeriod(db, siteId, numbers),
    versions,
    scripts: await scriptsById(db, siteId),
    analyses: await readVersionFacts(db, versionsToRead(versions)),
    endState: await observationsAtEnd(db, siteId, numbers),
    leaks: await leaksOfPeriod(db, siteId, numbers),
    decisions: await decisionsBefore(db, siteId, Math.min(period.to, now + 1)),
    changes: await changesOfPeriod(db, siteId, period, changesListed),
    changeCounts: await countChanges(db, siteId, period),
    versionChanges: await countVersionChanges(db, siteId, period),
    missed: await missedOfPeriod(db, siteId, period),
    alerts: await alertsOfPeriod(db, siteId, period, alertsListed),
    schedule: await scheduleOf(db, siteId),
    months: (await readMonths(db, siteId)).map(({ month, summary }) => ({
      month,
      crawls: Object.values(summary.crawls).reduce((sum, count) => sum + count, 0),
    })),
    visitors: await visitorsOf(db, siteId, period),
  };
}

/** Of each script the versions with the worst verdicts, then the latest. */
function versionsToRead(versions: readonly VersionOfPeriod[]): number[] {
  const byScript = Map.groupBy(versions, (version) => version.scriptId);
  return [...byScript.values()].flatMap((rows) => {
    const sorted = rows.toSorted(
      (one, other) => badness(other) - badness(one) || other.toVisit - one.toVisit,
    );
    return [...new Set(sorted.map((row) => row.versionId))].slice(0, versionsRead);
  });
}

function badness({ verdict }: VersionOfPeriod): number {
  return verdict === null ? -1 : verdictRank(verdict);
}

async function scheduleOf(db: Db, siteId: number): Promise<Schedule | null> {
  try {
    return await findSchedule(db, siteId);
  } catch (error) {
    if (hasCode(error, 'SW_STORE_NOT_FOUND')) return null;
    throw error;
  }
}

async function visitorsOf(db: Db, siteId: number, period: Period): Promise<ReportFacts['visitors']> {
  const keys = await listReportKeys(db);
  if (!keys.some((key) => key.siteId === siteId)) return null;
  const counts = new Map<string, number>();
  for (const { day, outcome, count } of await readVisitorCounts(db, siteId, period.from)) {
    if (day < period.to) counts.set(outcome, (counts.get(outcome) ?? 0) + count);
  }
  const hosts = await listVisitorHosts(db, siteId);
  return { counts, hosts: hosts.filter(({ confirmedAt }) => confirmedAt < period.to) };
}
