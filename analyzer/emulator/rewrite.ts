import { parse, parseExpressionAt } from 'acorn';
import type { CallExpression, ImportExpression, Node } from 'acorn';

const limit = 1_000_000;
const before = '__swa(eval(__swe(';
const after = ')/*sw*/))';
const beforeImport = 'import(__swm(';
const afterImport = ')/*sm*/)';

/**
 * Marks direct eval calls: `eval(x)` becomes a call of `__swe` inside `eval` inside `__swa`, where reading `__swa` makes the next
 * `eval` the true one, so that the call stays direct and sees local variables, and `__swe` records the code on its
 * way. The addresses of dynamic imports pass through `__swm`. Function texts hide the marks again (world/code.js). Text that does not parse stays as it is; its calls are
 * recorded too, but run in the global scope.
 */
export function markDirectEval(text: string): string {
  if (text.length > limit || !/\b(?:eval|import)\s*\(/.test(text)) return text;
  const program = parsed(text, 'script') ?? parsed(text, 'module');
  if (!program) return text;
  const edits: { at: number; remove: number; text: string }[] = [];
  for (const call of callsOfNote(program)) {
    if (call.type === 'ImportExpression') {
      const { source } = call as ImportExpression;
      edits.push({ at: call.start, remove: source.start - call.start, text: beforeImport });
      edits.push({ at: source.end, remove: call.end - source.end, text: afterImport });
      continue;
    }
    const [first, more] = (call as CallExpression).arguments;
    if (!first || first.type === 'SpreadElement' || more) continue;
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

function parsed(text: string, sourceType: 'script' | 'module'): Node | null {
  try {
    return parse(text, {
      ecmaVersion: 'latest',
      sourceType,
      allowReturnOutsideFunction: true,
      allowHashBang: true,
    });
  } catch {
    return null;
  }
}

function* callsOfNote(program: Node): Generator<Node> {
  const stack: unknown[] = [program];
  while (stack.length > 0) {
    const node = stack.pop();
    if (Array.isArray(node)) stack.push(...(node as unknown[]));
    else if (isNode(node)) {
      if (isDirectEval(node) || node.type === 'ImportExpression') yield node;
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
