import { readFacts } from './facts.ts';
import { buildReport } from './build.ts';
import type { SiteReport } from '../../core/schema/index.ts';
import type { Period, Store } from '../store/index.ts';
import { version } from '../api/version.ts';

export { buildReport, isFinding } from './build.ts';
export { readFacts, type ReportFacts } from './facts.ts';
export { renderSiteReport } from './html/index.ts';
export { periodOf } from './period.ts';
export { summariseSite, type SiteSummary } from './summary.ts';
export { renderSiteText } from './text.ts';

/** The report of a site and a period. @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function reportSite(
  store: Store,
  siteId: number,
  period: Period,
  now: number,
): Promise<SiteReport> {
  return buildReport(await readFacts(store.db, siteId, period, now), version);
}
