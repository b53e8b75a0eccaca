import type { AnyNode } from 'acorn';
import { argumentAt, isFunction, unwrap, type Call } from '../ast.ts';
import type { Atoms } from '../flow/atoms.ts';
import { calledFunctions } from '../flow/calls.ts';
import type { Code } from '../flow/code.ts';
import type { Ends } from '../flow/find.ts';
import type { Origins } from '../flow/origin.ts';
import type { DynamicCodeName } from './names.ts';

/** A place where text becomes code. */
export interface DynamicCode {
  readonly name: DynamicCodeName;
  readonly node: AnyNode;
  /** The text that is run, when there is one expression for it. */
  readonly code: AnyNode | null;
}

export function findDynamicCode(code: Code, origins: Origins, atoms: Atoms, ends: Ends): DynamicCode[] {
  const found: DynamicCode[] = [];
  for (const call of ends.calls) {
    const one = ofCall(code, call);
    if (one) found.push(one);
  }
  for (const member of ends.members) {
    const parent = code.parentOf(member);
    if (parent?.type !== 'AssignmentExpression' || parent.left !== member) continue;
    const one = ofAssignment(code, origins, code.folder.nameOf(member), member.object, parent, parent.right);
    if (one) found.push(one);
  }
  for (const node of atoms.importExpressions) found.push({ name: 'dynamic-import', node, code: null });
  return found.sort((left, right) => left.node.start - right.node.start);
}

function ofCall(code: Code, call: Call): DynamicCode | null {
  const callee = unwrap(call.callee);
  const path = code.pathOf(callee);
  const first = argumentAt(call, 0);
  switch (path) {
    case 'eval':
    case 'execScript':
      return { name: 'eval', node: call, code: first };
    case 'Function':
      return call.arguments.length > 0
        ? {
            name: 'function-constructor',
            node: call,
            code: (call.arguments.at(-1) as AnyNode | undefined) ?? null,
          }
        : null;
    case 'setTimeout':
    case 'setInterval':
      return first && isText(code, first) ? { name: 'string-timer', node: call, code: first } : null;
    case 'document.write':
    case 'document.writeln':
      return { name: 'document-write', node: call, code: first };
  }
  if (path?.startsWith('WebAssembly.') === true && call.type === 'CallExpression')
    return { name: 'webassembly', node: call, code: null };
  if (path === 'WebAssembly.Module' || path === 'WebAssembly.Instance')
    return { name: 'webassembly', node: call, code: null };
  // [].constructor.constructor('…')
  if (callee.type !== 'MemberExpression' || code.folder.nameOf(callee) !== 'constructor') return null;
  const object = unwrap(callee.object);
  const isDouble = object.type === 'MemberExpression' && code.folder.nameOf(object) === 'constructor';
  const isOfFunction = isFunction(object) || calledFunctions(code, object).length > 0;
  return (isDouble || isOfFunction) && first && call.arguments.length > 0
    ? {
        name: 'function-constructor',
        node: call,
        code: (call.arguments.at(-1) as AnyNode | undefined) ?? null,
      }
    : null;
}

function isText(code: Code, node: AnyNode): boolean {
  const folded = code.folder.fold(node);
  return folded?.kind === 'text';
}

function ofAssignment(
  code: Code,
  origins: Origins,
  name: string | null,
  target: AnyNode,
  node: AnyNode,
  value: AnyNode,
): DynamicCode | null {
  switch (name) {
    case 'text':
    case 'textContent':
    case 'innerText':
    case 'innerHTML': {
      if (origins.of(target).some((one) => one.kind === 'created' && one.name === 'script'))
        return { name: 'script-text', node, code: value };
      const text = name === 'innerHTML' ? code.folder.text(value) : null;
      return text && /<[^>]*\son[a-z]+\s*=|<script\b/i.test(text)
        ? { name: 'inner-html-handler', node, code: value }
        : null;
    }
    case 'src': {
      if (origins.of(target).some((one) => one.kind === 'created' && one.name === 'script'))
        return { name: 'script-element', node, code: value };
      return javascriptUrl(code, node, value);
    }
    case 'href':
    case 'location':
    case 'action':
      return javascriptUrl(code, node, value);
    default:
      return null;
  }
}

function javascriptUrl(code: Code, node: AnyNode, value: AnyNode): DynamicCode | null {
  const text = code.folder.text(value);
  const runs = text && /^\s*javascript:(?!\s*(?:void|;|$|\/\/|false|return false))/i.test(text);
  return runs ? { name: 'javascript-url', node, code: value } : null;
}
