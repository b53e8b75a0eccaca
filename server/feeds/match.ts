import type { Analysis, Category, Evidence } from '../../core/schema/index.ts';
import { findEntries, hasFeeds, type Db, type FeedSeverity, type FoundEntry } from '../store/index.ts';
import { hostKeys, urlKeys } from './normal.ts';

export const feedRules = ['feed-domain', 'feed-url', 'feed-hash'] as const;
export type FeedRule = (typeof feedRules)[number];

/** What lists can be asked about. */
export interface Question {
  hosts?: readonly string[];
  urls?: readonly string[];
  /** SHA-256. */
  hashes?: readonly string[];
}

/** Something on a list. */
export interface FeedMatch {
  rule: FeedRule;
  /** What was asked about: the host, the address, the hash. */
  subject: string;
  feedId: number;
  feed: string;
  line: number;
  /** The entry as it is compared. */
  entry: string;
  severity: FeedSeverity;
  category: Category;
}

/** What all lists say of all of this at once; by subject. */
export async function findMatches(db: Db, question: Question): Promise<Map<string, FeedMatch[]>> {
  const found = new Map<string, FeedMatch[]>();
  if (!(await hasFeeds(db))) return found;
  const tell = (rule: FeedRule, subject: string, entry: FoundEntry): void => {
    const { feedId, feed, line, severity, category } = entry;
    const match: FeedMatch = {
      rule,
      subject,
      feedId,
      feed,
      line,
      entry: entryText(entry),
      severity,
      category,
    };
    const list = found.get(subject) ?? [];
    if (list.length === 0) found.set(subject, list);
    // Of several entries of one list, the narrowest, which is asked first, will do.
    if (!list.some((known) => known.feedId === feedId && known.rule === rule)) list.push(match);
  };
  const hosts = [...new Set(question.hosts ?? [])].map((host) => ({ subject: host, keys: hostKeys(host) }));
  for (const kind of ['host', 'domain', 'subdomain'] as const) {
    const values = hosts.flatMap(({ keys }) =>
      keys.filter((key) => key.kind === kind).map((key) => key.value),
    );
    const entries = Map.groupBy(await findEntries(db, kind, values), (entry) => entry.value);
    for (const { subject, keys } of hosts) {
      for (const key of keys) {
        if (key.kind === kind)
          for (const entry of entries.get(key.value) ?? []) tell('feed-domain', subject, entry);
      }
    }
  }
  const urls = [...new Set(question.urls ?? [])].map((url) => ({ subject: url, keys: urlKeys(url) }));
  const byUrl = Map.groupBy(
    await findEntries(
      db,
      'url',
      urls.flatMap(({ keys }) => keys),
    ),
    (entry) => entry.value,
  );
  for (const { subject, keys } of urls) {
    for (const key of keys) for (const entry of byUrl.get(key) ?? []) tell('feed-url', subject, entry);
  }
  for (const entry of await findEntries(db, 'hash', question.hashes ?? []))
    tell('feed-hash', entry.value, entry);
  return found;
}

function entryText({ kind, value }: FoundEntry): string {
  return kind === 'subdomain' ? `*.${value}` : value;
}

/** The verdict that matches alone lead to; null without any. */
export function verdictOf(
  matches: readonly Pick<FeedMatch, 'severity'>[],
): 'malicious' | 'suspicious' | null {
  if (matches.length === 0) return null;
  return matches.some((match) => match.severity === 'critical') ? 'malicious' : 'suspicious';
}

/** The matches of what an analysis is of: its body, its scripts, the hosts they name, and where it came from. */
export function matchesOf(found: ReadonlyMap<string, FeedMatch[]>, named: Question): FeedMatch[] {
  const subjects = [...(named.hashes ?? []), ...(named.urls ?? []), ...(named.hosts ?? [])];
  return [...new Set(subjects)].flatMap((subject) => found.get(subject) ?? []);
}

/** What lists are to be asked about an analysis. */
export function questionOf(
  analysis: Analysis,
  url: string | null = null,
): Required<{ [K in keyof Question]: string[] }> {
  const host = url === null ? undefined : URL.parse(url)?.hostname;
  return {
    hashes: [...new Set([analysis.sha256, ...(analysis.scripts ?? []).map((script) => script.sha256)])],
    hosts: [...new Set([...analysis.behaviour.hosts, ...(host ? [host] : [])])],
    urls: url === null ? [] : [url],
  };
}

const most = 20;

/**
 * An analysis with what lists say added: evidence, and the verdict and scores that follow from it. A match makes it
 * worse, never better. Probabilities stay the detector's own.
 */
export function withMatches(analysis: Analysis, matches: readonly FeedMatch[]): Analysis {
  const feedVerdict = verdictOf(matches);
  if (feedVerdict === null) return analysis;
  const evidence = [
    ...analysis.evidence,
    ...matches.slice(0, most).map((match) => evidenceOf(match, analysis)),
  ];
  if (!isWorse(feedVerdict, analysis.verdict)) return { ...analysis, evidence };
  const worst = matches.find((match) => match.severity === 'critical') ?? matches[0]!;
  const category = analysis.category ?? worst.category;
  return {
    ...analysis,
    verdict: feedVerdict,
    category,
    scores: analysis.scores && loweredScores(analysis.scores, category, feedVerdict),
    evidence,
  };
}

/** An analysis with what all lists say now. @param url Where the script or file came from. */
export async function withFeeds(db: Db, analysis: Analysis, url: string | null): Promise<Analysis> {
  const question = questionOf(analysis, url);
  return withMatches(analysis, matchesOf(await findMatches(db, question), question));
}

/** Scores that agree with the verdict: certainly malicious, or just suspicious. */
export function loweredScores(
  scores: NonNullable<Analysis['scores']>,
  category: Category,
  verdict: 'malicious' | 'suspicious',
): NonNullable<Analysis['scores']> {
  const lowered = { ...scores, [category]: Math.min(scores[category], listScore[verdict]) };
  return { ...lowered, integrity: Math.min(lowered.magecart, lowered.cryptomining, lowered.malware) };
}

/** The score that goes with a list's word. */
export const listScore = { malicious: 1, suspicious: 25 } as const;

const ranks = { unanalysed: 0, benign: 1, suspicious: 2, malicious: 3 } as const;

export function isWorse(one: keyof typeof ranks, other: keyof typeof ranks): boolean {
  return ranks[one] > ranks[other];
}

/** One sentence that names the list and the line. */
export function sentenceOf({ rule, feed, line, subject, entry }: FeedMatch): string {
  const what = { 'feed-domain': 'The host', 'feed-url': 'The address', 'feed-hash': 'The SHA-256' }[rule];
  const by = entry === subject || rule !== 'feed-domain' ? '' : ` as ${entry}`;
  return `${what} ${shortened(subject)} is on the list "${feed}"${by}, line ${line}.`;
}

/** It stands where another reason already names the host, else at the start. */
function evidenceOf(match: FeedMatch, analysis: Analysis): Evidence {
  const told = analysis.evidence.find((one) => one.host === match.subject);
  return {
    rule: match.rule,
    severity: match.severity,
    message: sentenceOf(match),
    location: told?.location ?? { line: 1, column: 1 },
    snippet: told?.snippet ?? '',
    ...(match.rule === 'feed-domain' && { host: match.subject }),
  };
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}\u2026` : text;
}
