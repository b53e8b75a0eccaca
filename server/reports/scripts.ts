import { severities, type Analysis, type ReportedScript, type Verdict } from '../../core/schema/index.ts';
import { isSameSite } from '../../core/egress/index.ts';
import { behaviourOf, worstAnalysis, type ScriptState } from '../drift/index.ts';
import type { PageOfPeriod, VersionOfPeriod } from '../store/index.ts';
import type { Decisions } from './decisions.ts';
import type { ReportFacts } from './facts.ts';
import type { PaymentPages } from './pages.ts';

const most = { pages: 20, versions: 20, reasons: 10 } as const;
const badness: Record<Verdict, number> = { malicious: 0, suspicious: 1, unanalysed: 2, benign: 4 };

/** Every script of the period, worst first. Pure. */
export function reportScripts(
  facts: ReportFacts,
  decisions: Decisions,
  payment: PaymentPages,
): ReportedScript[] {
  const pages = new Map(facts.pages.map((page) => [page.pageId, page]));
  const byScript = Map.groupBy(facts.versions, (version) => version.scriptId);
  return [...byScript]
    .map(([id, rows]) => reportScript(id, rows, { facts, decisions, payment, pages }))
    .sort(
      (one, other) =>
        rank(one) - rank(other) || score(one) - score(other) || Number(one.id) - Number(other.id),
    );
}

interface Sources {
  facts: ReportFacts;
  decisions: Decisions;
  payment: PaymentPages;
  pages: ReadonlyMap<number, PageOfPeriod>;
}

function reportScript(id: number, rows: readonly VersionOfPeriod[], sources: Sources): ReportedScript {
  const { facts, decisions, payment, pages } = sources;
  const named = facts.scripts.get(id)!;
  const { url, host } = named;
  const label = url ?? named.label;
  const state = stateOf(id, label, rows, facts);
  const worst = worstAnalysis(state) as Analysis | null;
  const reasons = (worst?.evidence ?? []).toSorted(
    (one, other) => severities.indexOf(other.severity) - severities.indexOf(one.severity),
  );
  const pageIds = [...new Set(rows.map((row) => row.pageId))];
  const versions = reportVersions(rows, sources);
  return {
    id: String(id),
    label,
    url,
    host,
    kinds: [...new Set(rows.map((row) => row.kind))].sort(),
    pages: [...new Set(pageIds.map((page) => pages.get(page)!.url))].slice(0, most.pages),
    pageCount: pageIds.length,
    onPaymentPages: pageIds.some((page) => payment.has(page)),
    onlyInForeignFrames: rows.every((row) => isForeignFrame(row, pages.get(row.pageId)!)),
    firstSeenAt: timeText(named.firstSeenAt),
    lastSeenAt: versions.reduce((last, { lastSeenAt }) => (lastSeenAt > last ? lastSeenAt : last), ''),
    isPresent: rows.some((row) => row.toVisit === lastVisit(pages.get(row.pageId)!)),
    versions: versions.slice(0, most.versions),
    versionCount: versions.length,
    verdict: worst?.verdict ?? null,
    category: worst?.category ?? null,
    scores: worst?.scores ?? null,
    partial: state.versions.some((version) => version.analysis?.partial === true),
    reasons: reasons.slice(0, most.reasons),
    reasonCount: reasons.length,
    behaviour: behaviourOf(state),
    ...decisions.of(state),
    integrity: { attribute: integrityOf(rows), changes: facts.versionChanges.get(String(id)) ?? 0 },
  };
}

/** The script as decisions and verdicts look at it: all bodies of the period together. */
function stateOf(
  id: number,
  label: string,
  rows: readonly VersionOfPeriod[],
  { scripts, analyses }: ReportFacts,
): ScriptState {
  const { url, host } = scripts.get(id)!;
  const versions = [...new Set(rows.map((row) => row.versionId))].flatMap(
    (version) => analyses.get(version) ?? [],
  );
  return { id: String(id), label, url, host, versions, pages: [], visitors: [] };
}

function reportVersions(rows: readonly VersionOfPeriod[], { pages }: Sources): ReportedScript['versions'] {
  const byVersion = Map.groupBy(rows, (row) => row.versionId);
  return [...byVersion]
    .map(([, seen]) => {
      const { sha256, bytes, verdict } = seen[0]!;
      const from = Math.min(...seen.map((row) => visitAt(pages.get(row.pageId)!, row.fromVisit)));
      const to = Math.max(...seen.map((row) => visitAt(pages.get(row.pageId)!, row.toVisit)));
      return { sha256, bytes, verdict, firstSeenAt: timeText(from), lastSeenAt: timeText(to) };
    })
    .sort((one, other) => (one.lastSeenAt < other.lastSeenAt ? 1 : -1));
}

function isForeignFrame({ frame }: VersionOfPeriod, page: PageOfPeriod): boolean {
  const host = frame === null ? undefined : URL.parse(frame)?.hostname;
  const own = URL.parse(page.url)?.hostname;
  return host !== undefined && own !== undefined && host !== '' && !isSameSite(host, own);
}

function integrityOf(rows: readonly VersionOfPeriod[]): 'all' | 'some' | 'none' {
  if (rows.every((row) => row.integrity === 'all')) return 'all';
  return rows.some((row) => row.integrity !== 'none') ? 'some' : 'none';
}

function visitAt(page: PageOfPeriod, ordinal: number): number {
  return page.visits.find((visit) => visit.ordinal === ordinal)?.at ?? page.visits.at(-1)!.at;
}

function lastVisit(page: PageOfPeriod): number {
  return page.visits.at(-1)!.ordinal;
}

function rank({ verdict, isFalsePositive }: ReportedScript): number {
  return verdict === null || isFalsePositive ? 3 : badness[verdict];
}

function score({ scores }: ReportedScript): number {
  return scores?.integrity ?? 100;
}

export function timeText(time: number): string {
  return new Date(time).toISOString();
}
