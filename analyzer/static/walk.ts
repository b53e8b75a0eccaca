import type { AnyNode } from 'acorn';
import { KEYS } from 'eslint-visitor-keys';

/** Called for a node on the way down (`enter`) or up (`leave`), with its parent (null for the root). */
export type NodeVisit = (node: AnyNode, parent: AnyNode | null) => void;

/** What one pass wants to see: `*` for every node, else by node type. Visitors are merged into one walk. */
export interface Visitor {
  enter?: Partial<Record<AnyNode['type'] | '*', NodeVisit>>;
  leave?: Partial<Record<AnyNode['type'] | '*', NodeVisit>>;
}

/**
 * Walks a tree once, in source order, for all visitors. It keeps its own stack, so that a tree 100,000 levels deep
 * (a long concatenation) cannot overflow the machine's.
 */
export function walk(root: AnyNode, visitors: readonly Visitor[]): void {
  const enter = dispatch(visitors.map((visitor) => visitor.enter ?? {}));
  const leave = dispatch(visitors.map((visitor) => visitor.leave ?? {}));
  const someoneLeaves = visitors.some((visitor) => visitor.leave);
  const nodes: AnyNode[] = [root];
  const parents: (AnyNode | null)[] = [null];
  const leaving: boolean[] = [false];
  while (nodes.length > 0) {
    const node = nodes.pop()!;
    const parent = parents.pop() ?? null;
    if (leaving.pop()) {
      for (const visit of leave(node.type)) visit(node, parent);
      continue;
    }
    for (const visit of enter(node.type)) visit(node, parent);
    if (someoneLeaves) push(node, parent, true);
    const keys = KEYS[node.type] ?? [];
    for (let index = keys.length - 1; index >= 0; index--) {
      const child = (node as unknown as Record<string, AnyNode | (AnyNode | null)[] | null | undefined>)[
        keys[index]!
      ];
      if (Array.isArray(child)) {
        for (let item = child.length - 1; item >= 0; item--) if (child[item]) push(child[item]!, node, false);
      } else if (child) push(child, node, false);
    }
  }

  function push(node: AnyNode, parent: AnyNode | null, isLeaving: boolean): void {
    nodes.push(node);
    parents.push(parent);
    leaving.push(isLeaving);
  }
}

/** Finds the visits for a node type, those for every node first, and remembers the answer. */
function dispatch(
  tables: readonly Partial<Record<string, NodeVisit>>[],
): (type: string) => readonly NodeVisit[] {
  const byType = new Map<string, NodeVisit[]>();
  return (type) => {
    let visits = byType.get(type);
    if (!visits) {
      visits = tables.flatMap((table) => [table['*'], table[type]].filter((visit) => visit !== undefined));
      byType.set(type, visits);
    }
    return visits;
  };
}
