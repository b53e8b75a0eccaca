import { parseStrictly } from '../parse/index.ts';
import { resolveScopes } from '../static/scope/index.ts';
import { flattenTree } from '../static/tree/index.ts';
import { vocabularyOfText, vocabularyOfTree } from '../static/vocabulary/index.ts';
import type { SignFacts } from './signs.ts';

/** What signs are read from, for a text that static analysis has not seen: what came out of a layer. */
export function collectSignFacts(text: string): SignFacts {
  const { program } = parseStrictly(text);
  const behaviour = { dynamicCode: [] };
  if (!program) return { text, tree: null, vocabulary: vocabularyOfText(text), behaviour };
  const tree = flattenTree(program);
  return { text, tree, vocabulary: vocabularyOfTree(tree, resolveScopes(tree)), behaviour };
}
