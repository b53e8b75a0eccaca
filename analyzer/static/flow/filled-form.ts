import type { AnyNode } from 'acorn';
import { isCall, unwrap, type Call } from '../ast.ts';
import { givenTo, isSame } from './addresses.ts';
import type { Code } from './code.ts';
import type { Origins } from './origin.ts';
import type { Sink } from './types.ts';

/** A field put into a form that the script made and points somewhere: what it holds leaves with the form. */
export function filledForm(code: Code, origins: Origins, call: Call): Sink | null {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression') return null;
  if (!/^(?:append|appendChild|prepend|insertBefore)$/.test(code.folder.nameOf(callee) ?? '')) return null;
  const form = unwrap(callee.object);
  if (!origins.of(form).some((one) => one.kind === 'created' && one.name === 'form')) return null;
  const addresses = givenTo(code, form, 'action');
  return addresses.length > 0 && isSubmitted(code, form) ? { name: 'form', node: call, addresses } : null;
}

/** `form.submit()`, or a press of a button in it, somewhere. */
function isSubmitted(code: Code, form: AnyNode): boolean {
  return ['submit', 'requestSubmit', 'click'].some((name) =>
    code.membersNamed(name).some((member) => {
      const call = code.parentOf(member);
      return (
        isCall(call) && call.callee === member && (name === 'click' || isSame(code, member.object, form))
      );
    }),
  );
}
