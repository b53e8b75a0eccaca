import type { AnyNode } from 'acorn';
import { argumentAt, isCall } from '../ast.ts';
import type { Code } from '../flow/code.ts';

/** Calls that put text into the clipboard, and assignments that replace the function for it. */
export function copiesOf(code: Code): AnyNode[] {
  const found: AnyNode[] = [];
  for (const name of ['writeText', 'setData', 'execCommand', 'write'])
    for (const member of code.membersNamed(name)) {
      const user = code.parentOf(member);
      if (!user) continue;
      if (isCall(user) && user.callee === member && isCopy(code, name, user)) found.push(user);
      else if (user.type === 'AssignmentExpression' && user.left === member && name === 'writeText')
        found.push(user);
    }
  return found;
}

function isCopy(
  code: Code,
  name: string,
  call: AnyNode & { type: 'CallExpression' | 'NewExpression' },
): boolean {
  const first = code.folder.fullText(argumentAt(call, 0));
  if (name === 'execCommand') return /^(?:copy|cut)$/i.test(first ?? '');
  if (name === 'setData') return call.arguments.length === 2 && (first === null || /^text/i.test(first));
  if (name === 'write') return code.pathOf(call.callee) === 'navigator.clipboard.write';
  return true;
}
