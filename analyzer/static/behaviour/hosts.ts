import type { AnyNode } from 'acorn';
import { isCall } from '../ast.ts';
import { hintOf, Hint, type Atoms } from '../flow/atoms.ts';
import type { Code } from '../flow/code.ts';
import { hostsIn } from '../flow/hosts.ts';

const maxHosts = 200;

/** Hosts of all addresses the script names: in literals, in concatenations, behind decoders. */
export function findHosts(code: Code, atoms: Atoms): string[] {
  const hosts = new Set<string>();
  const folded = new Set<AnyNode>();
  const take = (text: string, complete: boolean): void => {
    for (const host of hostsIn(text, complete)) if (hosts.size < maxHosts) hosts.add(host);
  };
  for (const piece of atoms.addresses) {
    const whole = outermost(code, piece.type === 'TemplateElement' ? (code.parentOf(piece) ?? piece) : piece);
    if (whole === piece) {
      if (piece.type === 'Literal') take(piece.value as string, true);
      continue;
    }
    if (folded.has(whole)) continue;
    folded.add(whole);
    const value = code.folder.fold(whole);
    if (value?.kind === 'text') take(value.text, value.complete);
    // The address may begin in the middle of the text: `'<img src="https://x.example/' + v`.
    const own = piece.type === 'Literal' ? (piece.value as string) : (piece.value.cooked ?? '');
    take(own, false);
  }
  for (const name of atoms.names) {
    const word = name.type === 'Identifier' ? name.name : (name.value as string);
    if ((hintOf(word) & Hint.decode) === 0) continue;
    const call = callAround(code, name);
    if (!call) continue;
    const whole = outermost(code, call);
    if (folded.has(whole)) continue;
    folded.add(whole);
    const value = code.folder.fold(whole);
    if (value?.kind === 'text') take(value.text, value.complete);
  }
  return [...hosts];
}

function callAround(code: Code, name: AnyNode): AnyNode | null {
  const parent = code.parentOf(name);
  if (isCall(parent)) return parent.callee === name ? parent : null;
  const user = parent?.type === 'MemberExpression' ? code.parentOf(parent) : null;
  return isCall(user) && user.callee === parent ? user : null;
}

/** The longest concatenation, template or chain of text methods that an expression stands in. */
export function outermost(code: Code, start: AnyNode): AnyNode {
  let node = start;
  for (let parent = code.parentOf(node); parent; parent = code.parentOf(node)) {
    const grows =
      (parent.type === 'BinaryExpression' && parent.operator === '+') ||
      parent.type === 'TemplateLiteral' ||
      parent.type === 'ParenthesizedExpression' ||
      (parent.type === 'MemberExpression' && parent.object === node && isCallee(code, parent)) ||
      (isCall(parent) && parent.callee === node && node.type === 'MemberExpression');
    if (!grows) break;
    node = parent;
  }
  return node;
}

function isCallee(code: Code, member: AnyNode): boolean {
  const user = code.parentOf(member);
  return isCall(user) && user.callee === member;
}
