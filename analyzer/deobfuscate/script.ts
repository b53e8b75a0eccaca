import { parseStrictly } from '../parse/index.ts';
import { Code } from '../static/flow/code.ts';
import { resolveScopes } from '../static/scope/index.ts';
import { flattenTree } from '../static/tree/index.ts';

/** A text parsed and resolved for opening; null when no strict parser takes it: damaged code is not rewritten. */
export function readScript(text: string): Code | null {
  const { program } = parseStrictly(text);
  if (!program) return null;
  const tree = flattenTree(program);
  return new Code(tree, text, resolveScopes(tree));
}
