import type { AnyNode, Identifier } from 'acorn';
import { isFunction } from '../static/ast.ts';
import type { Code } from '../static/flow/code.ts';
import { globalName, type Binding } from '../static/scope/index.ts';
import { Kind, Role } from '../static/tree/index.ts';

/**
 * What an expression needs to be computed on its own. `stable`: it gives the same result wherever it stands, because
 * nothing it reads changes after it was set up. `sequence`: it is computed once, from the statements before it.
 */
export type SliceMode = 'stable' | 'sequence';

/** Globals that decoders use and QuickJS has; anything else means that the page takes part. */
const builtins = new Set(
  `undefined NaN Infinity String Array Object Number Boolean Math RegExp JSON Symbol Map Set WeakMap Error TypeError
  RangeError SyntaxError parseInt parseFloat isNaN isFinite decodeURIComponent decodeURI encodeURIComponent encodeURI
  escape unescape atob btoa Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Uint8ClampedArray
  Float32Array Float64Array ArrayBuffer DataView BigInt Function eval arguments console Date window self globalThis`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

const limits = { units: 60, length: 600_000, identifiers: 2_000, steps: 3_000_000 };

interface Unit {
  readonly start: number;
  readonly code: string;
}

/** Cuts self-contained pieces of code out of a script. */
export class Slicer {
  readonly #code: Code;
  readonly #mode: SliceMode;
  /** Per name: the units that set it up, transitive ones included; null when the page takes part. */
  readonly #known = new Map<Binding | string, ReadonlyMap<AnyNode, Unit> | null>();
  readonly #open = new Set<Binding | string>();
  #steps = limits.steps;

  constructor(code: Code, mode: SliceMode) {
    this.#code = code;
    this.#mode = mode;
  }

  /** Code to run before the expression, '' when it needs none; null when it can't be computed apart from the page. */
  setUpFor(expression: AnyNode): string | null {
    const units = this.#needs(expression, expression);
    if (!units || units.size > limits.units) return null;
    const sorted = [...units.values()].sort((one, other) => one.start - other.start);
    const code = sorted.map((unit) => unit.code).join(';\n');
    return code.length > limits.length ? null : code;
  }

  /** Units needed by all names inside `node` that it does not declare itself. */
  #needs(node: AnyNode, expression: AnyNode): Map<AnyNode, Unit> | null {
    const { tree, scopes } = this.#code;
    const from = this.#code.indexOf(node);
    const end = tree.ends[from]!;
    const found = new Map<AnyNode, Unit>();
    this.#steps -= end - from;
    if (this.#steps < 0) return null;
    for (let index = from; index < end; index++) {
      const kind = tree.kinds[index]!;
      if (kind === Kind.ThisExpression && !this.#isInFunction(index, from)) return null;
      if (kind === Kind.AwaitExpression || kind === Kind.YieldExpression || kind === Kind.ImportExpression)
        return null;
      const id = scopes.bindingIds[index]!;
      if (id < globalName) continue;
      const binding = id === globalName ? null : scopes.bindings[id]!;
      if (binding && binding.scope.node >= from && binding.scope.node < end) continue;
      const name = (tree.nodes[index] as Identifier).name;
      if (!binding && builtins.has(name)) continue;
      const units = this.#unitsOf(binding ?? name, expression);
      if (!units) return null;
      for (const [key, unit] of units) found.set(key, unit);
      if (found.size > limits.units) return null;
    }
    return found;
  }

  #unitsOf(name: Binding | string, expression: AnyNode): ReadonlyMap<AnyNode, Unit> | null {
    const known = this.#known.get(name);
    if (known !== undefined && this.#mode === 'stable') return known;
    // Names that need one another: whoever asked first collects the units.
    if (this.#open.has(name)) return new Map();
    this.#open.add(name);
    const units = this.#setUpOf(name, expression);
    this.#open.delete(name);
    this.#known.set(name, units);
    return units;
  }

  #setUpOf(name: Binding | string, expression: AnyNode): ReadonlyMap<AnyNode, Unit> | null {
    const { tree, scopes } = this.#code;
    const identifiers =
      typeof name === 'string'
        ? (this.#code.variableOf(this.#firstGlobal(name)!)?.identifiers ?? [])
        : name.identifiers;
    if (identifiers.length > limits.identifiers) return null;
    const found = new Map<AnyNode, Unit>();
    let isSet = false;
    const before = this.#mode === 'sequence' ? expression.start : Infinity;
    for (const index of identifiers) {
      const role = tree.roles[index]! as Role;
      if (role === Role.parameter || role === Role.catch) {
        const unit = typeof name === 'string' ? null : this.#argumentUnit(name, index);
        if (!unit || !this.#add(found, unit.node, unit.code, expression)) return null;
        isSet = true;
        continue;
      }
      const node = this.#unitAround(index, typeof name === 'string' ? 0 : name.scope.node);
      if (!node || contains(node, expression) || found.has(node)) continue;
      const isDeclared = role !== Role.value;
      if (node.type === 'FunctionDeclaration') {
        if (role === Role.function) isSet = true;
        else if (role === Role.value) continue;
        else if (this.#mode === 'stable' && (typeof name === 'string' || !ownsName(node, name.name)))
          return null;
        if (!this.#add(found, node, this.#textOf(node), expression)) return null;
        continue;
      }
      if (isDeclared && node.start > before) continue;
      if (node.type === 'VariableDeclarator') {
        if (role === Role.value) continue;
        if (!isDeclarator(node, tree.nodes[index]!)) return null;
        if (!node.init) continue;
        isSet = true;
        if (!this.#add(found, node, `var ${this.#textOf(node)}`, expression)) return null;
        continue;
      }
      if (isDeclared) {
        if (this.#mode === 'stable' && !isOnlyAssignment(node, identifiers, index, tree.roles)) return null;
        isSet = true;
        if (!this.#add(found, node, this.#textOf(node), expression)) return null;
      } else if (node.type === 'ExpressionStatement' && node.start < before && this.#mayChange(node, index)) {
        // A rotation, a shuffle: part of the set-up when it can be computed; otherwise it is taken not to matter.
        this.#add(found, node, this.#textOf(node), expression);
      }
    }
    void scopes;
    return isSet ? found : null;
  }

  #add(found: Map<AnyNode, Unit>, node: AnyNode, code: string, expression: AnyNode): boolean {
    const needs = this.#needs(node, expression);
    if (!needs) return false;
    for (const [key, unit] of needs) found.set(key, unit);
    found.set(node, { start: node.start, code });
    return true;
  }

  /** `var p = argument`, for a parameter of a function that is called where it stands. */
  #argumentUnit(binding: Binding, index: number): { node: AnyNode; code: string } | null {
    const { tree } = this.#code;
    const around = tree.nodes[binding.scope.node]!;
    if (!isFunction(around)) return null;
    const call = this.#code.parentOf(around);
    const place = around.params.indexOf(tree.nodes[index] as Identifier);
    if (place < 0 || call?.type !== 'CallExpression' || call.callee !== around) return null;
    const argument = call.arguments[place];
    if (!argument || argument.type === 'SpreadElement') return null;
    return { node: argument, code: `var ${binding.name} = (${this.#textOf(argument)})` };
  }

  /** The statement or declarator directly in the body of the scope's function that holds a node. */
  #unitAround(index: number, scopeNode: number): AnyNode | null {
    const { tree } = this.#code;
    let at = index;
    for (let steps = 0; steps < 400; steps++) {
      const parent = tree.parents[at]!;
      if (parent < 0) return null;
      const kind = tree.kinds[parent]!;
      if (kind === Kind.VariableDeclaration && this.#isBody(tree.parents[parent]!, scopeNode))
        return tree.nodes[at]!;
      if (this.#isBody(parent, scopeNode)) return tree.nodes[at]!;
      at = parent;
    }
    return null;
  }

  /** Program, or the block that is the body of the scope's node. */
  #isBody(index: number, scopeNode: number): boolean {
    const { tree } = this.#code;
    if (index === scopeNode)
      return tree.kinds[index] === Kind.Program || tree.kinds[index] === Kind.BlockStatement;
    return tree.kinds[index] === Kind.BlockStatement && tree.parents[index] === scopeNode;
  }

  #isInFunction(index: number, top: number): boolean {
    const { tree } = this.#code;
    for (let at = tree.parents[index]!; at >= top; at = tree.parents[at]!)
      if (tree.kinds[at] === Kind.FunctionExpression || tree.kinds[at] === Kind.FunctionDeclaration)
        return true;
    return false;
  }

  /** Whether a statement hands the name to a function called where it stands, or calls a method on it. */
  #mayChange(statement: AnyNode, index: number): boolean {
    const { tree } = this.#code;
    const node = tree.nodes[index]!;
    const user = this.#code.parentOf(node);
    void statement;
    if (user?.type === 'CallExpression') return user.callee !== node || user.arguments.length === 0;
    if (user?.type !== 'MemberExpression' || user.object !== node) return false;
    const caller = this.#code.parentOf(user);
    return (
      (caller?.type === 'CallExpression' && caller.callee === user) ||
      (caller?.type === 'AssignmentExpression' && caller.left === user)
    );
  }

  #firstGlobal(name: string): Identifier | null {
    const { tree, scopes } = this.#code;
    for (let index = 0; index < tree.count; index++) {
      const node = tree.nodes[index]!;
      if (scopes.bindingIds[index] === globalName && node.type === 'Identifier' && node.name === name)
        return node;
    }
    return null;
  }

  #textOf(node: AnyNode): string {
    return this.#code.text.slice(node.start, node.end);
  }
}

function contains(outer: AnyNode, inner: AnyNode): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function isDeclarator(node: AnyNode, identifier: AnyNode): boolean {
  return node.type === 'VariableDeclarator' && node.id === identifier;
}

/** `f = function () {…}` inside `function f`: the way decoders keep their list. */
function ownsName(node: AnyNode, name: string): boolean {
  return node.type === 'FunctionDeclaration' && (node.id as Identifier | null)?.name === name;
}

/** `x = …;` as a statement, where nothing else ever writes `x`. */
function isOnlyAssignment(
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
