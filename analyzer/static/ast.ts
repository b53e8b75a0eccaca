import type * as acorn from 'acorn';
import type { AnyNode, CallExpression, Expression, NewExpression } from 'acorn';

export type FunctionNode =
  acorn.FunctionDeclaration | acorn.FunctionExpression | acorn.ArrowFunctionExpression;
export type Call = CallExpression | NewExpression;

export function isFunction(node: AnyNode | null | undefined): node is FunctionNode {
  return (
    node?.type === 'FunctionExpression' ||
    node?.type === 'ArrowFunctionExpression' ||
    node?.type === 'FunctionDeclaration'
  );
}

export function isCall(node: AnyNode | null | undefined): node is Call {
  return node?.type === 'CallExpression' || node?.type === 'NewExpression';
}

/** Without the wrappers that change nothing: optional chains, parentheses, await, and a sequence's discarded parts. */
export function unwrap(node: AnyNode): AnyNode {
  for (let steps = 0; steps < 64; steps++) {
    if (node.type === 'ChainExpression' || node.type === 'ParenthesizedExpression') node = node.expression;
    else if (node.type === 'AwaitExpression') node = node.argument;
    else if (node.type === 'SequenceExpression') node = node.expressions.at(-1) ?? node;
    else return node;
  }
  return node;
}

/** The argument at a place; null when there is none or a spread before it hides which one it is. */
export function argumentAt(call: Call, index: number): Expression | null {
  for (let before = 0; before <= index && before < call.arguments.length; before++)
    if (call.arguments[before]!.type === 'SpreadElement') return null;
  return (call.arguments[index] as Expression | undefined) ?? null;
}

/** Value of a property written in an object literal; null when it is not there. */
export function propertyOf(object: AnyNode | null, name: string): AnyNode | null {
  if (object?.type !== 'ObjectExpression') return null;
  for (const property of object.properties) {
    if (property.type !== 'Property' || property.computed) continue;
    const { key } = property;
    if ((key.type === 'Identifier' ? key.name : key.type === 'Literal' ? key.value : null) === name)
      return property.value;
  }
  return null;
}
