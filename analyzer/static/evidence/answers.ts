import type { AnyNode, CallExpression } from 'acorn';
import { isCall, isFunction, unwrap, type FunctionNode } from '../ast.ts';
import { callbackUse } from '../flow/callbacks.ts';
import { callersOf } from '../flow/calls.ts';
import type { Code } from '../flow/code.ts';

const answerMembers = /^(?:responseText|responseBody|response)$/;
const texts = /^(?:json|text)$/;
/** Ways to take an answer, or a picture, in which code seldom comes. */
export const bytes = /^(?:arrayBuffer|blob|bytes)$/;
const requests = /^(?:get|post|ajax|getJSON|request|load|success|done|then|complete|fetch)$/;

/** The place where an expression takes what a server answered; null when it does not. */
export function answerBehind(code: Code, start: AnyNode, depth = 0, body = texts): AnyNode | null {
  const { nodes, ends } = code.tree;
  const first = start.index ?? -1;
  if (first < 0 || depth > 4) return null;
  const last = Math.min(ends[first]!, first + 600);
  for (let index = first; index < last; index++) {
    const node = nodes[index]!;
    if (isFunction(node)) {
      index = ends[index]! - 1;
      continue;
    }
    if (node.type === 'CallExpression' && isBodyOfAnswer(code, node, body)) return node;
    if (node.type === 'MemberExpression') {
      const name = code.folder.nameOf(node);
      if (name !== null && answerMembers.test(name)) return node;
      if (name === 'data' && isMessage(code, node.object)) return node;
    } else if (node.type === 'Identifier' && code.tree.roles[index] === 0) {
      const found = behindName(code, node, depth, body);
      if (found) return found;
    }
  }
  return null;
}

/** `(await fetch(…)).text()`, `response.json()` */
function isBodyOfAnswer(code: Code, call: CallExpression, body: RegExp): boolean {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression') return false;
  const name = code.folder.nameOf(callee) ?? '';
  if (name === 'getImageData') return body === bytes;
  if (call.arguments.length > 0 || !body.test(name)) return false;
  const object = unwrap(callee.object);
  const value = object.type === 'Identifier' ? code.definitionOf(object)?.node : object;
  // Where a compiler made generators of asynchronous functions, they yield.
  if (value?.type !== 'AwaitExpression' && value?.type !== 'YieldExpression') return false;
  const asked = value.argument && unwrap(value.argument);
  return isCall(asked) && code.pathOf(asked.callee) === 'fetch';
}

/** `socket.onmessage = e => run(e.data)` */
function isMessage(code: Code, object: AnyNode): boolean {
  const node = unwrap(object);
  const variable = node.type === 'Identifier' ? code.variableOf(node) : null;
  if (!variable || !/\b(?:WebSocket|EventSource)\b/.test(code.text)) return false;
  return code.definitionsOf(variable).some((definition) => {
    if (definition.kind !== 'parameter' || definition.index !== 0) return false;
    const use = callbackUse(code, definition.node as FunctionNode);
    return use?.kind === 'listener' && use.event === 'message';
  });
}

function behindName(
  code: Code,
  node: AnyNode & { type: 'Identifier' },
  depth: number,
  body: RegExp,
): AnyNode | null {
  const variable = code.variableOf(node);
  if (!variable || variable.identifiers.length > 60) return null;
  for (const definition of code.definitionsOf(variable).slice(0, 6)) {
    if (/^(?:value|appended)$/.test(definition.kind) && !isFunction(definition.node)) {
      const found = answerBehind(code, definition.node, depth + 1, body);
      if (found) return found;
    } else if (definition.kind === 'parameter' && !definition.property) {
      const found = behindParameter(code, definition.node as FunctionNode, definition.index, depth, body);
      if (found) return found;
    }
  }
  return null;
}

/** What a function's callers give it, or whoever it was handed to as a callback. */
function behindParameter(
  code: Code,
  made: FunctionNode,
  index: number,
  depth: number,
  body: RegExp,
): AnyNode | null {
  for (const caller of callersOf(code, made).slice(0, 6)) {
    const argument = caller.argumentFor(index);
    const found = argument && answerBehind(code, argument, depth + 1, body);
    if (found) return found;
  }
  const use = callbackUse(code, made);
  if (index !== 0 || !isCall(use?.call)) return null;
  const { callee } = use.call;
  const name = callee.type === 'MemberExpression' ? code.folder.nameOf(callee) : null;
  // fetch(…).then(r => r.text()).then(text => …): nothing but what was asked for comes here.
  if (name === 'then') return isBodyInChain(code, callee, body) ? use.call : null;
  if (name === null || !requests.test(name)) return null;
  // client.get(url, callback), with the client's own `callback(xhr.responseText)` somewhere.
  for (const member of [...code.membersNamed('responseText'), ...code.membersNamed('response')].slice(
    0,
    20,
  )) {
    const call = code.parentOf(member);
    if (isCall(call) && call.callee.type === 'Identifier' && call.arguments.includes(member)) {
      const variable = code.variableOf(call.callee);
      if (variable && code.definitionsOf(variable).some(({ kind }) => kind === 'parameter')) return member;
    }
  }
  return null;
}

/** What `.json()` gives in a chain is data as a rule. */
const chained = (body: RegExp): RegExp => (body === texts ? /^text$/ : body);

/** A chain of promises that begins with `fetch` and takes the answer in one of these ways. */
function isBodyInChain(code: Code, callee: AnyNode, body: RegExp): boolean {
  const { nodes, ends } = code.tree;
  const first = callee.index ?? -1;
  if (first < 0) return false;
  let fetches = false;
  let takesText = false;
  for (let index = first; index < Math.min(ends[first]!, first + 200); index++) {
    const node = nodes[index]!;
    if (!isCall(node)) continue;
    if (code.pathOf(node.callee) === 'fetch') fetches = true;
    if (node.callee.type === 'MemberExpression' && chained(body).test(code.folder.nameOf(node.callee) ?? ''))
      takesText = true;
  }
  return fetches && takesText;
}
