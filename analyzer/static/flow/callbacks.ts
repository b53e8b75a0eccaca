import type { AnyNode } from 'acorn';
import { argumentAt, isCall, isFunction, type Call, type FunctionNode } from '../ast.ts';
import { usesOf } from './calls.ts';
import type { Code } from './code.ts';
import { fieldsOfSelector } from './selectors.ts';

/** Where a function is handed over to be called later. */
export interface CallbackUse {
  readonly kind: 'listener' | 'items' | 'timer' | 'other';
  readonly call: AnyNode;
  /** Who fires the events or holds the items. */
  readonly target: AnyNode | null;
  /** Event types, separated by spaces. */
  readonly event: string;
  /** Selector of a delegated jQuery listener, as fields. */
  readonly delegated: readonly string[] | null;
  /** jQuery's `each` gives the index first. */
  readonly jquery: boolean;
}

const items = /^(?:forEach|map|filter|some|every|find|findIndex|flatMap|each|then|reduce|forOf)$/;
const listeners = /^(?:addEventListener|attachEvent|on|bind|one|live|delegate|observe|listen|addListener)$/;
const shortListeners =
  /^(?:click|submit|change|blur|focus|focusout|keyup|keydown|keypress|input|mousedown|mouseup|mouseenter|hover|paste|select|ready|load)$/;

/** The first place where a function is handed over as a callback. */
export function callbackUse(code: Code, made: FunctionNode): CallbackUse | null {
  let use = code.callbacks.get(made);
  if (use === undefined) {
    use = findUse(code, made);
    code.callbacks.set(made, use);
  }
  return use;
}

function findUse(code: Code, made: FunctionNode): CallbackUse | null {
  for (const use of usesOf(code, made).slice(0, 16)) {
    const parent = code.parentOf(use);
    if (isCall(parent) && parent.callee !== use) {
      const found = handedTo(code, parent, use);
      if (found) return found;
    } else if (parent?.type === 'AssignmentExpression' && parent.right === use) {
      const { left } = parent;
      const name =
        left.type === 'MemberExpression'
          ? code.folder.nameOf(left)
          : left.type === 'Identifier'
            ? left.name
            : null;
      if (name && /^on[a-z]{3,}$/.test(name))
        return {
          kind: 'listener',
          call: parent,
          target: left.type === 'MemberExpression' ? left.object : null,
          event: name.slice(2),
          delegated: null,
          jquery: false,
        };
    }
  }
  return null;
}

function handedTo(code: Code, call: Call, made: AnyNode): CallbackUse | null {
  const { callee } = call;
  const common = { call, event: '', delegated: null, jquery: false };
  if (callee.type !== 'MemberExpression') return { ...common, kind: 'other', target: null };
  const name = code.folder.nameOf(callee) ?? '';
  if (name === 'call' || name === 'apply') {
    // [].forEach.call(inputs, f)
    const method = callee.object.type === 'MemberExpression' ? code.folder.nameOf(callee.object) : null;
    const list = argumentAt(call, 0);
    if (method && items.test(method) && list) return { ...common, kind: 'items', target: list };
  }
  if (name === 'each' || items.test(name)) {
    const first = argumentAt(call, 0);
    const isStatic = first !== null && first !== made && !isFunction(first);
    return { ...common, kind: 'items', target: isStatic ? first : callee.object, jquery: name === 'each' };
  }
  if (listeners.test(name)) {
    const first = code.folder.fullText(argumentAt(call, 0));
    const second = call.arguments.length > 2 ? argumentAt(call, 1) : null;
    const delegatedBy = name === 'delegate' ? first : second ? code.folder.fullText(second) : null;
    const isDelegated = delegatedBy !== null && name !== 'addEventListener';
    return {
      ...common,
      kind: 'listener',
      target: callee.object,
      event: (name === 'delegate' && second ? code.folder.fullText(second) : first) ?? '',
      delegated: isDelegated ? fieldsOfSelector(delegatedBy) : null,
    };
  }
  if (shortListeners.test(name)) return { ...common, kind: 'listener', target: callee.object, event: name };
  return { ...common, kind: 'other', target: null };
}
