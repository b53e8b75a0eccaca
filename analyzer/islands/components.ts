import { isDeclaration } from '../static/scope/index.ts';
import { Role, type Tree } from '../static/tree/index.ts';
import { unitAt, type Unit, type UnitList } from './lists.ts';
import type { Reach } from './reach.ts';

/** Units of one list that share names with each other. */
export interface Component {
  /** In source order. */
  readonly units: readonly Unit[];
  /** Characters of all of them. */
  readonly length: number;
  /** Whether it uses names of the code around the list, or control leaves it, so that it means nothing without that. */
  readonly isBound: boolean;
  /** Whether control leaves it for the code around the list, so that it cannot even be parsed. */
  readonly isTorn: boolean;
}

/**
 * The units of every list (asked for by its place), put together where they share names. Each name joins units in one list only: the innermost that
 * holds all its uses. In lists further in, what uses it is bound; in those further out, one unit holds all of it.
 */
export function componentsOf(
  tree: Tree,
  reach: Reach,
  lists: readonly UnitList[],
): (place: number) => Component[] {
  const { names, isCommon, first, last } = reach;
  /** By name: the list it joins units of; -1 for one that a single unit holds. */
  const joins = new Int32Array(first.length).fill(-1);
  /** By name: the unit that the next one is joined with. */
  const partners = new Int32Array(first.length);
  for (let name = 0; name < first.length; name++) {
    if (first[name] === last[name]) continue;
    const place = listAround(lists, first[name]!, last[name]!);
    const list = lists[place]!;
    const unit = unitAt(list, first[name]!);
    if (unit < 0 || unit === unitAt(list, last[name]!)) continue;
    joins[name] = place;
    partners[name] = unit;
  }
  const groups = lists.map(({ units }) => new Groups(units.length));
  const declarers = declarersOf(tree, reach, lists, joins);
  for (let index = 0; index < tree.count; index++) {
    const name = names[index]!;
    if (name < 0 || joins[name]! < 0) continue;
    const unit = unitAt(lists[joins[name]!]!, index);
    if (unit < 0) continue;
    const isFresh =
      isCommon[name] === 1 && (declarers.get(name)?.has(unit) ?? tree.roles[index] === Role.write);
    if (!isFresh) groups[joins[name]!]!.join(partners[name]!, unit);
    if (isCommon[name] === 1) partners[name] = unit;
  }
  return (place) =>
    groups[place]!.all().map((places) => {
      const list = lists[place]!;
      const units = places.map((at) => list.units[at]!);
      const isTorn = units.some((unit) => leavesList(tree, reach, list, unit));
      return {
        units,
        length: units.reduce((sum, { start, stop }) => sum + stop - start, 0),
        isTorn,
        isBound: isTorn || units.some((unit) => usesOthers(tree, reach, list, unit)),
      };
    });
}

/** By common name: the units that declare it. */
function declarersOf(
  { count, roles }: Tree,
  { names, isCommon }: Reach,
  lists: readonly UnitList[],
  joins: Int32Array,
): Map<number, Set<number>> {
  const found = new Map<number, Set<number>>();
  for (let index = 0; index < count; index++) {
    const name = names[index]!;
    if (name < 0 || isCommon[name] === 0 || joins[name]! < 0) continue;
    if (!isDeclaration(roles[index]! as Role)) continue;
    const units = found.get(name) ?? new Set();
    found.set(name, units.add(unitAt(lists[joins[name]!]!, index)));
  }
  return found;
}

/** Whether control leaves a unit for a place outside its list. */
function leavesList({ ends, parents }: Tree, { leaves }: Reach, { parent }: UnitList, unit: Unit): boolean {
  // Of what is left of a statement, too, only the whole statement tells: a loop catches its own breaks.
  let whole = unit.at;
  while (ends[whole]! < unit.end) whole = parents[whole]!;
  return parent >= 0 && leaves[whole]! > 0;
}

/** Whether a unit uses names from outside its list. */
function usesOthers(
  { ends }: Tree,
  { least, most }: Reach,
  { from, end, parent }: UnitList,
  unit: Unit,
): boolean {
  for (let at = unit.at; at < unit.end && parent >= 0; at = ends[at]!)
    if (least[at]! < from || most[at]! >= end) return true;
  return false;
}

/** Place of the innermost list that holds both nodes. */
function listAround(lists: readonly UnitList[], first: number, last: number): number {
  let [low, high] = [0, lists.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lists[middle]!.from <= first) low = middle;
    else high = middle - 1;
  }
  while (low > 0 && lists[low]!.end <= last) low = lists[low]!.parent;
  return Math.max(0, low);
}

/** Disjoint sets of places. */
class Groups {
  readonly #parents: Int32Array;

  constructor(count: number) {
    this.#parents = Int32Array.from({ length: count }, (_, index) => index);
  }

  join(one: number, other: number): void {
    const [first, second] = [this.#rootOf(one), this.#rootOf(other)];
    this.#parents[Math.max(first, second)] = Math.min(first, second);
  }

  /** Each set's members in order; sets in the order of their first members. */
  all(): number[][] {
    const sets = new Map<number, number[]>();
    for (let place = 0; place < this.#parents.length; place++) {
      const root = this.#rootOf(place);
      const set = sets.get(root);
      if (set) set.push(place);
      else sets.set(root, [place]);
    }
    return [...sets.values()];
  }

  #rootOf(place: number): number {
    let root = place;
    while (this.#parents[root] !== root) root = this.#parents[root]!;
    while (this.#parents[place] !== root) [place, this.#parents[place]] = [this.#parents[place]!, root];
    return root;
  }
}
