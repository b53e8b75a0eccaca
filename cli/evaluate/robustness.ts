import { parse } from 'acorn';
import { choose } from './random.ts';
import { loadDisguises, type Disguise } from './disguises.ts';
import type { Judged, Sample } from './sample.ts';

/** How many of the same samples are still called malicious, or at least suspicious, once disguised. */
export interface RobustnessRow {
  readonly disguise: string;
  readonly label: 'benign' | 'malicious';
  /** Samples that the tool could read and that were judged. */
  readonly of: number;
  readonly maliciousBefore: number;
  readonly malicious: number;
  readonly caughtBefore: number;
  readonly caught: number;
}

/** Longer scripts are left out: an obfuscator may take minutes on them. */
const maxBytes = 100 * 1024;
const hostBytes = { least: 100 * 1024, most: 500 * 1024 };

/**
 * The plan: for each side (guilty, honest) a seeded choice of scripts, and a benign library to splice into. Samples are
 * only ever read and rewritten by the tools, never run.
 */
export function planRobustness(
  sizes: ReadonlyMap<string, number>,
  rows: readonly Judged[],
  most: number,
  seed: number,
): { chosen: Judged[]; host: string | null } {
  const isFit = (row: Judged): boolean => row.media === 'js' && (sizes.get(row.id) ?? Infinity) <= maxBytes;
  const pick = (side: readonly Judged[]): Judged[] => choose(side.filter(isFit), most, seed, ({ id }) => id);
  const benign = rows.filter(
    ({ label, media, verdict }) => label === 'benign' && media === 'js' && verdict === 'benign',
  );
  const size = ({ id }: Judged): number => sizes.get(id) ?? 0;
  const libraries = benign.filter((row) => size(row) >= hostBytes.least && size(row) <= hostBytes.most);
  const host =
    choose(libraries, 1, seed, ({ id }) => id)[0] ??
    benign.toSorted((one, other) => size(other) - size(one))[0];
  return {
    chosen: [
      ...pick(rows.filter(({ label }) => label !== 'benign')),
      ...pick(rows.filter(({ label }) => label === 'benign')),
    ],
    host: host?.id ?? null,
  };
}

/** The tools, and splices of a guilty script into the library where there is one. */
export async function disguisesFor(host: string | null, seed: number): Promise<Disguise[]> {
  const tools = await loadDisguises(seed);
  if (host === null) return tools;
  const appended = { name: 'a library appended', apply: (text: string) => `${text}\n;${host}` };
  return [...tools, appended, ...(['start', 'middle', 'end'] as const).map((at) => splice(host, at))];
}

export function isSplice({ name }: Disguise): boolean {
  return name.startsWith('spliced');
}

function splice(host: string, at: 'start' | 'middle' | 'end'): Disguise {
  return {
    name: `spliced at the ${at} of a library`,
    apply: (text) => {
      const place = at === 'start' ? 0 : at === 'end' ? host.length : middleOf(host);
      return `${host.slice(0, place)}\n;${text}\n;${host.slice(place)}`;
    },
  };
}

/** Between two statements near the middle; inside the outermost function where the library is one statement. */
function middleOf(host: string): number {
  const { body } = parse(host, {
    ecmaVersion: 'latest',
    sourceType: 'script',
    allowReturnOutsideFunction: true,
  });
  const starts =
    body.length > 2
      ? body.slice(1).map(({ start }) => start)
      : [...host.matchAll(/function\s*\w*\([\w$,\s]*\)\s*\{(?!\s*["'])/g)].map(
          (match) => match.index + match[0].length,
        );
  const middle = host.length / 2;
  return starts.reduce(
    (best, one) => (Math.abs(one - middle) < Math.abs(best - middle) ? one : best),
    host.length,
  );
}

/** Applies every disguise to every sample that it suits and counts what the judge says before and after. */
export async function measureRobustness(
  pairs: readonly { sample: Sample; before: Judged }[],
  disguises: readonly Disguise[],
  judge: (sample: Sample) => Promise<Judged>,
  onStep: (done: number, total: number) => void,
): Promise<RobustnessRow[]> {
  const rows: RobustnessRow[] = [];
  const total = disguises.length * 2;
  for (const disguise of disguises) {
    for (const label of ['malicious', 'benign'] as const) {
      onStep(rows.length, total);
      // A library with a benign script in it says little: the same text was benign twice already.
      if (label === 'benign' && isSplice(disguise)) continue;
      const side = pairs.filter(({ sample }) => (sample.label === 'benign') === (label === 'benign'));
      const judged: { before: Judged; after: Judged }[] = [];
      for (const { sample, before } of side) {
        const text = await disguised(disguise, sample.text);
        if (text !== null) judged.push({ before, after: await judge({ ...sample, text }) });
      }
      const count = (of: 'before' | 'after', verdicts: readonly string[]): number =>
        judged.filter((pair) => verdicts.includes(pair[of].verdict)).length;
      rows.push({
        disguise: disguise.name,
        label,
        of: judged.length,
        maliciousBefore: count('before', ['malicious']),
        malicious: count('after', ['malicious']),
        caughtBefore: count('before', ['malicious', 'suspicious']),
        caught: count('after', ['malicious', 'suspicious']),
      });
    }
  }
  return rows;
}

async function disguised({ apply }: Disguise, text: string): Promise<string | null> {
  try {
    return await apply(text);
  } catch {
    // The tool cannot read this script: one sample fewer, which `of` tells.
    return null;
  }
}
