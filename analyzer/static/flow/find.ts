import type { AnyNode, MemberExpression } from 'acorn';
import { isCall, type Call } from '../ast.ts';
import type { Atoms } from './atoms.ts';
import { hintOf } from './atoms.ts';
import { bindingOf } from '../scope/index.ts';
import { Role } from '../tree/index.ts';
import { callSink, memberSink } from './sinks.ts';
import { callSource, memberSource, patternSource } from './sources.ts';
import type { Code } from './code.ts';
import type { Origins } from './origin.ts';
import type { Sink, Source } from './types.ts';

/** Candidates are looked at in source order; a script with more of them than this is a library or hostile. */
const maxCandidates = 20_000;

const maxVague = 40;

export interface Ends {
  readonly members: readonly MemberExpression[];
  readonly calls: readonly Call[];
}

/** Member expressions and calls that the atoms stand in. */
export function candidates(code: Code, atoms: Atoms): Ends {
  const members = new Set<MemberExpression>();
  const calls = new Set<Call>();
  const take = (member: MemberExpression): void => {
    members.add(member);
    const user = code.parentOf(member);
    if (isCall(user) && user.callee === member) calls.add(user);
  };
  for (const name of atoms.names) {
    const parent = code.parentOf(name);
    if (parent?.type === 'MemberExpression' && parent.property === name) take(parent);
    else if (isCall(parent) && parent.callee === name) calls.add(parent);
    if (members.size + calls.size > maxCandidates) break;
  }
  // `d[q]('input')`: names behind constants, only worth folding when one of the words is in the script.
  for (const node of atoms.computed) {
    if (members.size + calls.size > maxCandidates) break;
    const member = node as MemberExpression;
    if (!mayFold(code, member.property)) continue;
    const name = code.folder.nameOf(member);
    if (name !== null) code.noteFolded(member, name);
    if (name !== null && hintOf(name) !== 0) take(member);
    else {
      const user = code.parentOf(member);
      if (isCall(user) && user.callee === member && code.pathOf(member) !== null) calls.add(user);
    }
  }
  return { members: [...members], calls: [...calls] };
}

/** Leaves out the `a[i]` and `a[b.c]` of ordinary code, so that only names worth folding are folded. */
function mayFold(code: Code, property: AnyNode): boolean {
  switch (property.type) {
    case 'Identifier': {
      const binding = bindingOf(code.scopes, property);
      return binding === null || (binding.role !== Role.parameter && binding.writes === 0);
    }
    case 'BinaryExpression':
      return property.operator === '+' && (isText(property.right) || isText(property.left));
    case 'MemberExpression':
      return property.computed;
    case 'CallExpression':
      return property.arguments.every(
        (argument) => !/^(?:Identifier|ThisExpression|Object)/.test(argument.type),
      );
    case 'TemplateLiteral':
    case 'ConditionalExpression':
    case 'SequenceExpression':
      return true;
    default:
      return false;
  }
}

/** Whether a term may be text: a literal, or what ends in one. */
function isText(node: AnyNode): boolean {
  if (node.type === 'BinaryExpression') return isText(node.right);
  if (node.type === 'Literal') return typeof node.value === 'string';
  return node.type === 'CallExpression' || node.type === 'ConditionalExpression';
}

export function findSources(code: Code, origins: Origins, atoms: Atoms, ends: Ends): Source[] {
  const found: Source[] = [];
  for (const member of ends.members) {
    const one = memberSource(code, origins, member);
    if (one) found.push(one);
  }
  for (const call of ends.calls) {
    const one = callSource(code, origins, call);
    if (one) found.push(one);
  }
  for (const name of atoms.names) {
    const one = patternSource(code, origins, name);
    if (one) found.push(one);
  }
  const vague = found.filter(isVague);
  const kept = vague.length > maxVague ? found.filter((one) => !isVague(one)) : found;
  return kept.sort((left, right) => left.node.start - right.node.start);
}

/** `x.value` of something unknown may be a field's content; in a library it is a thousand other things. */
function isVague(source: Source): boolean {
  return source.kind === 'field' && source.fields.length === 0;
}

export function findSinks(code: Code, origins: Origins, ends: Ends): Sink[] {
  const found: Sink[] = [];
  for (const call of ends.calls) {
    const sink = callSink(code, origins, call);
    if (sink) found.push(sink);
  }
  for (const member of ends.members) {
    const parent: AnyNode | null = code.parentOf(member);
    if (parent?.type !== 'AssignmentExpression' || parent.left !== member) continue;
    const sink = memberSink(code, origins, member, parent, parent.right);
    if (sink) found.push(sink);
  }
  return found.sort((left, right) => left.node.start - right.node.start);
}
