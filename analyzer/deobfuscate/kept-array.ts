import type { FunctionDeclaration } from 'acorn';
import { isFunction, unwrap } from '../static/ast.ts';
import { Kind, type Tree } from '../static/tree/index.ts';

/** `function f() { var list = […]; f = function () { return list; }; …`: how obfuscators keep their list, however short. */
export function isKeptArray({ kinds, parents, nodes }: Tree, array: number): boolean {
  const declarator = parents[array]!;
  if (kinds[declarator] !== Kind.VariableDeclarator) return false;
  const block = parents[parents[declarator]!]!;
  const around = parents[block]!;
  if (kinds[block] !== Kind.BlockStatement || kinds[around] !== Kind.FunctionDeclaration) return false;
  const { id, params, body } = nodes[around] as FunctionDeclaration;
  if (params.length > 0 || body.body.length > 3) return false;
  return body.body.some((statement) => {
    const written =
      statement.type === 'ReturnStatement' && statement.argument?.type === 'CallExpression'
        ? unwrap(statement.argument.callee)
        : statement.type === 'ExpressionStatement' && statement.expression;
    return (
      written &&
      written.type === 'AssignmentExpression' &&
      written.left.type === 'Identifier' &&
      written.left.name === id.name &&
      isFunction(written.right)
    );
  });
}
