import type { Evidence } from '../../core/schema/index.ts';
import { sha256 } from '../../core/encoding/index.ts';
import { severityOf } from '../drift/severity.ts';
import type { SiteState } from '../drift/state.ts';
import type { ChangeToStore, Flag, KnownScript } from '../store/index.ts';
import { matchesOf, sentenceOf, verdictOf, type FeedMatch, type Question } from './match.ts';

/** Something of a site that lists are asked about. */
export interface Subject {
  type: 'script' | 'host';
  /** Script id or host. */
  id: string;
  url: string | null;
  /** As people know it. */
  label: string;
  question: Required<Question>;
  /** Whether pages, as last reached, still show it. */
  isPresent: boolean;
}

/** What a site shows, as lists are asked about it: the hosts it contacts, and each script by address, body and the hosts it names. Pure. */
export function subjectsOf(state: Pick<SiteState, 'pages' | 'scripts'>): Subject[] {
  const hosts = [...new Set(state.pages.flatMap((page) => page.hosts.map(({ host }) => host)))].sort();
  return [
    ...hosts.map((host) => hostSubject(host, true)),
    ...state.scripts.map(({ id, label, url, host, versions }): Subject => {
      const named = versions.flatMap(({ analysis }) => analysis?.behaviour.hosts ?? []);
      const hashes = versions.map((version) => version.sha256);
      const question = {
        hosts: unique([...(host === null ? [] : [host]), ...named]),
        urls: url === null ? [] : [url],
        hashes,
      };
      return { type: 'script', id, url, label, question, isPresent: true };
    }),
  ];
}

/** What a site showed once and no longer does. Pure. */
export function pastSubjects(
  present: readonly Subject[],
  past: { hosts: readonly string[]; scripts: readonly KnownScript[] },
): Subject[] {
  const shown = new Map(present.filter((one) => one.type === 'script').map((one) => [one.id, one]));
  return [
    ...past.hosts.map((host) => hostSubject(host, false)),
    ...past.scripts.flatMap((script): Subject[] => {
      const now = shown.get(String(script.id));
      const hashes = script.hashes.filter((hash) => !now?.question.hashes.includes(hash));
      const isGone = now === undefined;
      if (!isGone && hashes.length === 0) return [];
      const question = {
        hashes,
        urls: isGone && script.url !== null ? [script.url] : [],
        hosts: isGone && script.host !== null ? [script.host] : [],
      };
      const { label, url } = script;
      return [
        { type: 'script', id: String(script.id), url, label: url ?? label, question, isPresent: false },
      ];
    }),
  ];
}

function hostSubject(host: string, isPresent: boolean): Subject {
  return {
    type: 'host',
    id: host,
    url: null,
    label: host,
    question: { hosts: [host], urls: [], hashes: [] },
    isPresent,
  };
}

/** The questions of many subjects as one. */
export function questionOfAll(subjects: readonly Subject[]): Required<Question> {
  return {
    hosts: unique(subjects.flatMap(({ question }) => question.hosts)),
    urls: unique(subjects.flatMap(({ question }) => question.urls)),
    hashes: unique(subjects.flatMap(({ question }) => question.hashes)),
  };
}

/** What lists say of a site: the changes to tell, and what becomes of the summaries of its scripts. */
export interface SiteMatches {
  changes: ChangeToStore[];
  versions: Map<string, Flag>;
  scripts: Map<number, Flag>;
}

/** Puts answers and subjects together. Pure. */
export function siteMatches(
  subjects: readonly Subject[],
  found: ReadonlyMap<string, FeedMatch[]>,
  versionHosts: ReadonlyMap<string, readonly string[]>,
): SiteMatches {
  const changes = subjects.flatMap((subject) => {
    const byRule = Map.groupBy(matchesOf(found, subject.question), (match) => match.rule);
    return [...byRule.values()].map((matches) => changeOf(subject, matches));
  });
  const versions = new Map<string, Flag>();
  for (const [hash, hosts] of versionHosts) {
    const flag = flagOf(matchesOf(found, { hashes: [hash], hosts }));
    if (flag) versions.set(hash, flag);
  }
  const scripts = new Map<number, Flag>();
  for (const subject of subjects) {
    if (subject.type !== 'script' || !subject.isPresent || subject.url === null) continue;
    const host = URL.parse(subject.url)?.hostname;
    const flag = flagOf(matchesOf(found, { urls: [subject.url], hosts: host ? [host] : [] }));
    if (flag) scripts.set(Number(subject.id), flag);
  }
  return { changes, versions, scripts };
}

function flagOf(matches: readonly FeedMatch[]): Flag | null {
  const verdict = verdictOf(matches);
  if (verdict === null) return null;
  const worst = matches.find((match) => match.severity === 'critical') ?? matches[0]!;
  return { verdict, category: worst.category };
}

/** Equal for one subject, rule and severity: a second list that says the same tells nothing new. */
function changeOf(subject: Subject, matches: readonly FeedMatch[]): ChangeToStore {
  const worst = matches.find((match) => match.severity === 'critical') ?? matches[0]!;
  const { type, id, url, isPresent } = subject;
  const isCritical = worst.severity === 'critical';
  return {
    kind: 'feed-match',
    severity: severityOf('feed-match', isCritical ? ['on-critical-feed'] : []),
    subject: { type, id, url },
    message: `${whatOf(subject)} ${sentenceOf(worst)}`,
    before: null,
    after: {
      present: isPresent,
      matches: matches
        .slice(0, 20)
        .map(({ rule, feed, line, entry, severity }) => ({ rule, feed, line, entry, severity })),
    },
    evidence: matches.slice(0, 20).map((match): Evidence => ({
      rule: match.rule,
      severity: match.severity,
      message: sentenceOf(match),
      location: { line: 1, column: 1 },
      snippet: '',
      ...(match.rule === 'feed-domain' && { host: match.subject }),
    })),
    previousCrawlId: null,
    dedupeKey: matchKey(subject, worst, isPresent),
  };
}

export function matchKey(
  { type, id }: Pick<Subject, 'type' | 'id'>,
  { rule, severity }: Pick<FeedMatch, 'rule' | 'severity'>,
  isPresent: boolean,
): string {
  return sha256(JSON.stringify(['feed-match', type, id, rule, severity, isPresent]));
}

function whatOf({ type, label, isPresent }: Subject): string {
  if (type === 'host') {
    return isPresent
      ? "Visitors' browsers contact a known bad host."
      : "Visitors' browsers contacted a known bad host before.";
  }
  const shown = label.length > 300 ? `${label.slice(0, 299)}\u2026` : label;
  return isPresent
    ? `Script ${shown} is on a threat feed.`
    : `Script ${shown}, which was shown before, is on a threat feed.`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
