import { globalName, type Scopes } from '../static/scope/index.ts';
import { Kind, type Tree } from '../static/tree/index.ts';

/** Nodes of a function: smaller ones are alike in all code. */
const leastNodes = 40;

/** A function of a script. */
export interface FunctionShape {
  /** Its nodes: `at` to `end - 1`. */
  readonly at: number;
  readonly end: number;
  /** 32 bits; equal for functions that differ in names of locals and in literals only. */
  readonly shape: number;
}

/**
 * The functions of a script that are large enough to be told from others, outer before inner. Kinds of nodes, names of
 * properties and of globals make the shape. Not made to withstand forgery: whoever wants can write a function with a given shape.
 */
export function functionShapes(
  { count, kinds, roles, ends, parents, textIds, texts }: Tree,
  { bindingIds }: Pick<Scopes, 'bindingIds'>,
): FunctionShape[] {
  const names = Uint32Array.from(texts, hashOf);
  const shapes = new Uint32Array(count);
  // Children come after their parents, so each is complete before it is added to what holds it.
  for (let index = count - 1; index > 0; index--) {
    const kind = kinds[index]!;
    const text = textIds[index]!;
    const named = kind === Kind.Identifier && text >= 0 && bindingIds[index]! <= globalName;
    const own = mix(shapes[index]! ^ (kind + (roles[index]! << 8)) ^ (named ? names[text]! : 0));
    shapes[index] = own;
    const parent = parents[index]!;
    shapes[parent] = (Math.imul(shapes[parent]!, 31) + own) >>> 0;
  }
  const found: FunctionShape[] = [];
  for (let index = 0; index < count; index++)
    if (isFunction(kinds[index]!) && ends[index]! - index >= leastNodes)
      found.push({ at: index, end: ends[index]!, shape: shapes[index]! });
  return found;
}

function isFunction(kind: number): boolean {
  return (
    kind === Kind.FunctionExpression ||
    kind === Kind.FunctionDeclaration ||
    kind === Kind.ArrowFunctionExpression
  );
}

/** FNV-1a over the first characters of a name. */
function hashOf(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < Math.min(text.length, 64); index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

/** The last steps of MurmurHash3 (Appleby, 2011). */
function mix(value: number): number {
  const one = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const two = Math.imul(one ^ (one >>> 13), 0xc2b2ae35);
  return (two ^ (two >>> 16)) >>> 0;
}
