import type { Tree } from '../static/tree/index.ts';
import { componentsOf, type Component } from './components.ts';
import { unitListsOf, type Unit, type UnitList } from './lists.ts';
import type { Judge } from './choose.ts';
import type { Reach } from './reach.ts';
import { runsOf, windowsOf, type Part } from './runs.ts';
import { styleOf } from './style.ts';

/** Units that could be an island. */
export interface Candidate {
  readonly units: readonly Unit[];
  /** Characters of all of them. */
  readonly length: number;
  /** Nodes of all of them. */
  readonly nodes: number;
  /** The signs that occur in it, a bit each. */
  readonly mask: number;
  /** Where the units begin and end: first node, and one past the last. */
  readonly from: number;
  readonly end: number;
}

/** Characters; `bound` of what uses names of its surroundings but is accused by a reason. */
const limits = { least: 80, most: 80_000, bound: 8_000 } as const;
/** An island as large as this share of the script is the script. */
const maxShare = 0.6;
/** What holds a larger share of code of well-known libraries is theirs. */
const maxKnown = 0.5;
/** Candidates: each costs a look at its text. */
const maxCandidates = 4_000;

/**
 * Everything in a script that could be an island: what shares no names with the code around it, runs of that, and what does share names but is
 * accused. Only what is telling.
 */
export function candidatesOf(
  text: string,
  tree: Tree,
  reach: Reach,
  judge: Pick<Judge, 'isTelling' | 'isAccused'>,
  isKnown: Uint8Array,
): Candidate[] {
  const lists = unitListsOf(tree);
  const componentsAt = componentsOf(tree, reach, lists);
  const most = Math.min(limits.most, text.length * maxShare);
  const found: Candidate[] = [];
  for (const [place, list] of lists.entries()) {
    if (found.length >= maxCandidates) break;
    if (!judge.isTelling(reach.masks[list.from]!, [spanOf(tree, list)])) continue;
    const seen = new Set<string>();
    const add = (units: readonly Unit[]): void => {
      const key = `${units[0]!.at} ${units.at(-1)!.at} ${units.length}`;
      if (seen.has(key)) return;
      seen.add(key);
      const candidate = candidateOf(tree, reach, units);
      if (candidate.length < limits.least || candidate.length > most) return;
      if (!judge.isTelling(candidate.mask, units)) return;
      if (knownNodes(isKnown, units) <= maxKnown * candidate.nodes) found.push(candidate);
    };
    const components = componentsAt(place);
    for (const { isBound, isTorn, units, length } of components)
      if (!isBound || (!isTorn && length <= limits.bound && judge.isAccused(units))) add(units);
    if (components.filter(({ isBound }) => !isBound).length < 2) continue;
    const parts = partsOf(text, tree, reach, components);
    runsOf(parts).forEach(add);
    windowsOf(parts).forEach(add);
  }
  return found;
}

/** A whole list as if it were a unit. */
function spanOf({ nodes }: Tree, { from, end }: UnitList): Unit {
  return { at: from, end, start: nodes[from]!.start, stop: nodes[from]!.end, before: '', isPart: false };
}

function partsOf(text: string, tree: Tree, reach: Reach, components: readonly Component[]): Part[] {
  return components
    .flatMap((component) => component.units.map((unit) => ({ unit, component })))
    .sort((one, other) => one.unit.at - other.unit.at)
    .map(({ unit, component }) => {
      const { start, stop } = unit;
      return {
        unit,
        component,
        length: stop - start,
        mask: maskOf(tree, reach, unit),
        style: () => styleOf(text, start, stop),
      };
    });
}

function candidateOf(tree: Tree, reach: Reach, units: readonly Unit[]): Candidate {
  let [length, nodes, mask] = [0, 0, 0];
  for (const unit of units) {
    length += unit.stop - unit.start;
    nodes += unit.end - unit.at;
    mask |= maskOf(tree, reach, unit);
  }
  return { units, length, nodes, mask, from: units[0]!.at, end: units.at(-1)!.end };
}

function knownNodes(isKnown: Uint8Array, units: readonly Unit[]): number {
  let known = 0;
  for (const { at, end } of units) for (let index = at; index < end; index++) known += isKnown[index]!;
  return known;
}

function maskOf({ ends }: Tree, { masks }: Reach, unit: Unit): number {
  let mask = 0;
  for (let at = unit.at; at < unit.end; at = ends[at]!) mask |= masks[at]!;
  return mask;
}
