import type { AnyNode } from 'acorn';
import { argumentAt, isCall, isFunction, unwrap, type Call, type FunctionNode } from '../ast.ts';
import { maxAlternatives, type Code } from './code.ts';

/** One use of a function: who calls it and what each parameter gets. */
export interface Caller {
  /** The call; for a callback the call it is handed to. */
  readonly call: Call;
  readonly argumentFor: (index: number) => AnyNode | null;
}

/** Functions that an expression may be, local ones only. */
export function calledFunctions(code: Code, start: AnyNode, depth = 0): FunctionNode[] {
  if (depth > 6) return [];
  const node = unwrap(start);
  if (isFunction(node)) return [node];
  if (node.type === 'Identifier') {
    const variable = code.variableOf(node);
    if (!variable) return [];
    return code
      .definitionsOf(variable)
      .slice(0, maxAlternatives)
      .flatMap((definition) =>
        definition.kind === 'value' ? calledFunctions(code, definition.node, depth + 1) : [],
      );
  }
  if (node.type === 'MemberExpression') {
    const name = code.folder.nameOf(node);
    if (name === null) return [];
    if ((name === 'call' || name === 'apply') && unwrap(node.object).type !== 'ThisExpression') return [];
    const values = code.valuesNamed(name);
    if (values.length > 4) return [];
    return values.flatMap((value) => calledFunctions(code, value, depth + 1));
  }
  if (node.type === 'CallExpression') {
    const callee = unwrap(node.callee);
    if (callee.type === 'MemberExpression' && code.folder.nameOf(callee) === 'bind')
      return calledFunctions(code, callee.object, depth + 1);
  }
  if (node.type === 'AssignmentExpression') return calledFunctions(code, node.right, depth + 1);
  if (node.type === 'LogicalExpression')
    return [node.left, node.right].flatMap((side) => calledFunctions(code, side, depth + 1));
  return [];
}

/** Direct calls of a function: by its name, by the variable or property that holds it, or on the spot. */
export function callersOf(code: Code, made: AnyNode): readonly Caller[] {
  const known = code.callers.get(made);
  if (known) return known;
  const callers: Caller[] = [];
  code.callers.set(made, callers);
  for (const use of usesOf(code, made)) {
    if (callers.length >= maxAlternatives * 4) break;
    const parent = code.parentOf(use);
    if (isCall(parent) && parent.callee === use) {
      callers.push({ call: parent, argumentFor: (index) => argumentAt(parent, index) });
    } else if (parent?.type === 'MemberExpression' && parent.object === use) {
      const caller = callOrApply(code, parent);
      if (caller) callers.push(caller);
    }
  }
  return callers;
}

function callOrApply(code: Code, member: AnyNode & { type: 'MemberExpression' }): Caller | null {
  const call = code.parentOf(member);
  if (call?.type !== 'CallExpression' || call.callee !== member) return null;
  const name = code.folder.nameOf(member);
  if (name === 'call') return { call, argumentFor: (index) => argumentAt(call, index + 1) };
  if (name !== 'apply') return null;
  const list = argumentAt(call, 1);
  return {
    call,
    argumentFor: (index) => (list?.type === 'ArrayExpression' ? (list.elements[index] ?? null) : null),
  };
}

/** Expressions whose value is this function: itself, reads of the variable that holds it, `x.name` of its property. */
export function usesOf(code: Code, made: AnyNode): AnyNode[] {
  const uses: AnyNode[] = [];
  if (made.type === 'FunctionDeclaration' || made.type === 'FunctionExpression') {
    if (made.id) addReads(code, made.id, uses);
  }
  let value: AnyNode = made;
  let holder = code.parentOf(made);
  if (made.type !== 'FunctionDeclaration') uses.push(made);
  while (holder && /^(ParenthesizedExpression|ChainExpression|LogicalExpression)$/.test(holder.type)) {
    value = holder;
    uses.push(value);
    holder = code.parentOf(holder);
  }
  if (holder?.type === 'VariableDeclarator' && holder.init === value) addReads(code, holder.id, uses);
  else if (holder?.type === 'AssignmentExpression' && holder.right === value) {
    if (holder.left.type === 'MemberExpression') addMembers(code, code.folder.nameOf(holder.left), uses);
    else addReads(code, holder.left, uses);
  } else if (
    (holder?.type === 'Property' ||
      holder?.type === 'MethodDefinition' ||
      holder?.type === 'PropertyDefinition') &&
    !holder.computed
  ) {
    addMembers(code, holder.key.type === 'Identifier' ? holder.key.name : null, uses);
    if (holder.key.type === 'Literal') addMembers(code, String(holder.key.value), uses);
  }
  return uses;
}

function addReads(code: Code, name: AnyNode, uses: AnyNode[]): void {
  const variable = name.type === 'Identifier' ? code.variableOf(name) : null;
  for (const index of variable?.identifiers ?? []) {
    if (code.tree.roles[index] === 0) uses.push(code.tree.nodes[index]!);
  }
}

function addMembers(code: Code, name: string | null, uses: AnyNode[]): void {
  if (name === null || code.valuesNamed(name).length > 4) return;
  uses.push(...code.membersNamed(name).slice(0, 64));
}

/** Expressions a function may return. */
export function returnsOf(code: Code, made: FunctionNode): AnyNode[] {
  if (made.body.type !== 'BlockStatement') return [made.body];
  const results: AnyNode[] = [];
  const { nodes, ends } = code.tree;
  const last = ends[made.index ?? -1] ?? 0;
  for (let index = (made.body.index ?? last) + 1; index < last && results.length < maxAlternatives; index++) {
    const node = nodes[index]!;
    if (isFunction(node)) index = ends[index]! - 1;
    else if (node.type === 'ReturnStatement' && node.argument) results.push(node.argument);
  }
  return results;
}

/** The function around a node, arrow functions skipped when `this` is asked for. */
export function functionAround(code: Code, node: AnyNode, skipArrows = false): FunctionNode | null {
  for (let around = code.parentOf(node); around; around = code.parentOf(around))
    if (isFunction(around) && !(skipArrows && around.type === 'ArrowFunctionExpression')) return around;
  return null;
}
