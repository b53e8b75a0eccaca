import type { AnyNode, Identifier, Literal, Program, TemplateElement } from 'acorn';
import { childPushers, type ChildStack } from './children.ts';
import { Kind, kindOf, Role } from './kinds.ts';

declare module 'acorn' {
  interface Node {
    /** Place in the tables of the tree that `flattenTree` made. */
    index?: number;
  }
}

/**
 * A syntax tree as tables: node `i` is the i-th in source order (parents before children), so every later pass is a
 * plain loop over numbers instead of another walk over objects.
 */
export interface Tree {
  readonly program: Program;
  readonly count: number;
  readonly nodes: readonly AnyNode[];
  /** Node types as numbers (`Kind`). */
  readonly kinds: Uint8Array;
  /** What identifiers and patterns are there for (`Role`). */
  readonly roles: Uint8Array;
  /** Index of the parent; -1 for the root. */
  readonly parents: Int32Array;
  /** One past the last node of the subtree: descendants of `i` are `i + 1` to `ends[i] - 1`. */
  readonly ends: Int32Array;
  /** Levels below the root; 0 for the root. */
  readonly depths: Int32Array;
  /** Distinct names and strings, by text id: of identifiers, string literals and template pieces. */
  readonly texts: readonly string[];
  /** Text id of a node; -1 when it has none. */
  readonly textIds: Int32Array;
}

/** Tables of a tree, in one iterative walk; a tree 100,000 levels deep is no danger. Sets `index` on every node. */
export function flattenTree(program: Program): Tree {
  const tables = new Tables(Math.max(64, program.end >> 2));
  const stack = new Stack();
  stack.parent = -1;
  stack.push(program, Role.value);
  while (stack.size > 0) {
    const at = --stack.size;
    const node = stack.nodes[at]!;
    const role = stack.roles[at]! as Role;
    const kind = kindOf(node.type);
    if (kind === undefined) continue;
    const index = tables.add(node, kind, role, stack.parents[at]!);
    stack.parent = index;
    childPushers[kind]!(stack, node, role);
  }
  return tables.finish(program);
}

/** Index of a node in its tree; -1 when it is in none. */
export function indexOf(node: AnyNode): number {
  return node.index ?? -1;
}

/** Whether a node is `a[b]`. Told from the tables alone: the property of `a.b` only names. */
export function isBracketMember({ kinds, roles, ends }: Tree, index: number): boolean {
  if (kinds[index] !== Kind.MemberExpression) return false;
  const property = ends[index + 1]!;
  return roles[property] !== Role.name;
}

class Stack implements ChildStack {
  size = 0;
  parent = -1;
  readonly nodes: AnyNode[] = [];
  readonly parents: number[] = [];
  readonly roles: number[] = [];

  push(child: AnyNode | null | undefined, role: Role): void {
    if (!child) return;
    this.nodes[this.size] = child;
    this.parents[this.size] = this.parent;
    this.roles[this.size++] = role;
  }

  pushAll(children: readonly (AnyNode | null)[], role: Role): void {
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (!child) continue;
      this.nodes[this.size] = child;
      this.parents[this.size] = this.parent;
      this.roles[this.size++] = role;
    }
  }
}

class Tables {
  #count = 0;
  #capacity: number;
  readonly #nodes: AnyNode[] = [];
  #kinds: Uint8Array;
  #roles: Uint8Array;
  #parents: Int32Array;
  #depths: Int32Array;
  #textIds: Int32Array;
  readonly #texts: string[] = [];
  readonly #idByText = new Map<string, number>();

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#kinds = new Uint8Array(capacity);
    this.#roles = new Uint8Array(capacity);
    this.#parents = new Int32Array(capacity);
    this.#depths = new Int32Array(capacity);
    this.#textIds = new Int32Array(capacity);
  }

  add(node: AnyNode, kind: number, role: Role, parent: number): number {
    const index = this.#count++;
    if (index === this.#capacity) this.#grow();
    node.index = index;
    this.#nodes.push(node);
    this.#kinds[index] = kind;
    this.#roles[index] = role;
    this.#parents[index] = parent;
    this.#depths[index] = parent < 0 ? 0 : this.#depths[parent]! + 1;
    this.#textIds[index] = this.#textId(textOf(node, kind));
    return index;
  }

  #textId(text: string | null): number {
    if (text === null) return -1;
    let id = this.#idByText.get(text);
    if (id === undefined) {
      id = this.#texts.length;
      this.#idByText.set(text, id);
      this.#texts.push(text);
    }
    return id;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#kinds = enlarge(this.#kinds, new Uint8Array(this.#capacity));
    this.#roles = enlarge(this.#roles, new Uint8Array(this.#capacity));
    this.#parents = enlarge(this.#parents, new Int32Array(this.#capacity));
    this.#depths = enlarge(this.#depths, new Int32Array(this.#capacity));
    this.#textIds = enlarge(this.#textIds, new Int32Array(this.#capacity));
  }

  finish(program: Program): Tree {
    const count = this.#count;
    const parents = this.#parents.subarray(0, count);
    const ends = new Int32Array(count);
    for (let index = count - 1; index >= 0; index--) {
      if (ends[index] === 0) ends[index] = index + 1;
      const parent = parents[index]!;
      // Later siblings were seen first, and the last of them ends the subtree.
      if (parent >= 0 && ends[parent] === 0) ends[parent] = ends[index]!;
    }
    return {
      program,
      count,
      nodes: this.#nodes,
      kinds: this.#kinds.subarray(0, count),
      roles: this.#roles.subarray(0, count),
      parents,
      ends,
      depths: this.#depths.subarray(0, count),
      texts: this.#texts,
      textIds: this.#textIds.subarray(0, count),
    };
  }
}

/** Name of an identifier, value of a string, text of a template piece; null for anything else. */
function textOf(node: AnyNode, kind: number): string | null {
  switch (kind) {
    case Kind.Identifier:
    case Kind.PrivateIdentifier:
      return (node as Identifier).name;
    case Kind.Literal: {
      const { value } = node as Literal;
      return typeof value === 'string' ? value : null;
    }
    case Kind.TemplateElement: {
      const { cooked, raw } = (node as TemplateElement).value;
      return cooked ?? raw;
    }
    default:
      return null;
  }
}

function enlarge<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
