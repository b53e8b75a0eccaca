import type { Cadence } from '../../core/schema/index.ts';
import { missedRuns } from '../schedules/index.ts';
import type { Crawl } from '../store/index.ts';
import type { ReportFacts } from './facts.ts';
import { gapsBetween, hoursOf, longestGap, weekHours, type Span } from './gaps.ts';

const crawlsListed = 500;
const plannedCounted = 100_000;

/** The part of the period in which the site was under watch and which is over. */
export function watchedSpan({ site, period, now, crawls }: ReportFacts): Span {
  // A history that was brought from elsewhere is older than its site here.
  const begins = Math.min(
    site.createdAt,
    ...crawls.map(({ queuedAt, finishedAt }) => finishedAt ?? queuedAt),
  );
  const from = Math.max(period.from, begins);
  return { from, to: Math.max(from, Math.min(period.to, now)) };
}

/** Which crawls were planned, which took place, and how long nobody looked. Pure. */
export function reportCadence(facts: ReportFacts, span: Span): Cadence {
  const { crawls, schedule, missed } = facts;
  const count = (state: Crawl['state']): number => crawls.filter((crawl) => crawl.state === state).length;
  const reached = crawls.filter(({ outcome }) => outcome === 'done' || outcome === 'incomplete');
  const times = reached.map((crawl) => crawl.finishedAt ?? crawl.queuedAt);
  const hours = longestGap(times, span).hours;
  return {
    schedule: schedule && {
      cron: schedule.cron,
      timeZone: schedule.timeZone,
      isEnabled: schedule.isEnabled,
      since: new Date(schedule.updatedAt).toISOString(),
    },
    planned: plannedRuns(facts, span),
    done: count('done'),
    incomplete: count('incomplete'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    missed,
    longestGapHours: hours,
    isWeekly: reached.length > 0 && hours <= weekHours,
    gaps: gapsBetween(times, span)
      .map((gap) => ({ ...gap, hours: hoursOf(gap) }))
      .filter((gap) => gap.hours > weekHours)
      .map(({ from, to, hours: length }) => ({
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        hours: length,
      })),
    crawls: crawls.toReversed().slice(0, crawlsListed).map(crawlOf),
    folded: foldedPart(facts),
  };
}

/** How often the present schedule came due; from when it was set, since nobody knows what was planned before. */
function plannedRuns({ schedule, site }: ReportFacts, { from, to }: Span): number | null {
  if (!schedule?.isEnabled) return null;
  const since = new Date(Math.max(from, schedule.updatedAt));
  const { cron, timeZone, jitterSeconds } = schedule;
  return missedRuns({ cron, timeZone, jitterSeconds }, site.name, since, new Date(to), plannedCounted).length;
}

function crawlOf(crawl: Crawl): Cadence['crawls'][number] {
  return {
    id: String(crawl.id),
    at: new Date(crawl.finishedAt ?? crawl.queuedAt).toISOString(),
    cause: crawl.cause,
    state: crawl.state,
    pages: crawl.pages,
    scripts: crawl.scripts,
    error: crawl.error?.message ?? null,
  };
}

/** Crawls beyond the retention are sums by month: they count for nothing here, which has to be said. */
function foldedPart({ months, period }: ReportFacts): string | null {
  const first = new Date(period.from).toISOString().slice(0, 7);
  const last = new Date(period.to - 1).toISOString().slice(0, 7);
  const inside = months.filter(({ month }) => month >= first && month <= last);
  if (inside.length === 0) return null;
  const crawls = inside.reduce((sum, month) => sum + month.crawls, 0);
  return `Details of ${crawls} crawls from ${inside.map(({ month }) => month).join(', ')} fell out of retention; they are not in this report.`;
}
