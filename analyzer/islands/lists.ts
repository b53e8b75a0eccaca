import { Kind, type Tree } from '../static/tree/index.ts';

/** Statements that stand one after the other: a program's, or those of a function's body. */
export interface StatementList {
  /** Node indexes in source order. */
  readonly statements: readonly number[];
  /** Index of the node whose scope they declare their names in: the program, or the function. */
  readonly scope: number;
}

/** Characters: a shorter function hides nothing that its surroundings drown. */
const leastBody = 300;
/** Bodies looked at, largest code first met: bundles hold thousands of modules. */
const maxLists = 4_000;

/** The program's statements, and those of each function long enough to hold a stranger. */
export function statementListsOf(tree: Tree): StatementList[] {
  const { count, kinds, parents, nodes } = tree;
  const program = childrenOf(tree, 0);
  const lists: StatementList[] = program.length > 0 ? [{ statements: program, scope: 0 }] : [];
  for (let index = 1; index < count && lists.length < maxLists; index++) {
    if (kinds[index] !== Kind.BlockStatement) continue;
    const parent = parents[index]!;
    if (!isFunctionKind(kinds[parent]!) || nodes[index]!.end - nodes[index]!.start < leastBody) continue;
    const statements = childrenOf(tree, index);
    if (statements.length > 1) lists.push({ statements, scope: parent });
  }
  return lists;
}

function isFunctionKind(kind: number): boolean {
  return (
    kind === Kind.FunctionExpression ||
    kind === Kind.FunctionDeclaration ||
    kind === Kind.ArrowFunctionExpression
  );
}

function childrenOf({ ends }: Tree, index: number): number[] {
  const children: number[] = [];
  for (let child = index + 1; child < ends[index]!; child = ends[child]!) children.push(child);
  return children;
}
