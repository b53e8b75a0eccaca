import { mixed, shortHash } from '../../core/encoding/index.ts';
import { globalName, type Scopes } from '../static/scope/index.ts';
import { Kind, type Tree } from '../static/tree/index.ts';

/** Nodes of a function: smaller ones are alike in all code. */
const leastNodes = 40;
/** Characters of a name that count. */
const longestName = 64;

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
  const names = Uint32Array.from(texts, (text) => shortHash(text.slice(0, longestName)));
  const shapes = new Uint32Array(count);
  // Children come after their parents, so each is complete before it is added to what holds it.
  for (let index = count - 1; index > 0; index--) {
    const kind = kinds[index]!;
    const text = textIds[index]!;
    const named = kind === Kind.Identifier && text >= 0 && bindingIds[index]! <= globalName;
    const own = mixed(shapes[index]! ^ (kind + (roles[index]! << 8)) ^ (named ? names[text]! : 0));
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
