import type { AnyNode, Identifier, MemberExpression } from 'acorn';
import { isCall, isFunction } from '../ast.ts';
import { createFolder, type Folder } from '../fold/index.ts';
import { createPositions, type Positions } from '../position.ts';
import { bindingOf, globalName, type Scopes } from '../scope/index.ts';
import { Role, type Tree } from '../tree/index.ts';
import { NameIndex } from './name-index.ts';
import { pathOf } from './paths.ts';
import type { CallbackUse } from './callbacks.ts';
import { calledFunctions, type Caller } from './calls.ts';

/** How a name got (part of) its value. */
export interface Definition {
  readonly kind: 'value' | 'appended' | 'parameter' | 'element' | 'part' | 'opaque';
  /** Value: the expression. Parameter: the function. Element: what is iterated. Part: what is taken apart. */
  readonly node: AnyNode;
  /** Place of a parameter. */
  readonly index: number;
  /** Property taken by a destructuring pattern, when it is named. */
  readonly property?: string | null;
}

/** A local or global name with all its uses. */
export interface Variable {
  readonly name: string;
  readonly isGlobal: boolean;
  /** Node indexes, in source order. */
  readonly identifiers: readonly number[];
}

/** No more than so many definitions or calls are looked at; more means the question has no useful answer. */
export const maxAlternatives = 12;

/** One script with the answers that several parts of flow analysis ask for; each is computed at the first question. */
export class Code {
  readonly tree: Tree;
  readonly text: string;
  readonly scopes: Scopes;
  readonly positions: Positions;
  readonly folder: Folder;
  /** Answers of `callbackUse`. */
  readonly callbacks = new Map<AnyNode, CallbackUse | null>();
  /** Answers of `callersOf`. */
  readonly callers = new Map<AnyNode, readonly Caller[]>();
  readonly #names: NameIndex;
  readonly #variables = new Map<number | string, Variable>();
  readonly #definitions = new Map<Variable, readonly Definition[]>();
  readonly #paths = new Map<AnyNode, string | null>();
  readonly #members = new Map<string, readonly MemberExpression[]>();
  readonly #foldedMembers = new Map<string, MemberExpression[]>();
  readonly #values = new Map<string, readonly AnyNode[]>();

  constructor(tree: Tree, text: string, scopes: Scopes) {
    this.tree = tree;
    this.text = text;
    this.scopes = scopes;
    this.positions = createPositions(text);
    this.#names = new NameIndex(tree);
    this.folder = createFolder({
      definitionOf: (identifier) => this.definitionOf(identifier),
      functionOf: (callee) => {
        const found = calledFunctions(this, callee);
        return found.length === 1 ? found[0]! : null;
      },
      pathOf: (node) => this.pathOf(node),
    });
  }

  indexOf(node: AnyNode): number {
    return node.index ?? -1;
  }

  parentOf(node: AnyNode): AnyNode | null {
    const parent = this.tree.parents[node.index ?? -1];
    return parent === undefined || parent < 0 ? null : (this.tree.nodes[parent] ?? null);
  }

  hasGlobal(name: string): boolean {
    return this.#names.has(name) && this.#names.globals(name, this.scopes).length > 0;
  }

  /** The variable an identifier names; null for property names. Undeclared globals count as variables. */
  variableOf(identifier: Identifier): Variable | null {
    const id = this.scopes.bindingIds[identifier.index ?? -1];
    if (id === undefined || id < globalName) return null;
    const key = id === globalName ? identifier.name : id;
    let variable = this.#variables.get(key);
    if (!variable) {
      const identifiers =
        id === globalName
          ? this.#names.globals(identifier.name, this.scopes)
          : this.scopes.bindings[id]!.identifiers;
      variable = { name: identifier.name, isGlobal: id === globalName, identifiers };
      this.#variables.set(key, variable);
    }
    return variable;
  }

  /** Everything a variable may hold, in source order. */
  definitionsOf(variable: Variable): readonly Definition[] {
    let found = this.#definitions.get(variable);
    if (!found) {
      found = variable.identifiers.flatMap((index) => this.#definition(index) ?? []);
      this.#definitions.set(variable, found);
    }
    return found;
  }

  /** The only expression a name holds; with `appended` its beginning. */
  definitionOf(identifier: Identifier): { node: AnyNode; appended: boolean } | null {
    const binding = bindingOf(this.scopes, identifier);
    if (binding && (binding.role === Role.parameter || binding.role === Role.catch)) return null;
    const variable = this.variableOf(identifier);
    if (!variable || variable.identifiers.length > 4000) return null;
    let value: AnyNode | null = null;
    let appended = false;
    for (const definition of this.definitionsOf(variable)) {
      if (definition.kind === 'appended') appended = true;
      else if (definition.kind !== 'value' || value) return null;
      else value = definition.node;
    }
    if (!value || (value.type === 'ArrayExpression' && this.#mayChange(variable))) return null;
    return { node: value, appended };
  }

  pathOf(node: AnyNode): string | null {
    let path = this.#paths.get(node);
    if (path === undefined) {
      this.#paths.set(node, null);
      path = pathOf(this, node);
      this.#paths.set(node, path);
    }
    return path;
  }

  /** Member expressions by property name, folded names included. */
  membersNamed(name: string): readonly MemberExpression[] {
    let members = this.#members.get(name);
    if (!members) {
      const plain = this.#names.members(name, maxMembers);
      const folded = this.#foldedMembers.get(name);
      members = folded ? [...plain, ...folded] : plain;
      this.#members.set(name, members);
    }
    return members;
  }

  /** Takes over a member whose name had to be folded; before anything asks for members. */
  noteFolded(member: MemberExpression, name: string): void {
    const members = this.#foldedMembers.get(name);
    if (members) members.push(member);
    else this.#foldedMembers.set(name, [member]);
  }

  /** What is stored anywhere in the script under a property name. */
  valuesNamed(name: string): readonly AnyNode[] {
    let values = this.#values.get(name);
    if (!values) {
      values = [
        ...this.#names.values(name, maxValues),
        ...(this.#foldedMembers.get(name) ?? []).flatMap((member) => {
          const user = this.parentOf(member);
          return user?.type === 'AssignmentExpression' && user.left === member ? [user.right] : [];
        }),
      ];
      this.#values.set(name, values);
    }
    return values;
  }

  #definition(index: number): Definition | null {
    const role = this.tree.roles[index]! as Role;
    if (role === Role.value || role === Role.name) return null;
    const node = this.tree.nodes[index]!;
    const parent = this.parentOf(node);
    if (!parent) return null;
    if (parent.type === 'VariableDeclarator' && parent.id === node) {
      if (parent.init) return { kind: 'value', node: parent.init, index: 0 };
      return this.#loopDefinition(this.parentOf(parent));
    }
    if (parent.type === 'AssignmentExpression' && parent.left === node) {
      if (/^(=|\|\|=|&&=|\?\?=)$/.test(parent.operator))
        return { kind: 'value', node: parent.right, index: 0 };
      return { kind: parent.operator === '+=' ? 'appended' : 'opaque', node: parent.right, index: 0 };
    }
    if (isFunction(parent)) {
      const place = parent.params.indexOf(node as Identifier);
      if (place >= 0) return { kind: 'parameter', node: parent, index: place };
      return { kind: 'value', node: parent, index: 0 };
    }
    if (parent.type === 'ForInStatement' || parent.type === 'ForOfStatement')
      return this.#loopDefinition(node);
    return this.#patternDefinition(node, parent);
  }

  #loopDefinition(left: AnyNode | null): Definition | null {
    const loop = left ? this.parentOf(left) : null;
    if (loop?.type === 'ForOfStatement' && loop.left === left)
      return { kind: 'element', node: loop.right, index: 0 };
    if (loop?.type === 'ForInStatement' && loop.left === left)
      return { kind: 'opaque', node: loop.right, index: 0 };
    return null;
  }

  /** `{a: x} = …`, `[x] = …`, `(x = 1) => …`, `(...x) => …`. */
  #patternDefinition(node: AnyNode, parent: AnyNode): Definition {
    let property: string | null = null;
    let top: AnyNode = node;
    let around: AnyNode | null = parent;
    while (
      around &&
      /^(Property|ObjectPattern|ArrayPattern|AssignmentPattern|RestElement)$/.test(around.type)
    ) {
      if (around.type === 'Property' && !around.computed && around.key.type === 'Identifier')
        property ??= around.key.name;
      top = around;
      around = this.parentOf(around);
    }
    if (around && isFunction(around)) {
      const index = around.params.indexOf(top as Identifier);
      if (top.type === 'AssignmentPattern' && top.left === node)
        return { kind: 'parameter', node: around, index };
      return { kind: 'parameter', node: around, index: Math.max(0, index), property };
    }
    if (around?.type === 'VariableDeclarator' && around.init)
      return { kind: 'part', node: around.init, index: 0, property };
    if (around?.type === 'AssignmentExpression')
      return { kind: 'part', node: around.right, index: 0, property };
    return { kind: 'opaque', node, index: 0 };
  }

  /** Whether a list may change after it was written down: mutated, or handed to code that may (array rotation). */
  #mayChange(variable: Variable): boolean {
    return variable.identifiers.some((index) => {
      const node = this.tree.nodes[index]!;
      const parent = this.parentOf(node);
      if (isCall(parent)) return parent.callee !== node;
      if (parent?.type !== 'MemberExpression' || parent.object !== node) return false;
      const user = this.parentOf(parent);
      if (user?.type === 'AssignmentExpression') return user.left === parent;
      if (user?.type === 'UpdateExpression') return true;
      return (
        user?.type === 'CallExpression' &&
        user.callee === parent &&
        mutators.has(this.folder.nameOf(parent) ?? '')
      );
    });
  }
}

/** Lists by name end here: what is longer is not looked at anyway. */
const maxValues = 8;
const maxMembers = 200;

const mutators = new Set(['push', 'shift', 'unshift', 'pop', 'splice', 'reverse', 'sort', 'fill']);
