import type { AnyNode } from 'acorn';
import { isCall, unwrap } from '../ast.ts';
import { calledFunctions } from '../flow/calls.ts';
import type { Code } from '../flow/code.ts';

const decoders =
  /^(?:atob|unescape|decodeURIComponent|decodeURI|String\.fromCharCode|String\.fromCodePoint)$/;
const decodingMethods = /^(?:fromCharCode|fromCodePoint|reverse|charCodeAt|atob|decode|decrypt)$/;

/** The decoder behind an expression, such as `atob`: in it, in the variables it uses, in local functions it calls. */
export function decoderOf(code: Code, start: AnyNode, depth = 0): string | null {
  if (depth > 4) return null;
  const { nodes, ends } = code.tree;
  const first = start.index ?? -1;
  if (first < 0) return null;
  const last = Math.min(ends[first]!, first + 4000);
  for (let index = first; index < last; index++) {
    const node = nodes[index]!;
    if (isCall(node)) {
      const callee = unwrap(node.callee);
      const path = code.pathOf(callee);
      if (path !== null && decoders.test(path)) return path;
      if (callee.type === 'MemberExpression') {
        const name = code.folder.nameOf(callee);
        if (name !== null && decodingMethods.test(name)) return name;
      }
      if (depth < 2)
        for (const made of calledFunctions(code, callee).slice(0, 2)) {
          if (made.index === undefined || ends[made.index]! - made.index > 400) continue;
          const inner = decoderOf(code, made.body, depth + 2);
          if (inner !== null) return inner;
        }
    } else if (node.type === 'Identifier' && code.tree.roles[index] === 0) {
      const variable = code.variableOf(node);
      if (!variable || variable.identifiers.length > 40) continue;
      for (const definition of code.definitionsOf(variable).slice(0, 6)) {
        if (definition.kind !== 'value' && definition.kind !== 'appended') continue;
        if (definition.node.type.includes('Function') || definition.node === start) continue;
        const inner = decoderOf(code, definition.node, depth + 1);
        if (inner !== null) return inner;
      }
    }
  }
  return null;
}
