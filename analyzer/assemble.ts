import {
  severities,
  type Analysis,
  type Behaviour,
  type Evidence,
  type Probabilities,
  type Scores,
  type Verdict,
} from '../core/schema/index.ts';
import { withGraver } from './deobfuscate/index.ts';
import { behaviourSet } from './static/behaviour/index.ts';
import type { Examination, ExaminedScript, UnanalysedReason } from './examine.ts';
import type { Thresholds } from './model/index.ts';
import { judge } from './verdict/index.ts';

/** An examined script and what the model says of it. */
export interface JudgedScript {
  script: ExaminedScript;
  probabilities: Probabilities;
}

/** What all analyses of one input share. */
export interface Frame {
  path: string;
  bytes: number;
  modelVersion: string;
  thresholds: Thresholds;
  totalMs: number;
  inferenceMs: number;
}

type ScriptAnalysis = Omit<Analysis, 'scripts'>;

/** Analysis of an examined input: of its only script, or of the worst of several. Pure. */
export function assemble(frame: Frame, examination: Examination, judged: readonly JudgedScript[]): Analysis {
  const { media, sha256, partial } = examination;
  if (examination.reason) return unanalysed(frame, sha256, media, examination.reason, partial);
  const timings = { totalMs: frame.totalMs, inferenceMs: frame.inferenceMs };
  const scripts = withParts(
    judged,
    judged.map((one) => analysisOf(frame, one, media === 'html' ? 'html' : 'js')),
  );
  const worst = worstOf(scripts);
  if (!worst) return withoutCode(frame, examination);
  if (media !== 'html' && scripts.length === 1) {
    return { ...worst, path: frame.path, timings: { ...worst.timings, ...timings } };
  }
  return {
    ...worst,
    path: frame.path,
    sha256,
    bytes: frame.bytes,
    media,
    structureHash: null,
    shapeHash: null,
    scores: lowest(scripts),
    evidence: sorted(scripts.flatMap((script) => script.evidence)),
    behaviour: union(scripts.map((script) => script.behaviour)),
    parse: parseOf(scripts),
    partial,
    timings: { ...total(scripts), ...timings },
    ...(media === 'html' && { scripts: scripts.map((script) => ({ ...script, media: 'js' as const })) }),
  };
}

/** No more than so much evidence for one script: after the worst, more only hides it. */
const maxEvidence = 50;

/** The analyses of the scripts, each with what its parts show: as bad as the worst of them, for the reasons of all. */
function withParts(judged: readonly JudgedScript[], analyses: readonly ScriptAnalysis[]): ScriptAnalysis[] {
  const partsOf = Map.groupBy(analyses.keys(), (index) => judged[index]!.script.partOf);
  return (partsOf.get(undefined) ?? []).map((index) => {
    const whole = analyses[index]!;
    const places = partsOf.get(index) ?? [];
    if (places.length === 0) return whole;
    const parts = places.map((at) => analyses[at]!);
    const { verdict, category, scores, probabilities, similar, explanation } = worstOf([whole, ...parts])!;
    const [islands, opened] = [false, true].map((isOpened) =>
      places
        .filter((at) => (judged[at]!.script.isOpened ?? false) === isOpened)
        .flatMap((at) => analyses[at]!.evidence),
    ) as [Evidence[], Evidence[]];
    return {
      ...whole,
      ...{ verdict, category, scores, probabilities },
      ...(similar && { similar }),
      ...(explanation && { explanation }),
      // Opened code shows what its source showed, and more.
      evidence: once(withGraver([...whole.evidence, ...islands], opened)),
      behaviour: bounded(union([whole, ...parts].map(({ behaviour }) => behaviour))),
      partial: whole.partial || parts.some(({ partial }) => partial),
      timings: total([whole, ...parts]),
    };
  });
}

/** What is said of a script and again of a part of it is said once, worst first. */
function once(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  const different = sorted(evidence).filter(({ rule, field, host, message, location }) => {
    const key = JSON.stringify([rule, field ?? null, host ?? [message, location]]);
    return !seen.has(key) && seen.add(key);
  });
  return different.slice(0, maxEvidence);
}

function analysisOf(
  frame: Frame,
  { script, probabilities }: JudgedScript,
  media: 'js' | 'html',
): ScriptAnalysis {
  const { thresholds, modelVersion } = frame;
  const { path, sha256, bytes, structureHash, shapeHash, evidence, behaviour, parse, partial, timings } =
    script;
  const { explanation, similar, libraries } = script;
  const judged = judge({ probabilities, evidence, thresholds, bytes });
  return {
    path,
    sha256,
    bytes,
    structureHash,
    shapeHash,
    evidence: sorted(evidence),
    behaviour,
    ...(explanation && { explanation }),
    ...(libraries && { libraries }),
    parse,
    partial,
    timings,
    media,
    ...judged,
    // Of an honest script it would be slander.
    ...(similar && similar.length > 0 && judged.verdict !== 'benign' && { similar }),
    probabilities,
    model: { version: modelVersion },
  };
}

/** Nothing was judged, and why. */
export function unanalysed(
  frame: Frame,
  sha256: string,
  media: Analysis['media'],
  reason: UnanalysedReason,
  partial: boolean,
): Analysis {
  return {
    ...blank(frame, sha256, media),
    verdict: 'unanalysed',
    reason,
    scores: null,
    probabilities: null,
    partial,
  };
}

/** An empty file, or a page without scripts: nothing that could do anything. Certain, so the model is not asked. */
function withoutCode(frame: Frame, { sha256, media, partial }: Examination): Analysis {
  return {
    ...blank(frame, sha256, media),
    verdict: 'benign',
    scores: { integrity: 99, magecart: 99, cryptomining: 99, malware: 99 },
    probabilities: { benign: 1, magecart: 0, cryptomining: 0, malware: 0 },
    partial,
  };
}

function blank(frame: Frame, sha256: string, media: Analysis['media']) {
  return {
    path: frame.path,
    sha256,
    bytes: frame.bytes,
    media,
    structureHash: null,
    shapeHash: null,
    category: null,
    evidence: [],
    behaviour: { fields: [], hosts: [], sinks: [], dynamicCode: [], storage: [] },
    parse: { mode: 'none' as const },
    model: { version: frame.modelVersion },
    timings: { totalMs: frame.totalMs },
  };
}

const ranks: Record<Verdict, number> = { malicious: 0, suspicious: 1, benign: 2, unanalysed: 3 };

/** Worst verdict first, then lowest score; of equals the first. */
export function worstOf<T extends Pick<Analysis, 'verdict' | 'scores'>>(
  analyses: readonly T[],
): T | undefined {
  return [...analyses].sort(
    (one, other) =>
      ranks[one.verdict] - ranks[other.verdict] ||
      (one.scores?.integrity ?? 99) - (other.scores?.integrity ?? 99),
  )[0];
}

function lowest(scripts: readonly ScriptAnalysis[]): Scores {
  const least = (category: keyof Scores): number =>
    Math.min(...scripts.map((script) => script.scores?.[category] ?? 99));
  return {
    integrity: least('integrity'),
    magecart: least('magecart'),
    cryptomining: least('cryptomining'),
    malware: least('malware'),
  };
}

/** The gravest first, whatever else a reader skips; then by place. */
function sorted(evidence: readonly Evidence[]): Evidence[] {
  return [...evidence].sort(
    (one, other) =>
      severities.indexOf(other.severity) - severities.indexOf(one.severity) ||
      one.location.line - other.location.line ||
      one.location.column - other.location.column,
  );
}

/** Sorted sets; a page of many scripts may hold more than one script's bound of each. */
function union(behaviours: readonly Behaviour[]): Behaviour {
  const all = (key: keyof Behaviour): string[] =>
    [...new Set(behaviours.flatMap((behaviour) => behaviour[key]))].sort();
  return {
    fields: all('fields'),
    hosts: all('hosts'),
    sinks: all('sinks'),
    dynamicCode: all('dynamicCode'),
    storage: all('storage'),
  };
}

/** At most what one script may show. */
function bounded({ fields, hosts, sinks, dynamicCode, storage }: Behaviour): Behaviour {
  return {
    fields: behaviourSet(fields),
    hosts: behaviourSet(hosts),
    sinks: behaviourSet(sinks),
    dynamicCode: behaviourSet(dynamicCode),
    storage: behaviourSet(storage),
  };
}

const parseRanks = { script: 0, module: 1, handler: 2, loose: 3, none: 4 } as const;

/** The least complete of the parses, for an input of several scripts. */
function parseOf(scripts: readonly ScriptAnalysis[]): Analysis['parse'] {
  return scripts
    .map((script) => script.parse)
    .sort((one, other) => parseRanks[other.mode] - parseRanks[one.mode])[0]!;
}

function total(scripts: readonly ScriptAnalysis[]): ScriptAnalysis['timings'] {
  const sums: ScriptAnalysis['timings'] = { totalMs: 0 };
  for (const { timings } of scripts)
    for (const [part, ms] of Object.entries(timings)) sums[part] = (sums[part] ?? 0) + ms;
  return sums;
}
