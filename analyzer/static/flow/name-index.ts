import type { AnyNode, Identifier, MemberExpression, MethodDefinition, Property } from 'acorn';
import { globalName, type Scopes } from '../scope/index.ts';
import { Kind, type Tree } from '../tree/index.ts';

/** Chains longer than this are cut: a name used so often tells nothing. */
const maxChain = 5000;

/**
 * Nodes by their text, as chains through one table: built in one loop over numbers, however many names a bundle has, and
 * only the chains that somebody asks for are looked at.
 */
export class NameIndex {
  readonly #tree: Tree;
  readonly #ids = new Map<string, number>();
  readonly #heads: Int32Array;
  /** By node index: the next node of the same text; -1 ends the chain. */
  readonly #next: Int32Array;

  constructor(tree: Tree) {
    const { texts, textIds, count } = tree;
    this.#tree = tree;
    for (let id = 0; id < texts.length; id++) this.#ids.set(texts[id]!, id);
    this.#heads = new Int32Array(texts.length).fill(-1);
    this.#next = new Int32Array(count);
    for (let index = count - 1; index >= 0; index--) {
      const id = textIds[index]!;
      if (id < 0) continue;
      this.#next[index] = this.#heads[id]!;
      this.#heads[id] = index;
    }
  }

  has(name: string): boolean {
    return this.#ids.has(name);
  }

  /** Indexes of the identifiers that name a global. */
  globals(name: string, { bindingIds }: Scopes): number[] {
    return this.#chain(name, maxChain, (index) =>
      bindingIds[index] === globalName && this.#tree.kinds[index] === Kind.Identifier ? index : null,
    );
  }

  /** Members with this plain or literal name. */
  members(name: string, limit: number): MemberExpression[] {
    return this.#chain(name, limit, (index) => this.#memberOf(index));
  }

  /** What is assigned to a property of this name, or written under it in an object or class. */
  values(name: string, limit: number): AnyNode[] {
    const { nodes, kinds, parents } = this.#tree;
    return this.#chain(name, limit, (index) => {
      const parent = parents[index]!;
      const kind = kinds[parent];
      if (kind === Kind.MemberExpression) {
        const user = nodes[parents[parent]!];
        const isTarget = user?.type === 'AssignmentExpression' && user.left === nodes[parent];
        return isTarget && this.#memberOf(index) ? user.right : null;
      }
      const isKey =
        (kind === Kind.Property && kinds[parents[parent]!] === Kind.ObjectExpression) ||
        kind === Kind.MethodDefinition ||
        kind === Kind.PropertyDefinition;
      if (!isKey) return null;
      const { key, computed, value } = nodes[parent] as Property | MethodDefinition;
      const names = key === nodes[index] && (!computed || key.type === 'Literal');
      return names ? value : null;
    });
  }

  #memberOf(index: number): MemberExpression | null {
    const { nodes, kinds, parents } = this.#tree;
    const parent = parents[index]!;
    if (kinds[parent] !== Kind.MemberExpression) return null;
    const member = nodes[parent] as MemberExpression;
    if ((member.property as Identifier) !== nodes[index]) return null;
    return !member.computed || kinds[index] === Kind.Literal ? member : null;
  }

  #chain<T>(name: string, limit: number, take: (index: number) => T | null): T[] {
    const found: T[] = [];
    const id = this.#ids.get(name);
    let index = id === undefined ? -1 : this.#heads[id]!;
    for (let steps = 0; index >= 0 && found.length < limit && steps < maxChain; steps++) {
      const one = take(index);
      if (one !== null) found.push(one);
      index = this.#next[index]!;
    }
    return found;
  }
}
