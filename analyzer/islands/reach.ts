import { Kind, Role, type Tree } from '../static/tree/index.ts';
import { globalName, isDeclaration, type Binding, type Scopes } from '../static/scope/index.ts';

/** Names by which wrappers hand the page's own objects in: `(function (window, $) {…})(window, jQuery)`. */
const pageNames = new Set(
  'window document self globalThis navigator location screen top parent undefined'.split(' '),
);
/** What pages have and scripts overwrite: who does shares nothing with those who use it. */
const ofEveryPage = new Set([
  ...pageNames,
  ...'console fetch XMLHttpRequest Promise Symbol JSON Map Set WeakMap Object Array Date Math Event name status event onload onerror'.split(
    ' ',
  ),
  ...'onmessage onunload onbeforeunload alert open close setTimeout setInterval requestAnimationFrame history'.split(
    ' ',
  ),
  ...'$ jQuery require define module exports process Buffer global'.split(' '),
]);
const handedIn = new Set(['$', 'jQuery']);

/** Whether a local name stands for something that every page has. */
function isPageName({ name, role }: Binding): boolean {
  return pageNames.has(name) || (role === Role.parameter && handedIn.has(name));
}

/** Ways by which control leaves a subtree: bits of `Reach.leaves`. */
const Leaves = { returns: 1, breaks: 2, continues: 4, jumps: 8, yields: 16 } as const;

/**
 * Names that statements share: locals by binding id and, behind those, globals that are assigned without being declared, by
 * text id. `names` gives a node's; -1 for one that shares nothing.
 */
export interface Reach {
  readonly names: Int32Array;
  /**
   * By name: whether strangers may have it in common: a local that is declared more than once, or a short undeclared one. Who
   * declares or sets it anew has nothing to do with those before.
   */
  readonly isCommon: Uint8Array;
  /** By name: its first and its last node. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** By node: the first and the last node of any local that its subtree uses; a subtree that holds both is closed. */
  readonly least: Int32Array;
  readonly most: Int32Array;
  /** By node: whether control leaves the subtree for something around it that is no script. */
  readonly leaves: Uint8Array;
  /** By node: the signs in its subtree. */
  readonly masks: Uint32Array;
}

/** Characters of an undeclared name that tells something. */
const leastLength = 3;

/** Two passes over the tables. Children come after their parents, so the second goes from the last node to the first. */
export function reachOf(tree: Tree, { bindings, bindingIds }: Scopes, signs: Uint32Array): Reach {
  const { count, kinds, roles, parents, textIds } = tree;
  const locals = bindings.length;
  const names = namesOf(tree, { bindings, bindingIds });
  const declarations = new Uint8Array(locals);
  const first = new Int32Array(locals + tree.texts.length).fill(-1);
  const last = new Int32Array(locals + tree.texts.length).fill(-1);
  for (let index = 0; index < count; index++) {
    const name = names[index]!;
    if (name < 0) continue;
    if (first[name]! < 0) first[name] = index;
    if (isDeclaration(roles[index]! as Role) && declarations[name]! < 2) declarations[name]!++;
    last[name] = index;
  }
  const isCommon = new Uint8Array(first.length);
  declarations.forEach((times, name) => (isCommon[name] = times > 1 ? 1 : 0));
  tree.texts.forEach(({ length }, id) => (isCommon[locals + id] = length < leastLength ? 1 : 0));
  const least = new Int32Array(count).fill(count);
  const most = new Int32Array(count).fill(-1);
  const leaves = new Uint8Array(count);
  const masks = new Uint32Array(count);
  for (let index = count - 1; index > 0; index--) {
    const name = names[index]!;
    if (name >= 0 && name < locals) {
      least[index] = first[name]!;
      most[index] = last[name]!;
    }
    if (textIds[index]! >= 0) masks[index]! |= signs[textIds[index]!]!;
    leaves[index] = leavesOf(
      kinds[index]!,
      leaves[index]!,
      index + 1 < count && parents[index + 1] === index,
    );
    const parent = parents[index]!;
    if (least[index]! < least[parent]!) least[parent] = least[index]!;
    if (most[index]! > most[parent]!) most[parent] = most[index]!;
    leaves[parent]! |= leaves[index]!;
    masks[parent]! |= masks[index]!;
  }
  return { names, isCommon, first, last, least, most, leaves, masks };
}

/** By node: binding id, or that of an assigned global. */
function namesOf(
  { count, roles, textIds, texts }: Tree,
  { bindings, bindingIds }: Pick<Scopes, 'bindings' | 'bindingIds'>,
): Int32Array {
  const assigned = new Uint8Array(texts.length);
  for (let index = 0; index < count; index++)
    if (bindingIds[index] === globalName && (roles[index] === Role.write || roles[index] === Role.readWrite))
      assigned[textIds[index]!] = ofEveryPage.has(texts[textIds[index]!]!) ? 0 : 1;
  const ofPage = Uint8Array.from(bindings, (binding) => (isPageName(binding) ? 1 : 0));
  const names = new Int32Array(count).fill(-1);
  for (let index = 0; index < count; index++) {
    const id = bindingIds[index]!;
    if (id >= 0) {
      if (ofPage[id] === 0) names[index] = id;
    } else if (id === globalName && assigned[textIds[index]!] === 1)
      names[index] = bindings.length + textIds[index]!;
  }
  return names;
}

function leavesOf(kind: number, inside: number, hasChild: boolean): number {
  switch (kind) {
    case Kind.FunctionExpression:
    case Kind.FunctionDeclaration:
    case Kind.ArrowFunctionExpression:
      return 0;
    case Kind.ReturnStatement:
      return inside | Leaves.returns;
    case Kind.YieldExpression:
      return inside | Leaves.yields;
    case Kind.BreakStatement:
      return hasChild ? Leaves.jumps : Leaves.breaks;
    case Kind.ContinueStatement:
      return hasChild ? Leaves.jumps : Leaves.continues;
    case Kind.LabeledStatement:
      return inside & ~Leaves.jumps;
    case Kind.SwitchStatement:
      return inside & ~Leaves.breaks;
    case Kind.ForStatement:
    case Kind.ForInStatement:
    case Kind.ForOfStatement:
    case Kind.WhileStatement:
    case Kind.DoWhileStatement:
      return inside & ~(Leaves.breaks | Leaves.continues);
    default:
      return inside;
  }
}
