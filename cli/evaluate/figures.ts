import { categories, type Category } from '../../core/schema/index.ts';
import { calibrationOf, type Calibration } from './calibration.ts';
import { guiltOf, type Judged, type Label } from './sample.ts';
import { shareOf, type Share } from './share.ts';

/** False-positive rates at which recall is told. */
const rates = [0.01, 0.001, 0.0003] as const;

export interface KindCounts {
  readonly label: Label;
  readonly kind: string;
  readonly media: 'js' | 'html';
  readonly of: number;
  readonly malicious: number;
  readonly suspicious: number;
  readonly unanalysed: number;
}

/** The samples of one group: a family, a site or a vendor. */
export interface FamilyCounts {
  readonly group: string;
  readonly label: Label;
  readonly of: number;
  readonly malicious: number;
  readonly suspicious: number;
}

export interface AtVerdict {
  readonly level: 'malicious' | 'at least suspicious';
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly falsePositives: Share;
  readonly hardFalsePositives: Share;
  readonly recallOf: Record<Category, Share>;
}

export interface AtRate {
  readonly rate: number;
  /** Benign rows that may be flagged at this rate; below one the rate cannot be told from so few. */
  readonly allowed: number;
  readonly recallOf: Record<Category, Share>;
}

export interface Figures {
  readonly verdicts: AtVerdict[];
  readonly rates: AtRate[];
  readonly kinds: KindCounts[];
  /** Groups of malicious samples, those that are missed most first. */
  readonly families: FamilyCounts[];
  /** Of malicious samples called malicious or suspicious. */
  readonly rightCategory: Record<Category, Share>;
  /** Of samples called malicious. */
  readonly locatedReason: Share;
  /** Of skimmers called malicious that hold a host: a reason names one; a reason or the list of hosts does. */
  readonly namedHost: Share;
  readonly listedHost: Share;
  readonly calibration: Calibration;
  readonly partial: number;
  readonly unanalysed: number;
  readonly ms: { readonly median: number; readonly p95: number; readonly max: number };
}

/** Everything a table of the detector's worth needs, from what it said of each sample. Pure; the seed draws intervals. */
export function figuresOf(rows: readonly Judged[], seed: number): Figures {
  const caught = (row: Judged): boolean => row.verdict === 'malicious' || row.verdict === 'suspicious';
  const guilty = rows.filter(({ label }) => label !== 'benign');
  const called = rows.filter(({ verdict }) => verdict === 'malicious');
  const skimmers = called.filter(({ label, holdsHost }) => label === 'magecart' && holdsHost);
  const times = rows.map(({ ms }) => ms).sort((one, other) => one - other);
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return {
    verdicts: [
      atVerdict(rows, 'malicious', ({ verdict }) => verdict === 'malicious', seed),
      atVerdict(rows, 'at least suspicious', caught, seed),
    ],
    rates: rates.map((rate) => atRate(rows, rate, seed)),
    kinds: kindsOf(rows),
    families: familiesOf(guilty),
    rightCategory: perCategory((category) =>
      shareOf(
        guilty.filter((row) => row.label === category && caught(row)),
        (row) => row.category === category,
        seed,
      ),
    ),
    locatedReason: shareOf(called, ({ reasons }) => reasons > 0, seed),
    namedHost: shareOf(skimmers, ({ namesHost }) => namesHost, seed),
    listedHost: shareOf(skimmers, ({ listsHost }) => listsHost, seed),
    calibration: calibrationOf(rows),
    partial: rows.filter(({ partial }) => partial).length,
    unanalysed: rows.filter(({ verdict }) => verdict === 'unanalysed').length,
    ms: { median: at(0.5), p95: at(0.95), max: times.at(-1) ?? 0 },
  };
}

function atVerdict(
  rows: readonly Judged[],
  level: AtVerdict['level'],
  isHit: (row: Judged) => boolean,
  seed: number,
): AtVerdict {
  const benign = rows.filter(({ label }) => label === 'benign');
  const guilty = rows.filter(({ label }) => label !== 'benign');
  const hits = guilty.filter(isHit).length;
  const falsePositives = shareOf(benign, isHit, seed);
  const flagged = hits + falsePositives.hits;
  const precision = flagged === 0 ? null : hits / flagged;
  const recall = guilty.length === 0 ? null : hits / guilty.length;
  return {
    level,
    precision,
    recall,
    f1:
      precision === null || recall === null || hits === 0
        ? null
        : (2 * precision * recall) / (precision + recall),
    falsePositives,
    hardFalsePositives: shareOf(
      benign.filter(({ hard }) => hard),
      isHit,
      seed,
    ),
    recallOf: recallOf(rows, isHit, seed),
  };
}

/** The lowest threshold on guilt that lets at most this share of benign rows through. */
function atRate(rows: readonly Judged[], rate: number, seed: number): AtRate {
  const benign = rows
    .filter(({ label }) => label === 'benign')
    .map(guiltOf)
    .sort((one, other) => other - one);
  const allowed = Math.floor(rate * benign.length);
  const threshold = benign[allowed] ?? 0;
  return { rate, allowed, recallOf: recallOf(rows, (row) => guiltOf(row) > threshold, seed) };
}

function recallOf(
  rows: readonly Judged[],
  isHit: (row: Judged) => boolean,
  seed: number,
): Record<Category, Share> {
  return perCategory((category) =>
    shareOf(
      rows.filter(({ label }) => label === category),
      isHit,
      seed,
    ),
  );
}

function perCategory(of: (category: Category) => Share): Record<Category, Share> {
  return Object.fromEntries(categories.map((category) => [category, of(category)])) as Record<
    Category,
    Share
  >;
}

function familiesOf(guilty: readonly Judged[]): FamilyCounts[] {
  const count = (members: readonly Judged[], verdict: Judged['verdict']): number =>
    members.filter((row) => row.verdict === verdict).length;
  return [...Map.groupBy(guilty, ({ group }) => group)]
    .map(([group, members]) => ({
      group,
      label: members[0]!.label,
      of: members.length,
      malicious: count(members, 'malicious'),
      suspicious: count(members, 'suspicious'),
    }))
    .sort(
      (one, other) =>
        one.malicious / one.of - other.malicious / other.of ||
        other.of - one.of ||
        (one.group < other.group ? -1 : 1),
    );
}

function kindsOf(rows: readonly Judged[]): KindCounts[] {
  const groups = Map.groupBy(rows, ({ label, kind, media }) => `${label}\n${kind}\n${media}`);
  return [...groups.keys()].sort().map((key) => {
    const members = groups.get(key)!;
    const { label, kind, media } = members[0]!;
    const count = (verdict: Judged['verdict']): number =>
      members.filter((row) => row.verdict === verdict).length;
    return {
      label,
      kind,
      media,
      of: members.length,
      malicious: count('malicious'),
      suspicious: count('suspicious'),
      unanalysed: count('unanalysed'),
    };
  });
}
