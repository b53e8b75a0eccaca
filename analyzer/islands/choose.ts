import type { Evidence, Severity } from '../../core/schema/index.ts';
import { createPositions } from '../static/position.ts';
import type { Tree } from '../static/tree/index.ts';
import { weighSigns } from '../standout.ts';
import { disguises } from '../trace/called-for.ts';
import type { Candidate } from './candidates.ts';
import type { Unit } from './lists.ts';

/** Islands looked at more closely, and what the first, the second and the third must be worth. */
const leastWorth = [-Infinity, 1, 2] as const;
/** Of the signs that stand together in an island; as `standoutOf` asks of a place. */
const leastWeight = 4;
/** A large part of a library has every sign somewhere: more than this many count for nothing. */
const mostWeight = 14;
/** What hidden names and payloads add to that. */
const disguiseWeight = 2;
/** What the gravest reason found in it adds. */
const reasonWeights: Readonly<Record<Severity, number>> = {
  info: 0,
  low: 1,
  medium: 5,
  high: 8,
  critical: 10,
};
/** Of two islands with the same signs the smaller is worth more: so much for each doubling of its nodes beyond 50. */
const sizeWeight = 1.5;
/** A chosen island is made larger by its neighbours up to so many times its characters: guests have statements without signs. */
const growth = 1.8;

/** Reasons of the whole script, in source order, by offset. */
type Reasons = readonly { readonly offset: number; readonly weight: number }[];

/** What tells candidates of one script apart. */
export interface Judge {
  /** Whether units with these signs deserve to be candidates. */
  readonly isTelling: (mask: number, units: readonly Unit[]) => boolean;
  /** Whether a reason of weight speaks of a place in them. */
  readonly isAccused: (units: readonly Unit[]) => boolean;
  readonly worthOf: (candidate: Candidate) => number;
}

export function judgeOf(text: string, tree: Tree, signs: Uint32Array, evidence: readonly Evidence[]): Judge {
  const reasons = reasonsOf(text, evidence);
  let around: ReturnType<typeof masksAround> | null = null;
  const disguised = new Map<number, boolean>();
  const isDisguised = ({ at, start, stop }: Unit): boolean => {
    let known = disguised.get(at);
    if (known === undefined) disguised.set(at, (known = disguises.test(text.slice(start, stop))));
    return known;
  };
  return {
    isTelling: (mask, units) => weighSigns(mask) + weightOf(reasons, units) >= leastWeight,
    isAccused: (units) => weightOf(reasons, units) >= reasonWeights.medium,
    worthOf({ units, mask, nodes, from, end }) {
      const { before, behind } = (around ??= masksAround(tree, signs));
      return (
        Math.min(mostWeight, weighSigns(mask)) +
        // Signs that the rest of the script does not have count twice.
        weighSigns(mask & ~(before[from]! | behind[end]!)) +
        weightOf(reasons, units) +
        (units.some(isDisguised) ? disguiseWeight : 0) -
        sizeWeight * Math.log2(1 + nodes / 50)
      );
    },
  };
}

/** The candidates worth most, each with signs or a place of its own. */
export function choose(candidates: readonly Candidate[], { worthOf }: Judge): Candidate[] {
  const ranked = candidates
    .map((candidate) => ({ candidate, worth: worthOf(candidate) }))
    .sort((one, other) => other.worth - one.worth || one.candidate.from - other.candidate.from);
  const chosen: Candidate[] = [];
  for (const { candidate, worth } of ranked) {
    if (chosen.length === leastWorth.length || worth < leastWorth[chosen.length]!) break;
    if (!chosen.some((one) => one.mask === candidate.mask && overlap(one, candidate))) chosen.push(candidate);
  }
  return [...new Set(chosen.map((one) => grown(one, candidates)))];
}

/** The longest candidate that holds this one and is not much longer. */
function grown(one: Candidate, candidates: readonly Candidate[]): Candidate {
  let best = one;
  for (const other of candidates) {
    if (other.length <= best.length || other.length > growth * one.length) continue;
    if (other.from > one.from || other.end < one.end) continue;
    const units = new Set(other.units.map(({ at }) => at));
    if (one.units.every(({ at }) => units.has(at))) best = other;
  }
  return best;
}

function overlap(one: Candidate, other: Candidate): boolean {
  return one.from < other.end && other.from < one.end;
}

function reasonsOf(text: string, evidence: readonly Evidence[]): Reasons {
  const positions = createPositions(text);
  return evidence.flatMap(({ severity, location }) => {
    const weight = reasonWeights[severity];
    return weight > 0 ? [{ offset: positions.offsetOf(location), weight }] : [];
  });
}

function weightOf(reasons: Reasons, units: readonly Unit[]): number {
  let gravest = 0;
  for (const { offset, weight } of reasons)
    if (weight > gravest && units.some(({ start, stop }) => start <= offset && offset < stop))
      gravest = weight;
  return gravest;
}

/** By node: the signs of all nodes before it, and of it and all behind it. */
function masksAround({ count, textIds }: Tree, signs: Uint32Array) {
  const before = new Uint32Array(count + 1);
  const behind = new Uint32Array(count + 1);
  const at = (index: number): number => (textIds[index]! >= 0 ? signs[textIds[index]!]! : 0);
  for (let index = 0; index < count; index++) before[index + 1] = before[index]! | at(index);
  for (let index = count - 1; index >= 0; index--) behind[index] = behind[index + 1]! | at(index);
  return { before, behind };
}
