import type { AnyNode, Program } from 'acorn';
import { isDummy, parse } from 'acorn-loose';
import { flattenTree } from '../static/tree/index.ts';

/**
 * Parses damaged or cut-off scripts. acorn-loose makes a tree of anything, prose and HTML included, so its answer counts
 * only when the tree holds code: see `holdsCode`. Null when it does not, or when the text is nested too deeply.
 */
export function parseLoosely(text: string): Program | null {
  try {
    const program = parse(text, { ecmaVersion: 'latest', allowHashBang: true });
    return holdsCode(program) ? program : null;
  } catch (error) {
    // Deep nesting overflows its stack, and some inputs trip it up; both mean that it has no answer.
    if (error instanceof Error) return null;
    throw error;
  }
}

/**
 * Whether a loosely parsed tree is code. Placeholders (`✖`) stand for what had to be invented, and statements that are a
 * bare name or literal are how prose and markup come out; calls, assignments, declarations and functions are how code does.
 */
function holdsCode(program: Program): boolean {
  const { nodes, count } = flattenTree(program);
  let invented = 0;
  let statements = 0;
  let idle = 0;
  let working = 0;
  for (const node of nodes) {
    if (isWorking(node)) working++;
    else if (isDummy(node)) invented++;
    else if (node.type === 'ExpressionStatement') {
      statements++;
      if (isIdle(node.expression)) idle++;
    }
  }
  return working > 0 && invented * 20 <= count && idle * 3 <= statements && working * 40 >= count;
}

function isWorking(node: AnyNode): boolean {
  return (
    node.type === 'CallExpression' ||
    node.type === 'AssignmentExpression' ||
    node.type === 'VariableDeclarator' ||
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'NewExpression'
  );
}

function isIdle(expression: AnyNode): boolean {
  return (
    expression.type === 'Identifier' ||
    expression.type === 'Literal' ||
    (expression.type === 'SequenceExpression' && expression.expressions.every(isIdle))
  );
}
