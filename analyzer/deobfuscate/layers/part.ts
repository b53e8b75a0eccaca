import type { AnyNode } from 'acorn';
import { isCall, isFunction, unwrap, type Call } from '../../static/ast.ts';
import type { Code } from '../../static/flow/code.ts';
import { PlaceMapBuilder, placeIn, Stretch, type PlaceMapData } from '../places.ts';

/** Statements of one list that belong together, as a text of their own. */
export interface Part {
  readonly text: string;
  /** Where they stand, in order. */
  readonly pieces: readonly { readonly start: number; readonly end: number }[];
}

/** What string arrays, decoders and flattened code look like in the text of a statement. */
const marks = /\b_0x[\da-f]{2}|["']\d{1,3}(?:\|\d{1,3}){2,}["']|\[[\w$]+\(\s*(?:-?0x[\da-f]+|-?\d+|["'])/;

/** A library around hidden code: of two lists of statements, one in the other, the outer one is mostly the inner one. */
const mostly = 0.6;
const rounds = 4;

/**
 * The statements that hide something, with those that share their names: of a large library with a guilty page of code in
 * it, that page. Null when that is nearly everything.
 */
export function hiddenPart(code: Code): Part | null {
  let body: readonly AnyNode[] = code.tree.program.body;
  for (let depth = 0; depth < 3; depth++) {
    const chosen = withRelated(
      code,
      body,
      body.filter(({ start, end }) => isMarked(code.text, start, end)),
    );
    const length = chosen.reduce((sum, { start, end }) => sum + end - start, 0);
    if (length === 0) return null;
    if (length < code.text.length * mostly) return partOf(code.text, chosen);
    const inner = chosen.length === 1 ? bodyInside(chosen[0]!) : null;
    if (!inner) return null;
    body = inner;
  }
  return null;
}

function isMarked(text: string, start: number, end: number): boolean {
  return marks.test(text.slice(start, end));
}

/** Adds statements that use a name declared among them all which a chosen one uses, too: list, decoder and rotation. */
function withRelated(code: Code, body: readonly AnyNode[], chosen: readonly AnyNode[]): AnyNode[] {
  const names = body.map((statement) => namesIn(code, body, statement));
  const taken = new Set(chosen);
  const shared = new Set<number>();
  for (let round = 0; round < rounds; round++) {
    const size = taken.size;
    for (const [index, statement] of body.entries())
      if (taken.has(statement)) for (const name of names[index]!) shared.add(name);
    for (const [index, statement] of body.entries())
      if (!taken.has(statement) && setsUp(statement) && [...names[index]!].some((name) => shared.has(name)))
        taken.add(statement);
    if (taken.size === size) break;
  }
  return body.filter((statement) => taken.has(statement));
}

/** What sets names up, or is handed them as a rotation is handed its list; what merely uses one needs no opening. */
function setsUp(statement: AnyNode): boolean {
  const { type } = statement;
  if (type === 'FunctionDeclaration' || type === 'VariableDeclaration') return true;
  const call = calledIn(statement);
  return call?.arguments.some((argument) => argument.type === 'Identifier') ?? false;
}

/** The call of `f(…);`, `!f(…);` and `(…)(…);`. */
function calledIn(statement: AnyNode): Call | null {
  if (statement.type !== 'ExpressionStatement') return null;
  let call = unwrap(statement.expression);
  if (call.type === 'UnaryExpression') call = unwrap(call.argument);
  return isCall(call) ? call : null;
}

/** Bindings used in a statement that are declared outside it, but in the same list. */
function namesIn(code: Code, body: readonly AnyNode[], statement: AnyNode): Set<number> {
  const { tree, scopes } = code;
  const first = code.indexOf(body[0]!);
  const from = code.indexOf(statement);
  const names = new Set<number>();
  for (let index = from; index < tree.ends[from]!; index++) {
    const id = scopes.bindingIds[index]!;
    if (id < 0) continue;
    const declaredAt = scopes.bindings[id]!.scope.node;
    if (declaredAt < first && tree.ends[declaredAt]! >= tree.ends[from]!) names.add(id);
  }
  return names;
}

/** The statements inside `(function () {…})(…)`, or inside the function that a call is given. */
function bodyInside(statement: AnyNode): readonly AnyNode[] | null {
  const call = calledIn(statement);
  if (!call) return null;
  const functions = [unwrap(call.callee), ...call.arguments].filter(isFunction);
  const [largest] = functions.sort((one, other) => other.end - other.start - (one.end - one.start));
  return largest?.body.type === 'BlockStatement' ? largest.body.body : null;
}

function partOf(text: string, statements: readonly AnyNode[]): Part {
  const pieces = statements.map(({ start, end }) => ({ start, end }));
  return { text: pieces.map(({ start, end }) => text.slice(start, end)).join('\n'), pieces };
}

/** The whole text with the part replaced by what it was opened to; that stands where the part begins. */
export function putBack(
  text: string,
  { pieces }: Part,
  opened: string,
  places: PlaceMapData,
): { text: string; places: PlaceMapData } {
  const built = new PlaceMapBuilder();
  const parts: string[] = [];
  let written = 0;
  let read = 0;
  const copy = (end: number): void => {
    if (end <= read) return;
    built.add(written, read, Stretch.copied);
    parts.push(text.slice(read, end));
    written += end - read;
  };
  for (const [index, { start, end }] of pieces.entries()) {
    copy(start);
    read = end;
    if (index > 0) continue;
    for (let at = 0; at < places.starts.length; at++) {
      const { offset } = placeIn(places, places.starts[at]!);
      built.add(written + places.starts[at]!, originIn(pieces, offset), places.kinds[at]! as Stretch);
    }
    parts.push(`${opened}\n`);
    written += opened.length + 1;
  }
  copy(text.length);
  return { text: parts.join(''), places: built.build() };
}

/** The offset in the whole text of an offset in the part. */
function originIn(pieces: Part['pieces'], offset: number): number {
  let passed = 0;
  for (const { start, end } of pieces) {
    if (offset <= passed + end - start) return start + offset - passed;
    passed += end - start + 1;
  }
  return pieces.at(-1)!.end;
}
