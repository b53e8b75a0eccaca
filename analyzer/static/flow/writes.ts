import type { AnyNode, Identifier, MemberExpression, Pattern } from 'acorn';
import { isCall, unwrap } from '../ast.ts';
import type { Code, Variable } from './code.ts';
import type { Origins } from './origin.ts';
import { memberSink } from './sinks.ts';
import type { Sink } from './types.ts';

/** What writing needs of the propagation around it. */
export interface Spreading {
  /** Puts bits on a node. */
  mark(node: AnyNode | null | undefined, mask: number, from: AnyNode): void;
  /** Puts bits on a member whose object holds data, unless its name says that nothing of the data is in it. */
  member(member: MemberExpression, mask: number, from: AnyNode): void;
  reach(sink: Sink, mask: number, through: AnyNode): void;
  stash(node: AnyNode, mask: number, through: AnyNode): void;
  spend(operations: number): void;
}

/** Carries bits through assignments: into variables, patterns and properties, and on to their reads. */
export class Writes {
  readonly #code: Code;
  readonly #origins: Origins;
  readonly #flow: Spreading;
  /** Bits already handed to the reads of a variable, and to those of a property of it (or of any `this`). */
  readonly #given = new Map<Variable | string, number>();
  readonly #givenProperties = new Map<Variable, Map<string | null, number>>();

  constructor(code: Code, origins: Origins, flow: Spreading) {
    this.#code = code;
    this.#origins = origins;
    this.#flow = flow;
  }

  assign(target: Pattern | AnyNode, mask: number, from: AnyNode): void {
    switch (target.type) {
      case 'Identifier': {
        const variable = this.#code.variableOf(target);
        if (!variable || !isNew(this.#given, variable, mask)) return;
        this.#flow.spend(variable.identifiers.length >> 3);
        for (const index of variable.identifiers)
          if (this.#code.tree.roles[index] === 0) this.#flow.mark(this.#code.tree.nodes[index], mask, from);
        return;
      }
      case 'MemberExpression':
        this.#memberAssigned(target, mask, from);
        return;
      case 'ObjectPattern':
        for (const property of target.properties)
          this.assign(property.type === 'Property' ? property.value : property.argument, mask, from);
        return;
      case 'ArrayPattern':
        for (const element of target.elements) if (element) this.assign(element, mask, from);
        return;
      case 'AssignmentPattern':
        this.assign(target.left, mask, from);
        return;
      case 'RestElement':
        this.assign(target.argument, mask, from);
    }
  }

  #memberAssigned(target: MemberExpression, mask: number, from: AnyNode): void {
    const parent = this.#code.parentOf(target);
    const assignment = parent?.type === 'AssignmentExpression' ? parent : from;
    const sink = memberSink(
      this.#code,
      this.#origins,
      target,
      assignment,
      parent?.type === 'AssignmentExpression' ? parent.right : null,
    );
    if (sink) this.#flow.reach(sink, mask, from);
    if (this.#code.pathOf(target) === 'document.cookie') {
      for (const read of this.#code.membersNamed('cookie'))
        if (read !== target) this.#flow.mark(read, mask, from);
      this.#flow.stash(assignment, mask, from);
      return;
    }
    this.writeMember(target, mask, from);
  }

  /** `a.b[c] = data`: reads of `a.b`, and of the whole of `a`, hold data from here on. */
  writeMember(target: MemberExpression, mask: number, from: AnyNode): void {
    let first = target;
    for (let depth = 0; depth < 16; depth++) {
      const base = unwrap(first.object);
      if (base.type !== 'MemberExpression') break;
      first = base;
    }
    const name = this.#code.folder.nameOf(first);
    const base = unwrap(first.object);
    if (base.type === 'Identifier') {
      if (this.#code.pathOf(base) !== null) {
        this.#windowProperty(base, name, mask, from);
        return;
      }
      const variable = this.#code.variableOf(base);
      if (variable) this.stored(variable, name, mask, from);
    }
    if (name !== null && (base.type === 'ThisExpression' || base.type === 'Identifier'))
      this.#sameNamed(first, name, mask, from);
  }

  #windowProperty(base: Identifier, name: string | null, mask: number, from: AnyNode): void {
    if (this.#code.pathOf(base) !== '' || name === null) return;
    this.#sameNamed(null, name, mask, from);
  }

  /** Reads of the same property of `this` (or an object whose variable was not found out). */
  #sameNamed(written: MemberExpression | null, name: string, mask: number, from: AnyNode): void {
    if (!isNew(this.#given, `${written ? '' : 'window.'}${name}`, mask)) return;
    const members = this.#code.membersNamed(name);
    if (members.length > 60) return;
    for (const member of members) {
      if (member === written) continue;
      const base = unwrap(member.object);
      const isWindow = this.#code.pathOf(base) === '';
      if (written ? base.type === 'ThisExpression' || isAliasOfThis(this.#code, base) : isWindow)
        this.#flow.member(member, mask, from);
    }
  }

  /** Data put into a property of a variable's object: reads of that property, and uses of the whole object. */
  stored(variable: Variable, name: string | null, mask: number, from: AnyNode): void {
    let given = this.#givenProperties.get(variable);
    if (!given) this.#givenProperties.set(variable, (given = new Map<string | null, number>()));
    if (!isNew(given, name, mask)) return;
    this.#flow.spend(variable.identifiers.length >> 3);
    for (const index of variable.identifiers) {
      if (this.#code.tree.roles[index] !== 0) continue;
      const read = this.#code.tree.nodes[index]!;
      const parent = this.#code.parentOf(read);
      if (parent?.type !== 'MemberExpression' || parent.object !== read) this.#flow.mark(read, mask, from);
      else {
        const member = this.#code.folder.nameOf(parent);
        const user = this.#code.parentOf(parent);
        const isMethod = isCall(user) && user.callee === parent;
        if (name === null || member === null || member === name || isMethod)
          this.#flow.member(parent, mask, from);
      }
    }
  }
}

function isAliasOfThis(code: Code, base: AnyNode): boolean {
  return base.type === 'Identifier' && code.definitionOf(base)?.node.type === 'ThisExpression';
}

/** Notes bits under a key; false when all of them were noted before. */
function isNew<Key>(given: Map<Key, number>, key: Key, mask: number): boolean {
  const before = given.get(key) ?? 0;
  if ((before | mask) === before) return false;
  given.set(key, before | mask);
  return true;
}
