import { defangHost, escapeForTerminal } from '../../core/encoding/index.ts';
import type { Verdict } from '../../core/schema/index.ts';
import { wrap } from './fit.ts';
import { isNotable, plural, worstFirst, type Entry, type ReportOptions } from './model.ts';
import { describeSightings, shortHosts, visitsOf } from './place.ts';
import { renderTable, type Cell, type Column } from './table.ts';
import type { Paint, Style } from './style.ts';

/** Files listed one by one even when benign, as long as there are no more than this many. */
const shortList = 12;

/** The table: findings first and numbered as the paragraphs below are, then the rest, benign ones summed up. */
export function renderOverview(
  entries: readonly Entry[],
  isCrawl: boolean,
  { width, all }: ReportOptions,
  style: Style,
): string[] {
  if (entries.length === 0) return [];
  const sorted = worstFirst(entries);
  const listed = sorted.filter((entry) => entry.verdict !== 'benign');
  const benign = sorted.filter((entry) => entry.verdict === 'benign');
  const hostFor = shortHosts(entries);
  const oneByOne = all || (!isCrawl && entries.length <= shortList);
  const rows = listed.map((entry, index) => entryRow(entry, isNotable(entry) ? index + 1 : null));
  rows.push(...(oneByOne ? benign.map((entry) => entryRow(entry, null)) : benignGroups(benign)));
  const table = renderTable(isCrawl ? crawlColumns : fileColumns, rows, { width, style });
  return [...table, '', ...legend()];

  function entryRow(entry: Entry, number: number | null): Cell[] {
    const scores = entry.scores;
    const paint = verdictPaint(entry.verdict, style);
    return [
      { text: number === null ? '' : String(number), paint: style.dim },
      { text: entry.verdict + (entry.partial ? '*' : ''), paint },
      { text: escapeForTerminal(entry.category ?? entry.reason ?? '') },
      ...(['integrity', 'magecart', 'cryptomining', 'malware'] as const).map((name): Cell => {
        const score = scores?.[name];
        return { text: score === undefined ? '–' : String(score), paint: scorePaint(score, style) };
      }),
      ...place(entry),
    ];
  }

  function place(entry: Entry): Cell[] {
    const exact = (text: string): string => escapeForTerminal(text);
    if (!isCrawl) return [{ text: exact(entry.path) }];
    const host = exact(hostFor(entry));
    return [
      { text: isNotable(entry) ? defangHost(host) : host },
      { text: exact(describeSightings(entry.sightings ?? [])) },
    ];
  }

  function benignGroups(group: readonly Entry[]): Cell[][] {
    if (!isCrawl) {
      return group.length === 0 ? [] : [groupRow(group, [{ text: plural(group.length, 'file') }])];
    }
    return [...Map.groupBy(group, hostFor)].map(([host, ofHost]) => {
      const pages = visitsOf(ofHost.flatMap((entry) => entry.sightings ?? []));
      const seen = `${plural(ofHost.length, 'script')} on ${plural(pages, 'page')}`;
      return groupRow(ofHost, [{ text: escapeForTerminal(host) }, { text: seen }]);
    });
  }

  function groupRow(group: readonly Entry[], places: Cell[]): Cell[] {
    const lowest = (name: 'integrity' | 'magecart' | 'cryptomining' | 'malware'): Cell => {
      const scores = group.map((entry) => entry.scores?.[name] ?? 99);
      return { text: String(Math.min(...scores)), paint: style.dim };
    };
    const partial = group.some((entry) => entry.partial) ? '*' : '';
    return [
      { text: '' },
      { text: `benign${partial}`, paint: verdictPaint('benign', style) },
      { text: '' },
      lowest('integrity'),
      lowest('magecart'),
      lowest('cryptomining'),
      lowest('malware'),
      ...places,
    ];
  }

  function legend(): string[] {
    const hidden = !oneByOne && benign.length > 0;
    return [
      'Scores: 1 certainly malicious, 99 certainly not. ALL (integrity in JSON) is the lowest of CARD (magecart), MIN (cryptomining) and MAL (malware).',
      ...(hidden ? ['Benign rows show the lowest score of their group; --all lists every one.'] : []),
      ...(entries.some((entry) => entry.partial) ? ['* a limit cut this analysis short.'] : []),
      ...doubted(benign),
      ...aboutReasons(entries.filter(isNotable)),
    ].flatMap((line) => wrap(line, width).map(style.dim));
  }
}

/** How to read the reasons of findings, as far as they call for it. */
function aboutReasons(findings: readonly Entry[]): string[] {
  const reasons = findings.flatMap(({ evidence }) => evidence);
  const isEmulated = reasons.some(({ message }) => message.includes('(emulated'));
  return [
    ...(reasons.length > 0
      ? ['A reason’s severity is how much it says alone; the verdict weighs the script as a whole.']
      : []),
    ...(isEmulated
      ? ['(emulated): seen as the script ran in a made-up shop inside a sandbox, from which nothing leaves.']
      : []),
  ];
}

/** Benign scripts named where one line must do. */
const namedDoubted = 5;

/** Benign scripts with a grave reason all the same: the detector weighs it otherwise, a person may not. */
function doubted(benign: readonly Entry[]): string[] {
  const grave = benign.filter(({ evidence }) =>
    evidence.some(({ severity }) => severity === 'high' || severity === 'critical'),
  );
  if (grave.length === 0) return [];
  const names = grave.slice(0, namedDoubted).map(({ path }) => escapeForTerminal(path));
  const more = grave.length > namedDoubted ? ` and ${grave.length - namedDoubted} more` : '';
  return [
    `${plural(grave.length, 'benign script')} with a grave reason, which --format json tells: ${names.join(', ')}${more}`,
  ];
}

const scoreColumns: Column[] = [
  { title: '#', align: 'right' },
  { title: 'VERDICT' },
  { title: 'CATEGORY', max: 14 },
  { title: 'ALL', align: 'right' },
  { title: 'CARD', align: 'right' },
  { title: 'MIN', align: 'right' },
  { title: 'MAL', align: 'right' },
];
const crawlColumns: Column[] = [...scoreColumns, { title: 'HOST', grow: 3 }, { title: 'SEEN', grow: 2 }];
const fileColumns: Column[] = [...scoreColumns, { title: 'PATH', grow: 1 }];

export function verdictPaint(verdict: Verdict, style: Style): Paint {
  const paints: Record<Verdict, Paint> = {
    malicious: (text) => style.bold(style.red(text)),
    suspicious: style.yellow,
    unanalysed: style.cyan,
    benign: style.green,
  };
  return paints[verdict];
}

/** Malicious below 10, suspicious below 50. */
function scorePaint(score: number | undefined, style: Style): Paint {
  if (score === undefined) return style.dim;
  return score < 10 ? style.red : score < 50 ? style.yellow : style.dim;
}
