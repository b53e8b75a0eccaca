import type { AnyNode, Identifier } from 'acorn';
import { isFunction } from '../static/ast.ts';
import type { Code } from '../static/flow/code.ts';
import { globalName, type Binding } from '../static/scope/index.ts';
import { Kind, Role } from '../static/tree/index.ts';
import {
  contains,
  isDeclarator,
  isFunctionUnit,
  isOnlyAssignment,
  mutators,
  ownsName,
} from './slice-nodes.ts';

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

const windows = new Set(['window', 'self', 'globalThis']);

const limits = { units: 400, length: 600_000, identifiers: 2_000, steps: 800_000 };

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
  #isRelative = false;

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
      if (kind === Kind.ThisExpression && this.#isForeignThis(index, from)) return null;
      if (kind === Kind.AwaitExpression || kind === Kind.YieldExpression || kind === Kind.ImportExpression)
        return null;
      const id = scopes.bindingIds[index]!;
      if (id < globalName) continue;
      const binding = id === globalName ? null : scopes.bindings[id]!;
      if (binding && binding.scope.node >= from && binding.scope.node < end) continue;
      const identifier = tree.nodes[index] as Identifier;
      if (!binding && builtins.has(identifier.name)) {
        if (windows.has(identifier.name) && !this.#isFreeOfPage(identifier, node === expression)) return null;
        continue;
      }
      const units = this.#unitsOf(binding ?? identifier.name, identifier, expression);
      if (!units) return null;
      for (const [key, unit] of units) found.set(key, unit);
      if (found.size > limits.units) return null;
    }
    return found;
  }

  #unitsOf(
    name: Binding | string,
    identifier: Identifier,
    expression: AnyNode,
  ): ReadonlyMap<AnyNode, Unit> | null {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    // Names that need one another: whoever asked first collects the units.
    if (this.#open.has(name)) return new Map();
    if (this.#open.size === 0) this.#isRelative = this.#mode === 'sequence';
    this.#open.add(name);
    const units = this.#setUpOf(name, identifier, expression);
    this.#open.delete(name);
    // What was found inside a circle of names is not all; what depends on where the expression stands is not general.
    if (this.#open.size === 0 && !this.#isRelative) this.#known.set(name, units);
    return units;
  }

  #setUpOf(
    name: Binding | string,
    identifier: Identifier,
    expression: AnyNode,
  ): ReadonlyMap<AnyNode, Unit> | null {
    const { tree } = this.#code;
    const identifiers = this.#code.variableOf(identifier)?.identifiers ?? [];
    this.#steps -= identifiers.length >> 1;
    if (identifiers.length > limits.identifiers || this.#steps < 0) return null;
    const found = new Map<AnyNode, Unit>();
    const changes: { node: AnyNode; index: number }[] = [];
    let isSet = false;
    /** Texts never change in place; what functions do does not, either. */
    let isFixed = false;
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
      if (!node || found.has(node)) continue;
      if (contains(node, expression) && !isFunctionUnit(node)) {
        this.#isRelative = true;
        // What changes beside the expression itself, in a loop around it, has no one value.
        if (role !== Role.value && this.#mode === 'stable') return null;
        if (this.#mode === 'stable') changes.push({ node, index });
        continue;
      }
      const isDeclared = role !== Role.value;
      if (node.type === 'FunctionDeclaration') {
        if (role === Role.function) isSet = isFixed = true;
        else if (role === Role.value) {
          if (!contains(node, expression)) changes.push({ node, index });
          continue;
        } else if (this.#mode === 'stable' && (typeof name === 'string' || !ownsName(node, name.name)))
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
        isFixed = node.init.type === 'Literal' || isFunction(node.init);
        if (!this.#add(found, node, `var ${this.#textOf(node)}`, expression)) return null;
        continue;
      }
      if (isDeclared) {
        if (this.#mode === 'stable' && !isOnlyAssignment(node, identifiers, index, tree.roles)) return null;
        isSet = true;
        if (!this.#add(found, node, this.#textOf(node), expression)) return null;
        continue;
      }
      changes.push({ node, index });
    }
    for (const { node, index } of changes) {
      const change = found.has(node) ? 'none' : this.#changeBy(index);
      if (change === 'none' || node.start > before) continue;
      // A rotation, a shuffle, a member set apart: part of the set-up when it can be computed.
      const isStep = this.#mode === 'sequence' || node.type === 'ExpressionStatement';
      if (isStep && this.#add(found, node, this.#textOf(node), expression)) continue;
      if (change === 'any' && !isFixed) return null;
    }
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

  /** Whether `this` is that of a function around the piece; at the top it is the window, which the sandbox has. */
  #isForeignThis(index: number, top: number): boolean {
    const { tree } = this.#code;
    for (let at = tree.parents[index]!; at >= 0; at = tree.parents[at]!)
      if (tree.kinds[at] === Kind.FunctionExpression || tree.kinds[at] === Kind.FunctionDeclaration)
        return at < top;
    return false;
  }

  /** Whether a use of `window` reads only what every page has: `window.atob`, but not `window.opera`. */
  #isFreeOfPage(identifier: Identifier, isAsked: boolean): boolean {
    if (this.#mode === 'sequence') return true;
    const user = this.#code.parentOf(identifier);
    if (user?.type !== 'MemberExpression' || user.object !== identifier) return !isAsked;
    return builtins.has(this.#code.folder.nameOf(user) ?? '');
  }

  /** How a use may change what the name holds. */
  #changeBy(index: number): 'none' | 'member' | 'any' {
    const { tree } = this.#code;
    const node = tree.nodes[index]!;
    const user = this.#code.parentOf(node);
    if (user?.type === 'CallExpression' || user?.type === 'NewExpression')
      return user.callee === node && user.arguments.length > 0 ? 'none' : 'any';
    if (user?.type !== 'MemberExpression' || user.object !== node) return 'none';
    const outer = this.#code.parentOf(user);
    if (outer?.type === 'AssignmentExpression' && outer.left === user)
      return user.computed ? 'any' : 'member';
    if (outer?.type === 'UpdateExpression') return user.computed ? 'any' : 'member';
    if (outer?.type !== 'CallExpression' || outer.callee !== user) return 'none';
    const name = this.#code.folder.nameOf(user);
    return name === null || mutators.has(name) ? 'any' : 'none';
  }

  #textOf(node: AnyNode): string {
    return this.#code.text.slice(node.start, node.end);
  }
}
