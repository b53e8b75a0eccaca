import type { Verdict } from '../../core/schema/index.ts';
import { dedupeKey } from '../drift/index.ts';
import { activeApprovals, listSites, previousCrawl, tellOfCrawl, upgradedScripts } from '../store/index.ts';
import type { ChangeToStore, Site, Store, UpgradedScript } from '../store/index.ts';
import { detectorUpgrade } from './site-changes.ts';

/**
 * Tells every site what a detector version alone changed in the verdicts of the scripts it shows: one digest, and a change
 * of its own for each script that is malicious now. Compared are the stored analyses of this detector with those before
 * it, so that it can be told again after a crash, and is not told twice.
 */
export async function tellUpgrade(store: Store, detector: string, at: number): Promise<void> {
  for (const site of await listSites(store.db)) {
    const crawl = await previousCrawl(store.db, site.id);
    if (!crawl) continue;
    const changed = (await upgradedScripts(store.db, site.id, detector)).filter((one) => one.from !== one.to);
    if (changed.length === 0) continue;
    const approvals = await activeApprovals(store.db, { siteId: site.id, at });
    const excused = new Set(
      approvals.filter((one) => one.decision === 'false-positive').map((one) => one.target),
    );
    const accused = changed.filter((one) => one.to === 'malicious' && !excused.has(one.structureHash ?? ''));
    const rest = changed.filter((one) => !accused.includes(one));
    await store.transaction(async (db) => {
      const digest = rest.length === 0 ? [] : [digestOf(site, detector, rest)];
      await tellOfCrawl(db, crawl, [...digest, ...accused.map((one) => accusation(one, detector))], at);
    });
  }
}

function digestOf(site: Site, detector: string, scripts: readonly UpgradedScript[]): ChangeToStore {
  const changed = scripts.map(({ label, from, to }) => ({ script: label, from, to }));
  return detectorUpgrade(site, { detector, changed });
}

function accusation(script: UpgradedScript, detector: string): ChangeToStore {
  const change = {
    kind: 'verdict-changed',
    subject: { type: 'script', id: String(script.id), url: script.url },
    before: { verdict: script.from },
    after: { verdict: 'malicious' satisfies Verdict, versions: [script.sha256], detector },
  } as const;
  const reason = script.evidence[0]?.message ?? 'a new detector finds what the one before missed';
  return {
    ...change,
    severity: 'critical',
    message: `Script ${script.url ?? script.label} is malicious, ${script.from} before: ${reason.replace(/\.$/, '')}. Only the detector changed, not the script.`,
    evidence: script.evidence,
    previousCrawlId: null,
    dedupeKey: dedupeKey(change),
  };
}
