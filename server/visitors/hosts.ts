import { isSameSite, siteOf } from '../../core/egress/index.ts';
import { sha256 } from '../../core/encoding/index.ts';
import type { Severity } from '../../core/schema/index.ts';
import { baseSeverity, ownHostsOf } from '../drift/index.ts';
import {
  activeApprovals,
  decideVisitorHost,
  findSite,
  hostsOfCrawls,
  listVisitorHosts,
  listVisitorReports,
  previousCrawl,
  reportersCounted,
  tellOfCrawl,
  type Approval,
  type ChangeToStore,
  type Store,
  type VisitorReport,
} from '../store/index.ts';

/** Tells the same host of a site once while it lasts. */
export function visitorHostKey(siteId: number, host: string): string {
  return sha256(JSON.stringify(['visitor-host', siteId, host]));
}

/**
 * Compares confirmed hosts with what crawls of the site met, and tells those that none did. Without a stored crawl there
 * is nothing to compare with: they wait. Their alerts are recorded with them. Answers the hosts told.
 */
export async function judgeHosts(store: Store, siteId: number, now: number): Promise<string[]> {
  const told: string[] = [];
  await store.transaction(async (db) => {
    told.length = 0;
    const waiting = await listVisitorHosts(db, siteId, ['waiting']);
    const crawl = waiting.length > 0 ? await previousCrawl(db, siteId) : null;
    if (!crawl) return;
    const site = await findSite(db, siteId);
    const met = await hostsOfCrawls(db, siteId);
    const own = new Set(ownHostsOf(site));
    const approvals = await activeApprovals(db, { siteId, at: now });
    const changes: ChangeToStore[] = [];
    for (const { host } of waiting) {
      const isKnown = met.has(host) || own.has(host);
      if (!(await decideVisitorHost(db, siteId, host, isKnown ? 'known' : 'told', now)) || isKnown) continue;
      const { items } = await listVisitorReports(db, { siteId, blocked: host, limit: 50 });
      changes.push(changeOf(siteId, host, items, approvals));
      told.push(host);
    }
    if (changes.length === 0) return;
    await tellOfCrawl(db, crawl, changes, now);
  });
  return told;
}

function changeOf(
  siteId: number,
  host: string,
  reports: readonly VisitorReport[],
  approvals: readonly Approval[],
): ChangeToStore {
  const directives = [...new Set(reports.map(({ directive }) => directive))].sort();
  const first = reports[0];
  const approval = approvals.find((one) => one.decision === 'approved' && isAbout(one, host));
  const severity: Severity = approval ? 'info' : baseSeverity['visitor-host'];
  const on = first ? ` on ${first.example.page}` : '';
  const by = first?.example.sourceUrl ? `, caused by ${first.example.sourceUrl}` : '';
  const foreseen = approval ? ` (approved by ${approval.decidedBy})` : '';
  return {
    kind: 'visitor-host',
    severity,
    subject: { type: 'host', id: host, url: first?.example.page ?? null },
    message: `Visitors' browsers in ${reportersCounted} networks or more reported ${host} (${directives.join(', ')})${on}${by}; no crawl met it.${foreseen}`,
    before: null,
    after: {
      host,
      directives,
      reports: reports.reduce((sum, { count }) => sum + count, 0),
      examples: reports.slice(0, 5).map(({ directive, example }) => ({ directive, ...example })),
    },
    evidence: [],
    previousCrawlId: null,
    dedupeKey: visitorHostKey(siteId, host),
  };
}

function isAbout({ scope, target }: Approval, host: string): boolean {
  return (
    (scope === 'host' && target === host) ||
    (scope === 'vendor' && (siteOf(host) === target || isSameSite(host, target)))
  );
}
