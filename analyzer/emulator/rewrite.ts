import { parse, parseExpressionAt } from 'acorn';
import type { CallExpression, Node } from 'acorn';

const limit = 1_000_000;
const before = '__swa(eval(__swe(';
const after = ')/*sw*/))';

/**
 * Marks direct eval calls: `eval(x)` becomes a call of `__swe` inside `eval` inside `__swa`, where reading `__swa` makes the next
 * `eval` the true one, so that the call stays direct and sees local variables, and `__swe` records the code on its
 * way. Function texts hide the marks again (world/code.js). Text that does not parse stays as it is; its calls are
 * recorded too, but run in the global scope.
 */
export function markDirectEval(text: string): string {
  if (text.length > limit || !/\beval\s*\(/.test(text)) return text;
  let program: Node;
  try {
    program = parse(text, { ecmaVersion: 'latest', allowReturnOutsideFunction: true, allowHashBang: true });
  } catch {
    return text;
  }
  const edits: { at: number; remove: number; text: string }[] = [];
  for (const call of directEvalCalls(program)) {
    const [first] = call.arguments;
    if (!first || first.type === 'SpreadElement' || call.arguments.length > 1) continue;
    edits.push({ at: call.start, remove: first.start - call.start, text: before });
    edits.push({ at: first.end, remove: call.end - first.end, text: after });
  }
  edits.sort((a, b) => a.at - b.at || a.remove - b.remove);
  let out = '';
  let done = 0;
  for (const edit of edits) {
    out += text.slice(done, edit.at) + edit.text;
    done = edit.at + edit.remove;
  }
  return out + text.slice(done);
}

const leadingComments = /^(?:\s|\/\*[\s\S]{0,5000}?\*\/|\/\/[^\n]*\n)*/;

/**
 * A script that is one function without a name, as listings of what a page was given hold handlers and callbacks, would only
 * be a syntax error: it is called. Other text stays as it is.
 */
export function calledIfBare(text: string): string {
  const start = leadingComments.exec(text)![0].length;
  if (text.length > limit || !/^(?:async\s+)?function\s*\(/.test(text.slice(start, start + 40))) return text;
  try {
    const { end } = parseExpressionAt(text, start, { ecmaVersion: 'latest' });
    return /^[\s;]*$/.test(text.slice(end)) ? `${text.slice(0, start)}(${text.slice(start, end)})()` : text;
  } catch {
    return text;
  }
}

function* directEvalCalls(program: Node): Generator<CallExpression> {
  const stack: unknown[] = [program];
  while (stack.length > 0) {
    const node = stack.pop();
    if (Array.isArray(node)) stack.push(...(node as unknown[]));
    else if (isNode(node)) {
      if (isDirectEval(node)) yield node;
      for (const value of Object.values(node))
        if (typeof value === 'object' && value !== null) stack.push(value);
    }
  }
}

const isNode = (value: unknown): value is Node => typeof (value as Partial<Node> | null)?.type === 'string';

function isDirectEval(node: Node): node is CallExpression {
  if (node.type !== 'CallExpression') return false;
  const { callee, optional } = node as CallExpression;
  return callee.type === 'Identifier' && callee.name === 'eval' && !optional;
}
