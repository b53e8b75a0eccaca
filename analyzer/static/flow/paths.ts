import type { AnyNode } from 'acorn';
import { unwrap } from '../ast.ts';
import type { Code } from './code.ts';
import { callersOf } from './calls.ts';

/** Names under which a page reaches its own window. */
const windows = new Set(['window', 'self', 'globalThis', 'top', 'parent', 'frames', 'unsafeWindow']);

/**
 * Path of a global object, such as `navigator.sendBeacon`: `window.` and its other names are dropped, aliases
 * (`var d = document`), computed names (`w['doc' + 'ument']`) and parameters of a function called once are followed. A
 * top-level `this` counts as the window. Null for everything else.
 */
export function pathOf(code: Code, start: AnyNode): string | null {
  const node = unwrap(start);
  switch (node.type) {
    case 'Identifier': {
      const variable = code.variableOf(node);
      if (!variable) return null;
      const definitions = code.definitionsOf(variable);
      if (definitions.length === 0) return variable.isGlobal ? stripped(node.name) : null;
      const [only] = definitions;
      if (definitions.length > 1 || !only) return variable.isGlobal && windows.has(node.name) ? '' : null;
      if (only.kind === 'value') return isPathLike(only.node) ? code.pathOf(only.node) : null;
      if (only.kind === 'part' && only.property) {
        const base = code.pathOf(only.node);
        return base === null ? null : join(base, only.property);
      }
      if (only.kind !== 'parameter' || only.property || only.node.type === 'FunctionDeclaration') return null;
      const calls = callersOf(code, only.node);
      const argument = calls.length === 1 ? calls[0]!.argumentFor(only.index) : null;
      return argument && isPathLike(argument) ? code.pathOf(argument) : null;
    }
    case 'ThisExpression':
      return isTopLevelThis(code, node) ? '' : null;
    case 'MemberExpression': {
      const base = code.pathOf(node.object);
      if (base === null) return null;
      const name = code.folder.nameOf(node);
      return name === null ? null : join(base, name);
    }
    case 'LogicalExpression':
      return isPathLike(node.left) ? (code.pathOf(node.left) ?? code.pathOf(node.right)) : null;
    case 'CallExpression': {
      // document.querySelector.bind(document)
      const callee = unwrap(node.callee);
      if (callee.type !== 'MemberExpression' || code.folder.nameOf(callee) !== 'bind') return null;
      return code.pathOf(callee.object);
    }
    default:
      return null;
  }
}

function stripped(name: string): string {
  return windows.has(name) ? '' : name;
}

function join(base: string, name: string): string {
  if (base === '') return stripped(name);
  if (base === 'document' && name === 'defaultView') return '';
  return base.length > 200 ? base : `${base}.${name}`;
}

function isPathLike(node: AnyNode): boolean {
  const { type } = unwrap(node);
  return (
    type === 'Identifier' ||
    type === 'MemberExpression' ||
    type === 'ThisExpression' ||
    type === 'LogicalExpression' ||
    type === 'CallExpression'
  );
}

/** `this` outside every function, or inside functions that are called at once at the top level. */
function isTopLevelThis(code: Code, node: AnyNode): boolean {
  for (let around = code.parentOf(node); around; around = code.parentOf(around)) {
    if (around.type === 'FunctionExpression' || around.type === 'FunctionDeclaration') {
      const user = code.parentOf(around);
      if (user?.type === 'CallExpression' && user.callee === around) continue;
      return false;
    }
    if (around.type === 'ClassBody') return false;
  }
  return true;
}
