import type { Coverage, ReportedScript, SiteReport } from '../../core/schema/index.ts';
import type { ReportFacts } from './facts.ts';

const gapsListed = 200;

/** What no crawl of this kind can see, whatever its receipt says. docs/limitations.md tells more. */
const limits = [
  'Crawls see what one visitor sees: nothing was typed, submitted or bought, so pages behind a form, a filled basket or a login are seen only where the site file gives access to them.',
  'A server can serve a crawler something else than a shopper, and an injection that is served to one visitor in a hundred needs many visits to be seen.',
  'What came and went between two crawls was not seen.',
  'What happens on servers, and code that styles and images smuggle in without script, is not seen.',
] as const;

/** What was not looked at, as the receipts of the crawls tell it. Pure. */
export function reportCoverage({ crawls }: ReportFacts, scripts: readonly ReportedScript[]): Coverage {
  const gaps = new Map<string, Coverage['gaps'][number]>();
  for (const { receipt } of crawls) {
    for (const shortfall of receipt?.shortfalls ?? []) {
      const key = `${shortfall.code}|${shortfall.message}|${shortfall.url ?? ''}`;
      const known = gaps.get(key);
      if (!known) gaps.set(key, { ...shortfall, crawls: 1 });
      else {
        known.count += shortfall.count;
        known.crawls++;
        known.blocking ||= shortfall.blocking;
      }
    }
  }
  return {
    gaps: [...gaps.values()]
      .sort(
        (one, other) =>
          Number(other.blocking) - Number(one.blocking) ||
          other.crawls - one.crawls ||
          other.count - one.count,
      )
      .slice(0, gapsListed),
    unanalysed: scripts.filter(isUnanalysed).map(({ id }) => id),
    partial: scripts.filter(({ partial }) => partial).map(({ id }) => id),
    pagesNotVisited: Math.max(0, ...crawls.map(({ receipt }) => receipt?.pages.notVisited ?? 0)),
    limits: [...limits],
  };
}

export function isUnanalysed({ verdict }: ReportedScript): boolean {
  return verdict === null || verdict === 'unanalysed';
}

/** What visitors' browsers reported in the period, in three numbers and the hosts they confirmed. Pure. */
export function reportVisitors({ visitors }: ReportFacts): SiteReport['visitors'] {
  if (!visitors) return null;
  const sum = (wanted: (outcome: string) => boolean): number =>
    [...visitors.counts]
      .filter(([outcome]) => wanted(outcome))
      .reduce((total, [, count]) => total + count, 0);
  const isDropped = (outcome: string): boolean =>
    ['malformed', 'too-large', 'too-slow', 'client-limit', 'site-limit', 'overflow', 'lost'].includes(
      outcome,
    );
  return {
    kept: sum((outcome) => outcome === 'kept'),
    dropped: sum(isDropped),
    noise: sum((outcome) => outcome !== 'kept' && !isDropped(outcome)),
    hosts: visitors.hosts.map(({ host, state, confirmedAt }) => ({
      host,
      state,
      confirmedAt: new Date(confirmedAt).toISOString(),
    })),
  };
}
