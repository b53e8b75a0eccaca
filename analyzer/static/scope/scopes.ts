import type { Identifier } from 'acorn';
import { Kind, Role, type Tree } from '../tree/index.ts';

/** Where names live. Functions, modules, scripts and static blocks also catch `var`. */
export interface Scope {
  readonly id: number;
  /** Null for the program's own. */
  readonly parent: Scope | null;
  /** Index of the node that opens it: program, function, class, block, loop, switch, catch clause or static block. */
  readonly node: number;
  /** Whether `var` and sloppy function declarations stop here. */
  readonly catchesVar: boolean;
  readonly bindings: Binding[];
}

/** One local name. At the top level of a script this is a property of `window` as well. */
export interface Binding {
  readonly id: number;
  readonly name: string;
  /** Role of the identifier that declared it first. */
  readonly role: Role;
  readonly scope: Scope;
  /** Indexes of all its identifiers in source order: declarations, reads and writes; `tree.roles` tells which. */
  readonly identifiers: readonly number[];
  /** Declarations among the identifiers. */
  declarations: number;
  /** Assignments among the identifiers; an initialiser of a declaration is not counted. */
  writes: number;
}

export interface Scopes {
  readonly scopes: readonly Scope[];
  readonly bindings: readonly Binding[];
  /** By node index: id of the binding an identifier names, `globalName` or `notAReference`. */
  readonly bindingIds: Int32Array;
}

/** The identifier names no local: a global (or `arguments`, or a name that `with` or `eval` may bring). */
export const globalName = -1;
/** The node is no identifier, or one that only names a property or label. */
export const notAReference = -2;

/** Whether an identifier in this role declares its name. */
export function isDeclaration(role: Role): boolean {
  return role >= Role.var;
}

/** The binding an identifier names; null when it is global or no reference. */
export function bindingOf(scopes: Scopes, identifier: Identifier): Binding | null {
  return scopes.bindings[scopes.bindingIds[identifier.index ?? -1] ?? globalName] ?? null;
}

/**
 * Resolves every identifier of a tree: `var` hoisting, function, class, parameter, catch, block and import scopes,
 * destructuring, default values and own names of function expressions included.
 *
 * Two loops over the tables. The first opens scopes and collects what each declares. The second enters the scopes again
 * and keeps, for every distinct name, the innermost binding that is visible, so that a lookup is one array access
 * however deep the nesting.
 *
 * Known simplifications: parameters and body share a scope; a function declared in a block belongs to the function
 * around it, as in sloppy code.
 */
export function resolveScopes(tree: Tree): Scopes {
  const { count, kinds, roles, ends, texts, textIds } = tree;
  const bindingIds = new Int32Array(count).fill(notAReference);
  const scopes: Scope[] = [];
  const bindings: Binding[] = [];
  /** By node index: the scope it opens, plus one. */
  const opened = new Int32Array(count);
  const occurrences = new Occurrences(bindings, bindingIds);
  const declared = new Declarations(bindings, occurrences);

  let scope: Scope = openScope(scopes, null, 0, true);
  opened[0] = 1;
  let scopeEnd = count;
  const outerEnds: number[] = [];
  for (let index = 1; index < count; index++) {
    while (index >= scopeEnd) {
      scope = scope.parent!;
      scopeEnd = outerEnds.pop()!;
    }
    const kind = kinds[index]!;
    if (kind === Kind.Identifier) {
      const role = roles[index]! as Role;
      if (role === Role.name) continue;
      const nameId = textIds[index]!;
      bindingIds[index] = isDeclaration(role)
        ? declared.declare(scopeFor(role, scope), nameId, texts[nameId]!, role)
        : globalName;
    } else if (opensScope(tree, index, kind)) {
      scope = openScope(scopes, scope, index, catchesVar[kind] === 1);
      opened[index] = scope.id + 1;
      outerEnds.push(scopeEnd);
      scopeEnd = ends[index]!;
    }
  }
  linkReferences(tree, { scopes, bindings, bindingIds }, opened, declared);
  return { scopes, bindings, bindingIds };
}

function linkReferences(
  tree: Tree,
  { scopes, bindings, bindingIds }: Scopes,
  opened: Int32Array,
  declared: Declarations,
): void {
  const { count, roles, ends, textIds } = tree;
  const visible = new Int32Array(tree.texts.length).fill(globalName);
  /** By binding id: what its name meant outside its scope. */
  const hidden = new Int32Array(bindings.length);
  let scope: Scope | null = null;
  let scopeEnd = count;
  const outerEnds: number[] = [];
  for (let index = 0; index < count; index++) {
    while (index >= scopeEnd) {
      for (const { id } of scope!.bindings) visible[declared.nameIds[id]!] = hidden[id]!;
      scope = scope!.parent;
      scopeEnd = outerEnds.pop()!;
    }
    const state = bindingIds[index]!;
    if (state !== notAReference) {
      const id = state === globalName ? (bindingIds[index] = visible[textIds[index]!]!) : state;
      if (id < 0) continue;
      const binding = bindings[id]!;
      const role = roles[index]!;
      if (role >= Role.var) binding.declarations++;
      else if (role !== Role.value) binding.writes++;
    } else if (opened[index]! > 0) {
      scope = scopes[opened[index]! - 1]!;
      outerEnds.push(scopeEnd);
      scopeEnd = ends[index]!;
      for (const { id } of scope.bindings) {
        const nameId = declared.nameIds[id]!;
        hidden[id] = visible[nameId]!;
        visible[nameId] = id;
      }
    }
  }
}

/** Bindings by scope and name. Small scopes are searched, large ones get a map: minified modules declare thousands. */
class Declarations {
  readonly nameIds: number[] = [];
  readonly #bindings: Binding[];
  readonly #occurrences: Occurrences;
  readonly #maps = new Map<number, Map<number, number>>();

  constructor(bindings: Binding[], occurrences: Occurrences) {
    this.#bindings = bindings;
    this.#occurrences = occurrences;
  }

  /** Id of the binding, made when the scope has none of that name. */
  declare(scope: Scope, nameId: number, name: string, role: Role): number {
    const known = this.#find(scope, nameId);
    if (known >= 0) return known;
    const id = this.#bindings.length;
    const binding = new LocalBinding(id, name, role, scope, this.#occurrences);
    this.#bindings.push(binding);
    this.nameIds.push(nameId);
    scope.bindings.push(binding);
    this.#maps.get(scope.id)?.set(nameId, id);
    return id;
  }

  #find(scope: Scope, nameId: number): number {
    const local = scope.bindings;
    if (local.length < 16) {
      for (const { id } of local) if (this.nameIds[id] === nameId) return id;
      return -1;
    }
    let map = this.#maps.get(scope.id);
    if (!map) {
      map = new Map(local.map(({ id }) => [this.nameIds[id]!, id]));
      this.#maps.set(scope.id, map);
    }
    return map.get(nameId) ?? -1;
  }
}

/** Where bindings occur: listed for all of them at the first question, because most scripts are never asked about any. */
class Occurrences {
  readonly #bindings: readonly Binding[];
  readonly #bindingIds: Int32Array;
  #starts: Int32Array | null = null;
  #indexes = new Int32Array(0);

  constructor(bindings: readonly Binding[], bindingIds: Int32Array) {
    this.#bindings = bindings;
    this.#bindingIds = bindingIds;
  }

  of(id: number): number[] {
    const starts = (this.#starts ??= this.#list());
    return Array.from(this.#indexes.subarray(starts[id], starts[id + 1]));
  }

  /** Sorts node indexes by binding, in source order within each: a counting sort. */
  #list(): Int32Array {
    const ids = this.#bindingIds;
    const starts = new Int32Array(this.#bindings.length + 1);
    for (const id of ids) if (id >= 0) starts[id + 1]!++;
    for (let id = 1; id < starts.length; id++) starts[id]! += starts[id - 1]!;
    const next = starts.slice();
    this.#indexes = new Int32Array(starts.at(-1)!);
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index]!;
      if (id >= 0) this.#indexes[next[id]!++] = index;
    }
    return starts;
  }
}

class LocalBinding implements Binding {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
  declarations = 0;
  writes = 0;
  readonly #occurrences: Occurrences;
  #identifiers: readonly number[] | null = null;

  constructor(id: number, name: string, role: Role, scope: Scope, occurrences: Occurrences) {
    this.id = id;
    this.name = name;
    this.role = role;
    this.scope = scope;
    this.#occurrences = occurrences;
  }

  get identifiers(): readonly number[] {
    return (this.#identifiers ??= this.#occurrences.of(this.id));
  }
}

function openScope(scopes: Scope[], parent: Scope | null, node: number, catches: boolean): Scope {
  const scope: Scope = { id: scopes.length, parent, node, catchesVar: catches, bindings: [] };
  scopes.push(scope);
  return scope;
}

/** The scope that gets a declaration made inside `scope`. */
function scopeFor(role: Role, scope: Scope): Scope {
  let target = scope;
  // A function's name is met after its own scope is open; a class's likewise.
  if (role === Role.function || role === Role.class) target = target.parent!;
  if (role === Role.var || role === Role.function) while (!target.catchesVar) target = target.parent!;
  return target;
}

const catchesVar = new Uint8Array(256);
const mayOpenScope = new Uint8Array(256);
for (const kind of [
  Kind.Program,
  Kind.FunctionDeclaration,
  Kind.FunctionExpression,
  Kind.ArrowFunctionExpression,
  Kind.StaticBlock,
]) {
  catchesVar[kind] = 1;
  mayOpenScope[kind] = 1;
}
for (const kind of [
  Kind.ClassDeclaration,
  Kind.ClassExpression,
  Kind.BlockStatement,
  Kind.ForStatement,
  Kind.ForInStatement,
  Kind.ForOfStatement,
  Kind.SwitchStatement,
  Kind.CatchClause,
]) {
  mayOpenScope[kind] = 1;
}

/** A function's and a catch clause's block share the scope of the parameters. */
function opensScope(tree: Tree, index: number, kind: number): boolean {
  if (mayOpenScope[kind] === 0) return false;
  if (kind !== Kind.BlockStatement) return true;
  const around = tree.kinds[tree.parents[index]!]!;
  return catchesVar[around] === 0 || around === Kind.Program || around === Kind.StaticBlock;
}
