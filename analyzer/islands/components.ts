import { Kind, Role, type Tree } from '../static/tree/index.ts';
import type { Binding, Scopes } from '../static/scope/index.ts';
import type { StatementList } from './lists.ts';

/** Statements of one list that share names with each other. */
export interface Component {
  /** Node indexes in source order. */
  readonly statements: number[];
  /** Characters of all its statements. */
  readonly length: number;
  /** Whether it uses names of the code around the list, so that it means nothing without that. */
  readonly isBound: boolean;
}

/** Names by which wrappers hand the page's own objects in: `(function (window, $) {…})(window, jQuery)`. */
const pageNames = new Set(
  'window document self globalThis navigator location screen top parent undefined'.split(' '),
);
const handedIn = new Set(['$', 'jQuery']);

/** Whether a local name stands for something that every page has. */
function isPageName({ name, role }: Binding): boolean {
  return pageNames.has(name) || (role === Role.parameter && handedIn.has(name));
}

/** What a node's subtree reaches for outside itself. */
export interface Reach {
  /** By node index: the outermost scope (by its node) whose names the subtree uses; its own index or more when none. */
  readonly outermost: Int32Array;
  /** By node index: whether a `return` in the subtree leaves a function around it. */
  readonly returns: Uint8Array;
}

/** One pass from the last node to the first: children come after their parents. */
export function reachOf({ count, kinds, parents }: Tree, { bindings, bindingIds }: Scopes): Reach {
  const outermost = new Int32Array(count).fill(count);
  const returns = new Uint8Array(count);
  for (let index = count - 1; index > 0; index--) {
    const id = bindingIds[index]!;
    if (id >= 0 && !isPageName(bindings[id]!))
      outermost[index] = Math.min(outermost[index]!, bindings[id]!.scope.node);
    const kind = kinds[index]!;
    if (kind === Kind.ReturnStatement) returns[index] = 1;
    else if (kind === Kind.FunctionExpression || kind === Kind.FunctionDeclaration) returns[index] = 0;
    else if (kind === Kind.ArrowFunctionExpression) returns[index] = 0;
    const parent = parents[index]!;
    if (outermost[index]! < outermost[parent]!) outermost[parent] = outermost[index]!;
    if (returns[index] === 1) returns[parent] = 1;
  }
  return { outermost, returns };
}

/** The statements of a list, put together where they share names. */
export function componentsOf(tree: Tree, scopes: Scopes, reach: Reach, list: StatementList): Component[] {
  const { statements, scope } = list;
  const groups = new Groups(statements.length);
  const bound = new Uint8Array(statements.length);
  const firstUse = new Map<number, number>();
  const assigned = scope === 0 ? assignedGlobals(tree, scopes) : new Set<number>();
  for (const [place, statement] of statements.entries()) {
    const least = reach.outermost[statement]!;
    if (scope > 0 && (least < scope || reach.returns[statement] === 1)) bound[place] = 1;
    if (least > scope && assigned.size === 0) continue;
    for (let index = statement; index < tree.ends[statement]!; index++) {
      const id = scopes.bindingIds[index]!;
      let key: number;
      if (id >= 0) {
        const binding = scopes.bindings[id]!;
        if (binding.scope.node !== scope || isPageName(binding)) continue;
        if (binding.role === Role.parameter) bound[place] = 1;
        key = id;
      } else if (id === -1 && assigned.has(tree.textIds[index]!)) key = -2 - tree.textIds[index]!;
      else continue;
      const first = firstUse.get(key);
      if (first === undefined) firstUse.set(key, place);
      else groups.join(first, place);
    }
  }
  return groups.all().map((places) => ({
    statements: places.map((place) => statements[place]!),
    length: places.reduce((sum, place) => sum + lengthOf(tree, statements[place]!), 0),
    isBound: places.some((place) => bound[place] === 1),
  }));
}

export function lengthOf({ nodes }: Tree, index: number): number {
  return nodes[index]!.end - nodes[index]!.start;
}

/** Names, by text id, that are assigned without being declared anywhere: statements share them through the page. */
function assignedGlobals({ count, roles, textIds }: Tree, { bindingIds }: Scopes): Set<number> {
  const found = new Set<number>();
  for (let index = 0; index < count; index++)
    if (bindingIds[index] === -1 && (roles[index] === Role.write || roles[index] === Role.readWrite))
      found.add(textIds[index]!);
  return found;
}

/** Disjoint sets of places. */
class Groups {
  readonly #parents: Int32Array;

  constructor(count: number) {
    this.#parents = Int32Array.from({ length: count }, (_, index) => index);
  }

  join(one: number, other: number): void {
    const [first, second] = [this.#rootOf(one), this.#rootOf(other)];
    this.#parents[Math.max(first, second)] = Math.min(first, second);
  }

  /** Each set's members in order; sets in the order of their first members. */
  all(): number[][] {
    const sets = new Map<number, number[]>();
    for (let place = 0; place < this.#parents.length; place++) {
      const root = this.#rootOf(place);
      const set = sets.get(root);
      if (set) set.push(place);
      else sets.set(root, [place]);
    }
    return [...sets.values()];
  }

  #rootOf(place: number): number {
    let root = place;
    while (this.#parents[root] !== root) root = this.#parents[root]!;
    while (this.#parents[place] !== root) [place, this.#parents[place]] = [this.#parents[place]!, root];
    return root;
  }
}
