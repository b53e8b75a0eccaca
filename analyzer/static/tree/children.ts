import type { AnyNode } from 'acorn';
import { kindNames, Role, type NodeType } from './kinds.ts';

/** Takes children and their roles, last child first: what is pushed last is visited first. */
export interface ChildStack {
  push(child: AnyNode | null | undefined, role: Role): void;
  pushAll(children: readonly (AnyNode | null)[], role: Role): void;
}

/** Pushes the children of one node; `role` is the node's own, which patterns hand down to what they bind. */
type Pusher<T> = (stack: ChildStack, node: T, role: Role) => void;

const leaf: Pusher<unknown> = () => undefined;
const nameUnless = (computed: boolean): Role => (computed ? Role.value : Role.name);

const argument: Pusher<{ argument?: AnyNode | null }> = (stack, node) => {
  stack.push(node.argument, Role.value);
};
const body: Pusher<{ body: AnyNode[] }> = (stack, node) => {
  stack.pushAll(node.body, Role.value);
};
const wrapped: Pusher<{ expression: AnyNode }> = (stack, node) => {
  stack.push(node.expression, Role.value);
};
const call: Pusher<{ callee: AnyNode; arguments: AnyNode[] }> = (stack, node) => {
  stack.pushAll(node.arguments, Role.value);
  stack.push(node.callee, Role.value);
};
const choice: Pusher<{ test: AnyNode; consequent: AnyNode; alternate?: AnyNode | null }> = (stack, node) => {
  stack.push(node.alternate, Role.value);
  stack.push(node.consequent, Role.value);
  stack.push(node.test, Role.value);
};
const elements: Pusher<{ elements: (AnyNode | null)[] }> = (stack, node, role) => {
  stack.pushAll(node.elements, role);
};
const properties: Pusher<{ properties: AnyNode[] }> = (stack, node, role) => {
  stack.pushAll(node.properties, role);
};
const iteration: Pusher<{ left: AnyNode; right: AnyNode; body: AnyNode }> = (stack, node) => {
  stack.push(node.body, Role.value);
  stack.push(node.right, Role.value);
  stack.push(node.left, Role.write);
};
const jump: Pusher<{ label?: AnyNode | null }> = (stack, node) => {
  stack.push(node.label, Role.name);
};
const member: Pusher<{ key: AnyNode; value?: AnyNode | null; computed: boolean }> = (stack, node) => {
  stack.push(node.value, Role.value);
  stack.push(node.key, nameUnless(node.computed));
};
const imported: Pusher<{ local: AnyNode }> = (stack, node) => {
  stack.push(node.local, Role.import);
};

interface FunctionLike {
  id?: AnyNode | null;
  params: AnyNode[];
  body: AnyNode;
}
function functionNamedAs(role: Role): Pusher<FunctionLike> {
  return (stack, node) => {
    stack.push(node.body, Role.value);
    stack.pushAll(node.params, Role.parameter);
    stack.push(node.id, role);
  };
}

interface ClassLike {
  id?: AnyNode | null;
  superClass?: AnyNode | null;
  body: AnyNode;
}
function classNamedAs(role: Role): Pusher<ClassLike> {
  return (stack, node) => {
    stack.push(node.body, Role.value);
    stack.push(node.superClass, Role.value);
    stack.push(node.id, role);
  };
}

const pushers: { readonly [T in NodeType]: Pusher<Extract<AnyNode, { type: T }>> } = {
  Program: body,
  ArrayExpression: elements,
  ArrayPattern: elements,
  ArrowFunctionExpression: functionNamedAs(Role.ownName),
  AssignmentExpression: (stack, node) => {
    stack.push(node.right, Role.value);
    stack.push(node.left, node.operator === '=' ? Role.write : Role.readWrite);
  },
  AssignmentPattern: (stack, node, role) => {
    stack.push(node.right, Role.value);
    stack.push(node.left, role);
  },
  AwaitExpression: argument,
  BinaryExpression: (stack, node) => {
    stack.push(node.right, Role.value);
    stack.push(node.left, Role.value);
  },
  BlockStatement: body,
  BreakStatement: jump,
  CallExpression: call,
  CatchClause: (stack, node) => {
    stack.push(node.body, Role.value);
    stack.push(node.param, Role.catch);
  },
  ChainExpression: wrapped,
  ClassBody: body,
  ClassDeclaration: classNamedAs(Role.class),
  ClassExpression: classNamedAs(Role.ownName),
  ConditionalExpression: choice,
  ContinueStatement: jump,
  DebuggerStatement: leaf,
  DoWhileStatement: (stack, node) => {
    stack.push(node.test, Role.value);
    stack.push(node.body, Role.value);
  },
  EmptyStatement: leaf,
  ExportAllDeclaration: (stack, node) => {
    stack.pushAll(node.attributes, Role.value);
    stack.push(node.source, Role.value);
    stack.push(node.exported, Role.name);
  },
  ExportDefaultDeclaration: (stack, node) => {
    stack.push(node.declaration, Role.value);
  },
  ExportNamedDeclaration: (stack, node) => {
    stack.pushAll(node.attributes, Role.value);
    stack.push(node.source, Role.value);
    stack.pushAll(node.specifiers, node.source ? Role.name : Role.value);
    stack.push(node.declaration, Role.value);
  },
  ExportSpecifier: (stack, node, role) => {
    // Without `as`, acorn makes both names one node.
    if (node.exported !== node.local) stack.push(node.exported, Role.name);
    stack.push(node.local, role);
  },
  ExpressionStatement: wrapped,
  ForInStatement: iteration,
  ForOfStatement: iteration,
  ForStatement: (stack, node) => {
    stack.push(node.body, Role.value);
    stack.push(node.update, Role.value);
    stack.push(node.test, Role.value);
    stack.push(node.init, Role.value);
  },
  FunctionDeclaration: functionNamedAs(Role.function),
  FunctionExpression: functionNamedAs(Role.ownName),
  Identifier: leaf,
  IfStatement: choice,
  ImportAttribute: (stack, node) => {
    stack.push(node.value, Role.value);
    stack.push(node.key, Role.name);
  },
  ImportDeclaration: (stack, node) => {
    stack.pushAll(node.attributes, Role.value);
    stack.push(node.source, Role.value);
    stack.pushAll(node.specifiers, Role.value);
  },
  ImportDefaultSpecifier: imported,
  ImportExpression: (stack, node) => {
    stack.push(node.options, Role.value);
    stack.push(node.source, Role.value);
  },
  ImportNamespaceSpecifier: imported,
  ImportSpecifier: (stack, node) => {
    stack.push(node.local, Role.import);
    if (node.imported !== node.local) stack.push(node.imported, Role.name);
  },
  LabeledStatement: (stack, node) => {
    stack.push(node.body, Role.value);
    stack.push(node.label, Role.name);
  },
  Literal: leaf,
  LogicalExpression: (stack, node) => {
    stack.push(node.right, Role.value);
    stack.push(node.left, Role.value);
  },
  MemberExpression: (stack, node) => {
    stack.push(node.property, nameUnless(node.computed));
    stack.push(node.object, Role.value);
  },
  MetaProperty: (stack, node) => {
    stack.push(node.property, Role.name);
    stack.push(node.meta, Role.name);
  },
  MethodDefinition: member,
  NewExpression: call,
  ObjectExpression: properties,
  ObjectPattern: properties,
  ParenthesizedExpression: (stack, node, role) => {
    stack.push(node.expression, role);
  },
  PrivateIdentifier: leaf,
  Property: (stack, node, role) => {
    stack.push(node.value, role);
    stack.push(node.key, nameUnless(node.computed));
  },
  PropertyDefinition: member,
  RestElement: (stack, node, role) => {
    stack.push(node.argument, role);
  },
  ReturnStatement: argument,
  SequenceExpression: (stack, node) => {
    stack.pushAll(node.expressions, Role.value);
  },
  SpreadElement: argument,
  StaticBlock: body,
  Super: leaf,
  SwitchCase: (stack, node) => {
    stack.pushAll(node.consequent, Role.value);
    stack.push(node.test, Role.value);
  },
  SwitchStatement: (stack, node) => {
    stack.pushAll(node.cases, Role.value);
    stack.push(node.discriminant, Role.value);
  },
  TaggedTemplateExpression: (stack, node) => {
    stack.push(node.quasi, Role.value);
    stack.push(node.tag, Role.value);
  },
  TemplateElement: leaf,
  TemplateLiteral: (stack, node) => {
    for (let index = node.quasis.length - 1; index >= 0; index--) {
      stack.push(node.expressions[index], Role.value);
      stack.push(node.quasis[index], Role.value);
    }
  },
  ThisExpression: leaf,
  ThrowStatement: argument,
  TryStatement: (stack, node) => {
    stack.push(node.finalizer, Role.value);
    stack.push(node.handler, Role.value);
    stack.push(node.block, Role.value);
  },
  UnaryExpression: argument,
  UpdateExpression: (stack, node) => {
    stack.push(node.argument, Role.readWrite);
  },
  VariableDeclaration: (stack, node) => {
    stack.pushAll(node.declarations, node.kind === 'var' ? Role.var : Role.lexical);
  },
  VariableDeclarator: (stack, node, role) => {
    stack.push(node.init, Role.value);
    stack.push(node.id, role);
  },
  WhileStatement: (stack, node) => {
    stack.push(node.body, Role.value);
    stack.push(node.test, Role.value);
  },
  WithStatement: (stack, node) => {
    stack.push(node.body, Role.value);
    stack.push(node.object, Role.value);
  },
  YieldExpression: argument,
};

/**
 * By kind: pushes a node's children. One function for each shape instead of a list of keys: reading `node.left` where
 * only few shapes come by is several times faster than `node[key]`.
 */
export const childPushers = kindNames.map((name) => pushers[name]) as readonly Pusher<AnyNode>[];
