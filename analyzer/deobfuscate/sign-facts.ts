import { vocabularyOfText } from '../static/vocabulary/index.ts';
import type { Script } from './script.ts';
import type { SignFacts } from './signs.ts';

/** What signs are read from, for a text that static analysis has not seen: what came out of a layer. */
export function signFactsOf({ text, code }: Script): SignFacts {
  if (code) return { text, tree: code.tree, vocabulary: code.tree };
  return { text, tree: null, vocabulary: vocabularyOfText(text) };
}
