import { severities, type Change, type Severity } from '../../core/schema/index.ts';
import {
  changesOfPeriod,
  countChanges,
  crawlsOfPeriod,
  findSite,
  listScripts,
  type Period,
  type Store,
} from '../store/index.ts';

/** A site over a period in a few numbers, for digests. */
export interface SiteSummary {
  site: { id: string; name: string };
  /** RFC 3339; `to` is exclusive. */
  period: { from: string; to: string };
  crawls: { done: number; incomplete: number; failed: number };
  /** Malicious and suspicious scripts that pages show now. */
  scripts: { malicious: number; suspicious: number };
  changes: Record<Severity, number>;
  /** Worst first, `info` left out, ten at most. */
  worst: Change[];
}

const worstListed = 10;

/** What a digest says of a site: cheap, however large its history. @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function summariseSite(store: Store, siteId: number, period: Period): Promise<SiteSummary> {
  const { db } = store;
  const site = await findSite(db, siteId);
  const crawls = await crawlsOfPeriod(db, siteId, period);
  const ended = (state: string): number => crawls.filter((crawl) => crawl.state === state).length;
  const changes = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const { severity, count } of await countChanges(db, siteId, period)) changes[severity] += count;
  const worst = await changesOfPeriod(db, siteId, period, worstListed);
  return {
    site: { id: String(site.id), name: site.name },
    period: { from: new Date(period.from).toISOString(), to: new Date(period.to).toISOString() },
    crawls: { done: ended('done'), incomplete: ended('incomplete'), failed: ended('failed') },
    scripts: {
      malicious: await countPresent(store, siteId, 'malicious'),
      suspicious: await countPresent(store, siteId, 'suspicious'),
    },
    changes,
    worst: worst.filter(({ severity }) => severity !== 'info'),
  };
}

/** Scripts with a verdict that some page, as last reached, still shows. */
async function countPresent(
  store: Store,
  siteId: number,
  verdict: 'malicious' | 'suspicious',
): Promise<number> {
  const { items } = await listScripts(store.db, { siteIds: [siteId], verdicts: [verdict], limit: 1000 });
  return items.filter(({ pages }) => pages > 0).length;
}
