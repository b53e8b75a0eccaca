/** Where the address of a way out stands when it is not in the call itself. */
import type { AnyNode } from 'acorn';
import { argumentAt, isCall, unwrap, type Call } from '../ast.ts';
import type { Code } from './code.ts';

/** Where a message goes: the address that the frame was given, and the origin it is meant for. */
export function frameAddresses(code: Code, call: Call, window: AnyNode): AnyNode[] {
  const found: AnyNode[] = [];
  const origin = argumentAt(call, 1);
  if (origin && /^https?:\/\//i.test(code.folder.fullText(origin) ?? '')) found.push(origin);
  const member = unwrap(window);
  const frame =
    member.type === 'MemberExpression' && code.folder.nameOf(member) === 'contentWindow'
      ? unwrap(member.object)
      : null;
  if (frame) found.push(...givenTo(code, frame, 'src'));
  return found.slice(0, 8);
}

/** What an attribute of the element behind a variable is set to, by assignment or `setAttribute`. */
export function givenTo(code: Code, element: AnyNode, attribute: string): AnyNode[] {
  const variable = element.type === 'Identifier' ? code.variableOf(element) : null;
  const found: AnyNode[] = [];
  for (const index of variable?.identifiers.slice(0, 60) ?? []) {
    const part = code.parentOf(code.tree.nodes[index]!);
    const user =
      part?.type === 'MemberExpression' && part.object === code.tree.nodes[index]
        ? code.parentOf(part)
        : null;
    if (!user || part?.type !== 'MemberExpression') continue;
    const name = code.folder.nameOf(part);
    if (user.type === 'AssignmentExpression' && user.left === part && name === attribute)
      found.push(user.right);
    else if (
      isCall(user) &&
      user.callee === part &&
      name === 'setAttribute' &&
      code.folder.fullText(argumentAt(user, 0)) === attribute
    )
      found.push(...listed(argumentAt(user, 1)));
  }
  return found.slice(0, 8);
}

/** Addresses given to `open` on the same request object. */
export function openedAddresses(code: Code, request: AnyNode): AnyNode[] {
  const object = unwrap(request);
  const found: AnyNode[] = [];
  for (const member of code.membersNamed('open')) {
    const call = code.parentOf(member);
    if (call?.type !== 'CallExpression' || call.callee !== member || call.arguments.length < 2) continue;
    if (!isSame(code, member.object, object)) continue;
    const address = argumentAt(call, 1);
    if (address) found.push(address);
  }
  return found.slice(0, 8);
}

/** Whether two expressions name one thing, as far as their names tell. */
export function isSame(code: Code, left: AnyNode, right: AnyNode): boolean {
  const one = unwrap(left);
  if (one.type === 'Identifier' && right.type === 'Identifier')
    return code.variableOf(one) === code.variableOf(right);
  if (one.type === 'MemberExpression' && right.type === 'MemberExpression')
    return code.folder.nameOf(one) === code.folder.nameOf(right);
  return one.type === right.type && one.type !== 'Identifier';
}

/** None for a missing expression. */
export function listed(node: AnyNode | null): AnyNode[] {
  return node ? [node] : [];
}
