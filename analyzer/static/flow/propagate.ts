import type { AnyNode, MemberExpression } from 'acorn';
import { isFunction, unwrap, type Call } from '../ast.ts';
import { calledFunctions, callersOf, functionAround } from './calls.ts';
import { callbackUse } from './callbacks.ts';
import type { Code } from './code.ts';
import { isJquery } from './lookups.ts';
import type { Origins } from './origin.ts';
import { filledForm } from './filled-form.ts';
import { callSink } from './sinks.ts';
import { storageReads } from './stores.ts';
import { transformOf } from './transforms.ts';
import type { Sink, Source } from './types.ts';
import { Writes } from './writes.ts';

/** Bits of one number tell which sources reach a node; further sources share the last bit. */
export const maxLabels = 31;

/** A way out that something reached. */
export interface Reached {
  readonly sink: Sink;
  /** Bits of the sources that reach it. */
  mask: number;
  /** The node through which the first of them came. */
  readonly through: AnyNode;
}

/** Results of calls and properties that say nothing of the data. */
const dropsData = new Set(
  'length indexOf lastIndexOf includes startsWith endsWith test search localeCompare hasOwnProperty focus blur click select addEventListener removeEventListener checkValidity setCustomValidity hasAttribute contains isArray isNaN isFinite log warn error info debug name type id className classList style tagName nodeName nodeType is hasClass clearTimeout clearInterval preventDefault stopPropagation Boolean alert confirm prompt scrollTo requestAnimationFrame querySelector querySelectorAll getElementById getElementsByName getElementsByTagName RegExp'.split(
    ' ',
  ),
);

/** Methods that put their arguments into the object they are called on. */
const stores = new Set('push unshift append set add concat splice fill assign enqueue put'.split(' '));

const passOn = new Set(
  'forEach map filter flatMap find some every each then reduce finally catch'.split(' '),
);

/**
 * Carries the bits of sources forward through a script: from an expression to what contains it, through assignments to
 * all reads of a variable, into parameters of known functions and out of their results. Flow-insensitive; every step
 * costs one operation of the budget, so equal input gives equal results.
 */
export class Propagation {
  readonly reached = new Map<AnyNode, Reached>();
  /** Places where data is kept in the browser. */
  readonly stashed = new Map<AnyNode, Reached>();
  /** Transform names by node that applies them. */
  readonly transforms = new Map<AnyNode, string>();
  readonly #code: Code;
  readonly #origins: Origins;
  readonly #masks: Int32Array;
  /** By node: where its first bits came from; -1 for sources. */
  readonly #cameFrom: Int32Array;
  readonly #queue: number[] = [];
  readonly #writes: Writes;
  #next = 0;
  #left = 0;

  constructor(code: Code, origins: Origins) {
    this.#code = code;
    this.#origins = origins;
    this.#masks = new Int32Array(code.tree.count);
    this.#cameFrom = new Int32Array(code.tree.count).fill(-1);
    this.#writes = new Writes(code, origins, {
      mark: (node, mask, from) => this.#mark(node, mask, from),
      member: (member, mask, from) => this.#member(member, mask, from),
      reach: (sink, mask, through) => this.#reach(sink, mask, through),
      stash: (node, mask, through) => this.#stash(node, mask, through),
      spend: (operations) => (this.#left -= operations),
    });
  }

  /**
   * Follows more sources; labels count on from `first`, and work left over from before goes on.
   *
   * @returns whether all of it was followed to the end
   */
  run(sources: readonly Source[], first: number, budget: number): boolean {
    for (const [index, { node }] of sources.entries())
      this.#mark(node, 1 << Math.min(first + index, maxLabels - 1), null);
    this.#left = budget;
    while (this.#next < this.#queue.length) {
      if (--this.#left < 0) return false;
      const index = this.#queue[this.#next++]!;
      this.#spread(this.#code.tree.nodes[index]!, this.#masks[index]!);
    }
    return true;
  }

  /** Nodes from a source to this one. */
  pathTo(node: AnyNode): AnyNode[] {
    const path: AnyNode[] = [];
    let index = this.#code.indexOf(node);
    while (index >= 0 && path.length < 10_000) {
      path.push(this.#code.tree.nodes[index]!);
      index = this.#cameFrom[index]!;
    }
    return path.reverse();
  }

  #mark(node: AnyNode | null | undefined, mask: number, from: AnyNode | null): void {
    const index = node?.index ?? -1;
    if (index < 0) return;
    const before = this.#masks[index]!;
    if ((before | mask) === before) return;
    this.#masks[index] = before | mask;
    if (before === 0 && from) this.#cameFrom[index] = this.#code.indexOf(from);
    this.#queue.push(index);
  }

  /** From an expression to what uses its value. */
  #spread(node: AnyNode, mask: number): void {
    const parent = this.#code.parentOf(node);
    if (!parent) return;
    switch (parent.type) {
      case 'VariableDeclarator':
        if (parent.init === node) this.#writes.assign(parent.id, mask, node);
        return;
      case 'AssignmentExpression':
        if (parent.right !== node) return;
        this.#writes.assign(parent.left, mask, node);
        this.#mark(parent, mask, node);
        return;
      case 'AssignmentPattern':
        if (parent.right === node) this.#writes.assign(parent.left, mask, node);
        return;
      case 'BinaryExpression':
        if (/^[-+*/%^&|]$|^(?:<<|>>|>>>|\*\*)$/.test(parent.operator)) this.#mark(parent, mask, node);
        return;
      case 'ConditionalExpression':
        if (parent.test !== node) this.#mark(parent, mask, node);
        return;
      case 'UnaryExpression':
        if (/^[-+~]$/.test(parent.operator)) this.#mark(parent, mask, node);
        return;
      case 'SequenceExpression':
        if (parent.expressions.at(-1) === node) this.#mark(parent, mask, node);
        return;
      case 'LogicalExpression':
      case 'ParenthesizedExpression':
      case 'ChainExpression':
      case 'AwaitExpression':
      case 'YieldExpression':
      case 'SpreadElement':
      case 'TemplateLiteral':
      case 'TaggedTemplateExpression':
      case 'ArrayExpression':
        this.#mark(parent, mask, node);
        return;
      case 'Property':
        if (parent.value === node) this.#property(parent, mask, node);
        return;
      case 'ObjectExpression':
        return;
      case 'MemberExpression':
        if (parent.object === node) this.#member(parent, mask, node);
        return;
      case 'CallExpression':
      case 'NewExpression':
        if (parent.callee === node) this.#callResult(parent, mask, node);
        else this.#argument(parent, node, mask);
        return;
      case 'ReturnStatement':
        this.#returned(functionAround(this.#code, parent), mask, node);
        return;
      case 'ArrowFunctionExpression':
        if (parent.body === node) this.#returned(parent, mask, node);
        return;
      case 'ForOfStatement':
      case 'ForInStatement': {
        if (parent.right !== node) return;
        const { left } = parent;
        const target = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left;
        if (target && parent.type === 'ForOfStatement') this.#writes.assign(target, mask, node);
      }
    }
  }

  #property(property: AnyNode & { type: 'Property' }, mask: number, from: AnyNode): void {
    const object = this.#code.parentOf(property);
    if (object?.type !== 'ObjectExpression') return;
    const holder = this.#code.parentOf(object);
    const name = property.key.type === 'Identifier' && !property.computed ? property.key.name : null;
    if (holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier' && name !== null) {
      const variable = this.#code.variableOf(holder.id);
      if (variable) this.#writes.stored(variable, name, mask, from);
      return;
    }
    this.#mark(object, mask, from);
  }

  #member(member: MemberExpression, mask: number, from: AnyNode): void {
    const name = this.#code.folder.nameOf(member);
    if (name !== null && dropsData.has(name)) return;
    const parent = this.#code.parentOf(member);
    if (parent?.type === 'AssignmentExpression' && parent.left === member && parent.operator === '=') return;
    this.#mark(member, mask, from);
  }

  /** A method called on tainted data: its result, and what its callbacks are given. */
  #callResult(call: Call, mask: number, callee: AnyNode): void {
    const method = callee.type === 'MemberExpression' ? this.#code.folder.nameOf(callee) : null;
    this.#noteTransform(call, method);
    this.#mark(call, mask, callee);
    if (method === null || !passOn.has(method)) return;
    for (const argument of call.arguments)
      for (const made of isFunction(argument) ? [argument] : calledFunctions(this.#code, argument))
        for (const parameter of made.params.slice(0, 2)) this.#writes.assign(parameter, mask, callee);
  }

  #argument(call: Call, argument: AnyNode, mask: number): void {
    const sink = callSink(this.#code, this.#origins, call) ?? filledForm(this.#code, this.#origins, call);
    if (sink) this.#reach(sink, mask, argument);
    const callee = unwrap(call.callee);
    const place = call.arguments.indexOf(argument as Call['arguments'][number]);
    const functions = calledFunctions(this.#code, callee);
    const method = callee.type === 'MemberExpression' ? this.#code.folder.nameOf(callee) : null;
    for (const made of functions.slice(0, 4)) {
      if (method === 'call' || method === 'apply') continue;
      const parameter = made.params[place] ?? made.params.at(-1);
      if (parameter && (place < made.params.length || parameter.type === 'RestElement'))
        this.#writes.assign(parameter, mask, argument);
    }
    if (method === 'call' || method === 'apply') this.#forwarded(call, callee, place, mask, argument);
    this.#noteTransform(call, method);
    if (method !== null) this.#stores(call, callee as MemberExpression, method, place, mask, argument);
    const path = this.#code.pathOf(callee);
    const name = method ?? path;
    if (functions.length > 0 || (name !== null && dropsData.has(name)) || sink) return;
    this.#mark(call, mask, argument);
  }

  #forwarded(call: Call, callee: AnyNode, place: number, mask: number, from: AnyNode): void {
    if (callee.type !== 'MemberExpression') return;
    for (const made of calledFunctions(this.#code, callee.object).slice(0, 4)) {
      const isCallMethod = this.#code.folder.nameOf(callee) === 'call';
      for (const [index, parameter] of made.params.entries())
        if (!isCallMethod || index === place - 1) this.#writes.assign(parameter, mask, from);
    }
    const target = unwrap(callee.object);
    const name = target.type === 'MemberExpression' ? this.#code.folder.nameOf(target) : null;
    if (name !== null && passOn.has(name) && place === 0) this.#callResult(call, mask, target);
  }

  #stores(
    call: Call,
    callee: MemberExpression,
    method: string,
    place: number,
    mask: number,
    from: AnyNode,
  ): void {
    if (method === 'setItem' && place === 1) {
      for (const read of storageReads(this.#code, call)) this.#mark(read, mask, from);
      this.#stash(call, mask, from);
    } else if (stores.has(method)) {
      const base = unwrap(callee.object);
      if (base.type === 'Identifier') {
        const variable = this.#code.variableOf(base);
        if (variable && !isJquery(this.#code, base)) this.#writes.stored(variable, null, mask, from);
      } else if (base.type === 'MemberExpression') this.#writes.writeMember(base, mask, from);
    }
  }

  #noteTransform(call: Call, method: string | null): void {
    const path =
      this.#code.pathOf(call.callee) ?? (call.callee.type === 'Identifier' ? call.callee.name : null);
    const name = transformOf(path, method);
    if (name) this.transforms.set(call, name);
  }

  #reach(sink: Sink, mask: number, through: AnyNode): void {
    note(this.reached, { sink, mask, through });
  }

  #stash(node: AnyNode, mask: number, through: AnyNode): void {
    note(this.stashed, { sink: { name: 'storage', node, addresses: [] }, mask, through });
  }

  #returned(made: AnyNode | null, mask: number, from: AnyNode): void {
    if (!made || !isFunction(made)) return;
    for (const caller of callersOf(this.#code, made)) this.#mark(caller.call, mask, from);
    const use = callbackUse(this.#code, made);
    if (use?.kind === 'items') this.#mark(use.call, mask, from);
  }
}

function note(places: Map<AnyNode, Reached>, reached: Reached): void {
  const before = places.get(reached.sink.node);
  if (before) before.mask |= reached.mask;
  else places.set(reached.sink.node, reached);
}
