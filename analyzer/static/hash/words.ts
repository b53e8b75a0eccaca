import type {
  ArrayExpression,
  AssignmentExpression,
  AnyNode,
  ForOfStatement,
  ForStatement,
  Function as FunctionNode,
  MemberExpression,
  Property,
  PropertyDefinition,
  SwitchCase,
  TryStatement,
  UnaryExpression,
  UpdateExpression,
  VariableDeclaration,
  YieldExpression,
} from 'acorn';
import { Kind } from '../tree/index.ts';

/** Operators of all kinds and declaration keywords, as numbers from 1. Append only: stored hashes rest on the order. */
const operatorNumbers = new Map<string, number>(
  [
    ...[
      '==',
      '!=',
      '===',
      '!==',
      '<',
      '<=',
      '>',
      '>=',
      '<<',
      '>>',
      '>>>',
      '+',
      '-',
      '*',
      '/',
      '%',
      '|',
      '^',
      '&',
    ],
    ...[
      'in',
      'instanceof',
      '**',
      '||',
      '&&',
      '??',
      '=',
      '+=',
      '-=',
      '*=',
      '/=',
      '%=',
      '<<=',
      '>>=',
      '>>>=',
      '|=',
    ],
    ...['^=', '&=', '**=', '||=', '&&=', '??=', '!', '~', 'typeof', 'void', 'delete', '++', '--'],
    ...['var', 'let', 'const', 'using', 'await using', 'get', 'set', 'init', 'constructor', 'method'],
  ].map((operator, index) => [operator, index + 1]),
);

const numberOf = (operator: string): number => operatorNumbers.get(operator) ?? 0;
const bit = (condition: unknown, place: number): number => (condition ? 1 << place : 0);

/**
 * What a node says beyond its kind, role and children, as a number below 256: operator, flags, and which of its optional
 * children there are. Without it `a + b` and `a - b`, or `for (a;;)` and `for (; a;)`, would be one.
 */
export function detailOf(node: AnyNode, kind: number): number {
  switch (kind) {
    case Kind.BinaryExpression:
    case Kind.LogicalExpression:
    case Kind.AssignmentExpression:
    case Kind.UnaryExpression:
      return numberOf((node as AssignmentExpression | UnaryExpression).operator);
    case Kind.UpdateExpression: {
      const { operator, prefix } = node as UpdateExpression;
      return numberOf(operator) | bit(prefix, 7);
    }
    case Kind.MemberExpression:
    case Kind.CallExpression:
      return bit((node as MemberExpression).computed, 0) | bit((node as MemberExpression).optional, 1);
    case Kind.VariableDeclaration:
      return numberOf((node as VariableDeclaration).kind);
    case Kind.Property: {
      const { kind: what, method, computed } = node as Property;
      return bit(what === 'get', 0) | bit(what === 'set', 1) | bit(method, 2) | bit(computed, 3);
    }
    case Kind.MethodDefinition:
    case Kind.PropertyDefinition: {
      const { computed, static: isStatic, value } = node as PropertyDefinition;
      const what = (node as { kind?: string }).kind;
      return (
        bit(what === 'get', 0) | bit(what === 'set', 1) | bit(isStatic, 2) | bit(computed, 3) | bit(value, 4)
      );
    }
    case Kind.FunctionDeclaration:
    case Kind.FunctionExpression:
    case Kind.ArrowFunctionExpression: {
      const made = node as FunctionNode;
      return bit(made.async, 0) | bit(made.generator, 1) | bit(made.id, 2);
    }
    case Kind.ForStatement: {
      const { init, test, update } = node as ForStatement;
      return bit(init, 0) | bit(test, 1) | bit(update, 2);
    }
    case Kind.ForOfStatement:
      return bit((node as ForOfStatement).await, 0);
    case Kind.TryStatement:
      return bit((node as TryStatement).handler, 0) | bit((node as TryStatement).finalizer, 1);
    case Kind.SwitchCase:
      return bit((node as SwitchCase).test, 0);
    case Kind.ClassDeclaration:
    case Kind.ClassExpression:
      return bit((node as { superClass?: unknown }).superClass, 0) | bit((node as { id?: unknown }).id, 1);
    case Kind.YieldExpression:
      return bit((node as YieldExpression).delegate, 0);
    case Kind.ArrayExpression:
    case Kind.ArrayPattern:
      return holes((node as ArrayExpression).elements);
    default:
      return 0;
  }
}

/** Places of the first holes and their number, folded into 8 bits; 0 for none. */
function holes(elements: readonly unknown[]): number {
  let folded = 0;
  for (let index = 0; index < elements.length; index++) {
    if (elements[index] === null) folded = (folded * 31 + index + 1) & 0xff || 1;
  }
  return folded;
}

/** By kind: 0 where `detailOf` is 0 for every node, which spares most nodes the question. */
export const hasDetail = new Uint8Array(256).fill(1);
for (const kind of [
  Kind.Identifier,
  Kind.Literal,
  Kind.ExpressionStatement,
  Kind.BlockStatement,
  Kind.VariableDeclarator,
  Kind.ReturnStatement,
  Kind.IfStatement,
  Kind.ConditionalExpression,
  Kind.ThisExpression,
  Kind.SequenceExpression,
  Kind.ObjectExpression,
  Kind.NewExpression,
]) {
  hasDetail[kind] = 0;
}
