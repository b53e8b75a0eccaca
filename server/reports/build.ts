import {
  severities,
  type CanaryLeak,
  type ReportedScript,
  type SiteReport,
} from '../../core/schema/index.ts';
import { ownHostsOf } from '../drift/index.ts';
import { reportCadence, watchedSpan } from './cadence.ts';
import { reportAlerts, reportChanges } from './changes.ts';
import { isUnanalysed, reportCoverage, reportVisitors } from './coverage.ts';
import { Decisions } from './decisions.ts';
import type { ReportFacts } from './facts.ts';
import { paymentPagesOf, reportPages } from './pages.ts';
import { requirementsOf } from './requirements.ts';
import { reportScripts } from './scripts.ts';

/** The report of a site and a period from what the store holds of it. Pure. */
export function buildReport(facts: ReportFacts, toolVersion: string): SiteReport {
  const { site, period, now } = facts;
  const decisions = new Decisions(facts.decisions, Math.min(period.to, now));
  const payment = paymentPagesOf(facts);
  const span = watchedSpan(facts);
  const scripts = reportScripts(facts, decisions, payment);
  const leaks = reportLeaks(facts);
  const findings = { scripts: scripts.filter(isFinding).map(({ id }) => id), leaks };
  const coverage = reportCoverage(facts, scripts);
  const counts = countsOf(facts);
  const items = reportChanges(facts, scripts, decisions);
  const parts = {
    findings,
    scripts,
    pages: reportPages(facts, payment, span),
    changes: { items, left: Math.max(0, total(counts) - items.length) },
    alerts: reportAlerts(facts),
    cadence: reportCadence(facts, span),
    coverage,
    summary: {
      pages: facts.pages.length,
      paymentPages: payment.size,
      scripts: scriptCounts(facts, scripts),
      approvals: {
        approved: count(scripts, (script) => script.approvalState === 'approved'),
        rejected: count(scripts, (script) => script.approvalState === 'rejected'),
        expired: count(scripts, (script) => script.approvalState === 'expired'),
        undecided: count(scripts, (script) => script.approvalState === 'undecided'),
      },
      findings: findings.scripts.length + leaks.length,
      changes: counts,
    },
  };
  return {
    schemaVersion: 1,
    site: {
      id: String(site.id),
      name: site.name,
      owner: site.owner,
      startUrls: site.definition.startUrls,
      hosts: ownHostsOf(site),
    },
    period: { from: text(period.from), to: text(period.to) },
    generatedAt: text(now),
    tool: { version: toolVersion, detectors: detectorsOf(facts) },
    complete:
      facts.crawls.some(({ outcome }) => outcome === 'done') &&
      !coverage.gaps.some((gap) => gap.blocking) &&
      coverage.unanalysed.length + coverage.partial.length === 0,
    requirements: requirementsOf(parts),
    ...parts,
    visitors: reportVisitors(facts),
  };
}

/** A malicious or suspicious verdict that nobody has said is wrong. */
export function isFinding({ verdict, isFalsePositive }: ReportedScript): boolean {
  return (verdict === 'malicious' && !isFalsePositive) || verdict === 'suspicious';
}

function scriptCounts(
  { scripts: known, period: { from } }: ReportFacts,
  scripts: readonly ReportedScript[],
): SiteReport['summary']['scripts'] {
  // What the first crawl found is where the history begins; nobody knows how new it was.
  const baseline = Math.min(...[...known.values()].map(({ firstSeenAt }) => firstSeenAt));
  const isNew = (since: number): boolean => since >= from && since > baseline;
  return {
    total: scripts.length,
    malicious: count(scripts, ({ verdict }) => verdict === 'malicious'),
    suspicious: count(scripts, ({ verdict }) => verdict === 'suspicious'),
    unanalysed: count(scripts, isUnanalysed),
    benign: count(scripts, ({ verdict }) => verdict === 'benign'),
    onPaymentPages: count(scripts, ({ onPaymentPages }) => onPaymentPages),
    new: count(scripts, ({ firstSeenAt }) => isNew(Date.parse(firstSeenAt))),
  };
}

function reportLeaks({ leaks, pages }: ReportFacts): SiteReport['findings']['leaks'] {
  const urls = new Map(pages.map((page) => [page.pageId, page.url]));
  return leaks.flatMap(({ key, value, pageId }) => {
    const leak = value as Omit<CanaryLeak, 'field' | 'host' | 'visitId'>;
    if (leak.expected) return [];
    const at = key.lastIndexOf('|');
    const { url, via, encoding } = leak;
    return [
      { field: key.slice(0, at), host: key.slice(at + 1), url, via, encoding, page: urls.get(pageId) ?? '' },
    ];
  });
}

function countsOf({ changeCounts }: ReportFacts): SiteReport['summary']['changes'] {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity, count: times } of changeCounts) counts[severity] += times;
  return counts;
}

function total(counts: SiteReport['summary']['changes']): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}

function detectorsOf({ analyses }: ReportFacts): string[] {
  return [...new Set([...analyses.values()].flatMap(({ analysis }) => analysis?.model.version ?? []))].sort();
}

function count(scripts: readonly ReportedScript[], wanted: (script: ReportedScript) => boolean): number {
  return scripts.filter(wanted).length;
}

function text(time: number): string {
  return new Date(time).toISOString();
}
