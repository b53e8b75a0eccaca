import type { AnyNode } from 'acorn';
import { isFunction } from '../static/ast.ts';
import { Role } from '../static/tree/index.ts';

export function contains(outer: AnyNode, inner: AnyNode): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** What only defines a function may be set up even for an expression inside it. */
export function isFunctionUnit(node: AnyNode): boolean {
  if (node.type === 'VariableDeclarator') return isFunction(node.init);
  return node.type === 'FunctionDeclaration';
}

export function isDeclarator(node: AnyNode, identifier: AnyNode): boolean {
  return node.type === 'VariableDeclarator' && node.id === identifier;
}

/** Methods that change a list in place. */
export const mutators = new Set([
  'push',
  'shift',
  'unshift',
  'pop',
  'splice',
  'reverse',
  'sort',
  'fill',
  'set',
  'copyWithin',
]);

/** `f = function () {…}` inside `function f`: the way decoders keep their list. */
export function ownsName(node: AnyNode, name: string): boolean {
  return node.type === 'FunctionDeclaration' && (node.id?.name ?? '') === name;
}

/** `x = …;` as a statement, where nothing else ever writes `x`. */
export function isOnlyAssignment(
  node: AnyNode,
  identifiers: readonly number[],
  index: number,
  roles: Uint8Array,
): boolean {
  if (node.type !== 'ExpressionStatement' || node.expression.type !== 'AssignmentExpression') return false;
  if (node.expression.operator !== '=' || node.expression.left.type !== 'Identifier') return false;
  return identifiers.every(
    (other) =>
      other === index ||
      roles[other] === Role.value ||
      roles[other] === Role.var ||
      roles[other] === Role.lexical,
  );
}
