import type { ForStatement, VariableDeclaration } from 'acorn';
import { Kind, type Tree } from '../static/tree/index.ts';

/** One member of a list: what an island is put together from. */
export interface Unit {
  /** Its nodes: `at` to `end - 1`. */
  readonly at: number;
  readonly end: number;
  /** Its characters in the script. */
  readonly start: number;
  readonly stop: number;
  /** What must stand before them to make a statement of them. */
  readonly before: string;
  /** Whether it stood between commas, not between statements. */
  readonly isPart: boolean;
}

/** What happens one after the other: a program, a block, or expressions joined by commas. */
export interface UnitList {
  /** In source order; more than one but in a program. */
  readonly units: readonly Unit[];
  /** Its nodes: `from` to `end - 1`. A name whose uses all lie in here is the list's own. */
  readonly from: number;
  readonly end: number;
  /** Place of the list around it; -1 for the program's. */
  readonly parent: number;
}

/** Characters: a shorter block hides nothing that its surroundings drown. */
const leastLength = 300;
/** Lists looked at, in source order, and how deep they stand in each other: bundles hold thousands of modules. */
const maxLists = 4_000;
const maxDepth = 48;

/** The program's list, then those of every block and of every longer chain of expressions, outer before inner. */
export function unitListsOf(tree: Tree): UnitList[] {
  const { count, kinds, ends, nodes } = tree;
  const lists: UnitList[] = [];
  /** Chains that are part of a list already. */
  const split = new Set<number>();
  const around: number[] = [];
  const add = (from: number, end: number, units: Unit[]): void => {
    if (units.length < 2 && lists.length > 0) return;
    while (around.length > 0 && lists[around.at(-1)!]!.end <= from) around.pop();
    if (around.length >= maxDepth) return;
    around.push(lists.push({ units, from, end, parent: around.at(-1) ?? -1 }) - 1);
  };
  const statements = (index: number): Unit[] =>
    childrenOf(tree, index).flatMap((statement) => unitsOf(tree, statement, split));
  add(0, count, statements(0));
  for (let index = 1; index < count && lists.length < maxLists; index++) {
    const kind = kinds[index]!;
    if (kind !== Kind.BlockStatement && kind !== Kind.SequenceExpression) continue;
    if (nodes[index]!.end - nodes[index]!.start < leastLength || split.has(index)) continue;
    add(index, ends[index]!, kind === Kind.BlockStatement ? statements(index) : partsOf(tree, index));
  }
  return lists;
}

/** What the rest of a statement needs before it when its first expressions are cut off. */
const heads: Partial<Record<Kind, string>> = {
  [Kind.IfStatement]: 'if(',
  [Kind.SwitchStatement]: 'switch(',
  [Kind.ForStatement]: 'for(',
};

/** A statement taken apart where minifiers join what stood before it into it: `a, b`, `var a, b`, `return a, b`, `if (a, b)`. */
function unitsOf(tree: Tree, statement: number, split: Set<number>): Unit[] {
  const { kinds, ends, nodes } = tree;
  const whole: Unit[] = [unitOf(tree, statement)];
  const kind = kinds[statement]! as Kind;
  if (kind === Kind.VariableDeclaration) return declaratorsOf(tree, statement) ?? whole;
  const head = statement + 1;
  const isDeclaration = kind === Kind.ForStatement && kinds[head] === Kind.VariableDeclaration;
  if (head >= ends[statement]! || (kinds[head] !== Kind.SequenceExpression && !isDeclaration)) return whole;
  const before = heads[kind];
  const first = nodes[head]!;
  if (before === undefined) {
    if (kind !== Kind.ExpressionStatement && kind !== Kind.ReturnStatement && kind !== Kind.ThrowStatement)
      return whole;
    split.add(head);
    return partsOf(tree, head);
  }
  const { end: stop } = nodes[statement]!;
  if (kind !== Kind.ForStatement) {
    split.add(head);
    // The last expression is the one that the statement asks for.
    const parts = partsOf(tree, head);
    const { at, start } = parts.pop()!;
    return [...parts, { at, end: ends[statement]!, start, stop, before, isPart: true }];
  }
  if ((nodes[statement] as ForStatement).init !== first) return whole;
  split.add(head);
  const loop = { at: ends[head]!, end: ends[statement]!, start: first.end, stop, before, isPart: true };
  return [
    ...(isDeclaration ? (declaratorsOf(tree, head) ?? [unitOf(tree, head)]) : partsOf(tree, head)),
    loop,
  ];
}

function declaratorsOf(tree: Tree, declaration: number): Unit[] | null {
  if (tree.ends[declaration + 1] === tree.ends[declaration]) return null;
  return partsOf(tree, declaration, `${(tree.nodes[declaration] as VariableDeclaration).kind} `);
}

function partsOf(tree: Tree, index: number, before = ''): Unit[] {
  return childrenOf(tree, index).map((at) => unitOf(tree, at, before, true));
}

function unitOf({ nodes, ends }: Tree, at: number, before = '', isPart = false): Unit {
  const { start, end } = nodes[at]!;
  return { at, end: ends[at]!, start, stop: end, before, isPart };
}

function childrenOf({ ends }: Tree, index: number): number[] {
  const children: number[] = [];
  for (let child = index + 1; child < ends[index]!; child = ends[child]!) children.push(child);
  return children;
}

/** Place in a list of the unit that holds a node; -1 when none does. */
export function unitAt({ units }: UnitList, node: number): number {
  let [low, high] = [0, units.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (units[middle]!.at <= node) low = middle;
    else high = middle - 1;
  }
  return units.length > 0 && units[low]!.at <= node && node < units[low]!.end ? low : -1;
}
