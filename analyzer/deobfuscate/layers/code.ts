import type { AnyNode, CallExpression, NewExpression } from 'acorn';
import { isCall, unwrap } from '../../static/ast.ts';
import type { Code } from '../../static/flow/code.ts';
import { Kind } from '../../static/tree/index.ts';
import type { DecoderSandbox } from '../sandbox/sandbox.ts';
import { parseStrictly } from '../../parse/index.ts';
import { quoted } from '../source.ts';
import { Slicer } from '../slice.ts';
import { splice, type Replacement } from '../splice.ts';
import type { Script } from '../script.ts';
import type { LayerOpener, OpenedLayer } from './layer.ts';

const maxCalls = 40;

/** Puts the code that a script makes of text where it makes it: eval, Function, timers with text, packers. */
export const openCode: LayerOpener = (script, sandbox) => open(script, sandbox);

/** The same of text that stands there and needs no computing. */
export const openWrittenCode: LayerOpener = (script) => open(script, null);

async function open({ text, code }: Script, sandbox: DecoderSandbox | null): Promise<OpenedLayer | null> {
  if (!code) return null;
  const replacements: Replacement[] = [];
  const slicer = new Slicer(code, 'sequence');
  let opened = 0;
  for (const made of madeCode(code).slice(0, maxCalls)) {
    // Of eval(eval(text)), the inner one where the outer one gives nothing.
    if (made.place.start < opened) continue;
    const found = await textOf(code, slicer, made.argument, sandbox);
    const shown = found === null ? null : made.isMarkup ? quoted(found) : asCode(found, made);
    if (shown === null) continue;
    opened = made.place.end;
    replacements.push({ start: made.place.start, end: made.place.end, text: shown });
  }
  if (replacements.length === 0) return null;
  return { kind: 'code', decoded: replacements.length, ...splice(text, replacements) };
}

interface MadeCode {
  /** The text that becomes code. */
  readonly argument: AnyNode;
  /** What the code takes the place of. */
  readonly place: AnyNode;
  readonly isStatement: boolean;
  /** Names of the parameters, for a function made of text. */
  readonly isFunction: boolean;
  /** The text is not code but markup that the page is given. */
  readonly isMarkup?: boolean;
}

const evaluators = new Set([
  'eval',
  'window.eval',
  'self.eval',
  'globalThis.eval',
  'top.eval',
  'parent.eval',
  'execScript',
  'window.execScript',
]);
const writers = new Set(['document.write', 'document.writeln', 'window.document.write']);
const timers = new Set(['setTimeout', 'setInterval', 'window.setTimeout', 'window.setInterval']);
const constructors = new Set(['Function', 'window.Function', 'self.Function', 'globalThis.Function']);

function madeCode(code: Code): MadeCode[] {
  const { tree } = code;
  const found: MadeCode[] = [];
  for (let index = 0; index < tree.count; index++) {
    const kind = tree.kinds[index]!;
    if (kind !== Kind.CallExpression && kind !== Kind.NewExpression) continue;
    const call = tree.nodes[index] as CallExpression | NewExpression;
    if (call.arguments.length === 0) continue;
    const made = madeBy(code, call);
    if (made) found.push(made);
  }
  return found;
}

function madeBy(code: Code, call: CallExpression | NewExpression): MadeCode | null {
  const callee = unwrap(call.callee);
  const path = code.pathOf(callee) ?? '';
  const last = call.arguments.at(-1)!;
  const first = call.arguments[0]!;
  if (first.type === 'SpreadElement' || last.type === 'SpreadElement') return null;
  const isEval = callee.type === 'MemberExpression' && code.folder.nameOf(callee) === 'eval';
  if (isEval || evaluators.has(path)) return { argument: first, ...placeOf(code, call), isFunction: false };
  if (timers.has(path)) {
    const isText =
      first.type === 'Literal'
        ? typeof first.value === 'string'
        : first.type === 'CallExpression' || first.type === 'BinaryExpression';
    // It runs later, maybe again and again: the text becomes a function, not what the timer is replaced by.
    return isText ? { argument: first, place: first, isStatement: false, isFunction: true } : null;
  }
  if (writers.has(path) && (first.type === 'Literal' || call.arguments.length > 1)) return null;
  if (writers.has(path))
    return { argument: first, place: first, isStatement: false, isFunction: false, isMarkup: true };
  const isConstructor =
    constructors.has(path) ||
    (callee.type === 'MemberExpression' &&
      code.folder.nameOf(callee) === 'constructor' &&
      call.arguments.length === 1);
  if (!isConstructor) return null;
  // Function(text)() runs at once; Function(text) alone is a value.
  const user = code.parentOf(call);
  const runs =
    isCall(user) && user.callee === call && user.arguments.length === 0 && call.arguments.length === 1;
  if (runs) return { argument: last, ...placeOf(code, user), isFunction: true };
  return call.arguments.length === 1
    ? { argument: last, place: call, isStatement: false, isFunction: true }
    : null;
}

function placeOf(code: Code, call: AnyNode): { place: AnyNode; isStatement: boolean } {
  const user = code.parentOf(call);
  return user?.type === 'ExpressionStatement'
    ? { place: user, isStatement: true }
    : { place: call, isStatement: false };
}

/** The constant text of an expression: folded, or computed in the sandbox from what leads up to it. */
async function textOf(
  code: Code,
  slicer: Slicer,
  node: AnyNode,
  sandbox: DecoderSandbox | null,
): Promise<string | null> {
  const folded = code.folder.fullText(node);
  if (folded !== null || !sandbox) return folded;
  const setUp = slicer.setUpFor(node);
  if (setUp === null) return null;
  try {
    const expression = code.text.slice(node.start, node.end);
    const answer = await sandbox.evaluate(`(function () { ${setUp};\nreturn (${expression}); })()`);
    return typeof answer === 'string' ? answer : null;
  } catch {
    return null;
  }
}

/** The code as it can stand at its place; null when it is no code. */
function asCode(text: string, { isStatement, isFunction }: MadeCode): string | null {
  if (text.trim() === '') return null;
  const { program, mode } = parseStrictly(text);
  if (!program || (mode === 'handler' && !isFunction)) return null;
  // Data read with eval('(' + text + ')') is no layer worth a second look, unless it stands where it was.
  if (isStatement && !isFunction) return `${text}\n;`;
  // The global object, whatever the mode around it: nothing is hidden in that.
  if (isFunction && /^\s*return\s+this\s*;?\s*$/.test(text)) return null;
  const last = program.body.at(-1);
  if (!isFunction && last?.type === 'ExpressionStatement') {
    // The value of eval is that of its last statement; `this` and `arguments` are those around it.
    const value = `(${text.slice(last.expression.start, last.expression.end)})`;
    return program.body.length === 1 ? value : `(() => {${text.slice(0, last.start)}\nreturn ${value};})()`;
  }
  const body = isFunction && !isStatement ? `(function () {${text}\n})` : `(function () {${text}\n})()`;
  return isStatement ? `${body};` : body;
}
