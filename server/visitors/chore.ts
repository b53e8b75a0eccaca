import type { Chore } from '../jobs/chores.ts';
import { ageVisitorReports, sitesWithWaitingHosts, type Store } from '../store/index.ts';
import { judgeHosts, visitorHostKey } from './hosts.ts';

const day = 86_400_000;

/** After how long what visitors reported is forgotten. docs/guides/csp-reports.md tells it. */
export const visitorAges = { unseen: 90 * day, reporters: 7 * day, counts: 400 * day } as const;

/** Forgets what is old, and compares hosts that were confirmed before a site had its first crawl. */
export async function tidyVisitorReports(
  { store, now }: { store: Store; now: number },
  ages: { unseen: number; reporters: number; counts: number } = visitorAges,
): Promise<void> {
  for (const siteId of await sitesWithWaitingHosts(store.db)) await judgeHosts(store, siteId, now);
  await ageVisitorReports(store, ages, now, visitorHostKey);
}

/** The chore by the settings; other ages are fixed. */
export function visitorReportsAge(reportDays = visitorAges.unseen / day): Chore {
  return {
    name: 'visitor-reports',
    run: (context) => tidyVisitorReports(context, { ...visitorAges, unseen: reportDays * day }),
  };
}
