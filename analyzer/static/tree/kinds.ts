import type { AnyNode } from 'acorn';

export type NodeType = AnyNode['type'];

/**
 * Every node type the parsers make, as a small number, so that tables indexed by it stay dense. Append only: feature
 * names and hashes rest on the numbers.
 */
export const Kind = {
  Program: 0,
  ArrayExpression: 1,
  ArrayPattern: 2,
  ArrowFunctionExpression: 3,
  AssignmentExpression: 4,
  AssignmentPattern: 5,
  AwaitExpression: 6,
  BinaryExpression: 7,
  BlockStatement: 8,
  BreakStatement: 9,
  CallExpression: 10,
  CatchClause: 11,
  ChainExpression: 12,
  ClassBody: 13,
  ClassDeclaration: 14,
  ClassExpression: 15,
  ConditionalExpression: 16,
  ContinueStatement: 17,
  DebuggerStatement: 18,
  DoWhileStatement: 19,
  EmptyStatement: 20,
  ExportAllDeclaration: 21,
  ExportDefaultDeclaration: 22,
  ExportNamedDeclaration: 23,
  ExportSpecifier: 24,
  ExpressionStatement: 25,
  ForInStatement: 26,
  ForOfStatement: 27,
  ForStatement: 28,
  FunctionDeclaration: 29,
  FunctionExpression: 30,
  Identifier: 31,
  IfStatement: 32,
  ImportAttribute: 33,
  ImportDeclaration: 34,
  ImportDefaultSpecifier: 35,
  ImportExpression: 36,
  ImportNamespaceSpecifier: 37,
  ImportSpecifier: 38,
  LabeledStatement: 39,
  Literal: 40,
  LogicalExpression: 41,
  MemberExpression: 42,
  MetaProperty: 43,
  MethodDefinition: 44,
  NewExpression: 45,
  ObjectExpression: 46,
  ObjectPattern: 47,
  ParenthesizedExpression: 48,
  PrivateIdentifier: 49,
  Property: 50,
  PropertyDefinition: 51,
  RestElement: 52,
  ReturnStatement: 53,
  SequenceExpression: 54,
  SpreadElement: 55,
  StaticBlock: 56,
  Super: 57,
  SwitchCase: 58,
  SwitchStatement: 59,
  TaggedTemplateExpression: 60,
  TemplateElement: 61,
  TemplateLiteral: 62,
  ThisExpression: 63,
  ThrowStatement: 64,
  TryStatement: 65,
  UnaryExpression: 66,
  UpdateExpression: 67,
  VariableDeclaration: 68,
  VariableDeclarator: 69,
  WhileStatement: 70,
  WithStatement: 71,
  YieldExpression: 72,
} as const satisfies Record<NodeType, number>;

export type Kind = (typeof Kind)[NodeType];

/** Node types in the order of their numbers. */
export const kindNames = Object.keys(Kind) as readonly NodeType[];

const byName = new Map<string, Kind>(Object.entries(Kind));

/** The number of a node type; undefined for one that no parser of ours makes. */
export function kindOf(type: string): Kind | undefined {
  return byName.get(type);
}

/** What an identifier (or the pattern it stands in) is there for. */
export const Role = {
  /** Its value is read; for anything but identifiers and patterns, nothing special. */
  value: 0,
  /** It only names: property, label, meta property, imported or exported name. */
  name: 1,
  /** Assigned to. */
  write: 2,
  /** Read and assigned to: `x += 1`, `x++`. */
  readWrite: 3,
  /** Declared by `var`. */
  var: 4,
  /** Declared by `let`, `const` or `using`. */
  lexical: 5,
  parameter: 6,
  catch: 7,
  /** Name of a function declaration. */
  function: 8,
  /** Name of a class declaration. */
  class: 9,
  import: 10,
  /** Name of a function or class expression, visible inside it only. */
  ownName: 11,
} as const;

export type Role = (typeof Role)[keyof typeof Role];
