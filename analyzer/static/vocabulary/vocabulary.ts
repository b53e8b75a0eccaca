import { notAReference, globalName, type Scopes } from '../scope/index.ts';
import { Kind, Role, type Tree } from '../tree/index.ts';
import { readText, signalBit, wordBuckets } from './families.ts';

/**
 * The distinct names and strings of a script and how often each is used as what. Looking at each distinct text once,
 * instead of at every use, is what makes questions about words affordable.
 */
export interface Vocabulary {
  readonly texts: readonly string[];
  /** By text id: uses as a property or label, as a global, as a local, and as a string or template piece. */
  readonly properties: Uint32Array;
  readonly globals: Uint32Array;
  readonly locals: Uint32Array;
  readonly strings: Uint32Array;
  /** By text id: what its words and its form are about (bits of `signals`); 0 for names that only locals have. */
  readonly masks: Uint32Array;
  /** Hashed words of the distinct texts. */
  readonly words: Uint32Array;
}

export function vocabularyOfTree(tree: Tree, scopes: Scopes): Vocabulary {
  const { count, kinds, roles, texts, textIds } = tree;
  const { bindingIds } = scopes;
  const vocabulary = emptyVocabulary(texts);
  const { properties, globals, locals, strings } = vocabulary;
  for (let index = 0; index < count; index++) {
    const id = textIds[index]!;
    if (id < 0) continue;
    const kind = kinds[index]!;
    if (kind === Kind.Literal || kind === Kind.TemplateElement) strings[id]!++;
    else if (roles[index] === Role.name || kind === Kind.PrivateIdentifier) properties[id]!++;
    else {
      const binding = bindingIds[index]!;
      if (binding === globalName) globals[id]!++;
      else if (binding !== notAReference) locals[id]!++;
    }
  }
  readWords(vocabulary);
  return vocabulary;
}

/** Names, names after a dot, and short strings, as a tokenizer would see them; comments are skipped. */
const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"((?:[^"\\\n]|\\.){0,4096})"|'((?:[^'\\\n]|\\.){0,4096})'|`((?:[^`\\]|\\.){0,4096})`|(\.?)\s{0,4}([A-Za-z_$][\w$]{0,200})/g;

/** No more distinct texts than this are kept of text without a tree. */
const maxTexts = 200_000;

/** As `vocabularyOfTree` for text that no parser takes; every name that is no property counts as a global. */
export function vocabularyOfText(text: string): Vocabulary {
  const ids = new Map<string, number>();
  const texts: string[] = [];
  const uses: [id: number, use: 'properties' | 'globals' | 'strings'][] = [];
  for (const [, double, single, template, dot, name] of text.matchAll(token)) {
    const found = name ?? double ?? single ?? template;
    if (found === undefined) continue;
    let id = ids.get(found);
    if (id === undefined) {
      if (texts.length === maxTexts) break;
      id = texts.push(found) - 1;
      ids.set(found, id);
    }
    uses.push([id, name === undefined ? 'strings' : dot ? 'properties' : 'globals']);
  }
  const vocabulary = emptyVocabulary(texts);
  for (const [id, use] of uses) vocabulary[use][id]!++;
  readWords(vocabulary);
  return vocabulary;
}

/** Names of locals are left out: a minifier changes them. */
function readWords({ texts, properties, globals, strings, locals, masks, words }: Vocabulary): void {
  for (let id = 0; id < texts.length; id++) {
    if (properties[id]! + globals[id]! + strings[id]! > 0) masks[id] = readText(texts[id]!, words);
    else if (locals[id]! > 0 && texts[id]!.startsWith('_0x')) masks[id] = signalBit['hex-name'];
  }
}

function emptyVocabulary(texts: readonly string[]): Vocabulary {
  const { length } = texts;
  return {
    texts,
    properties: new Uint32Array(length),
    globals: new Uint32Array(length),
    locals: new Uint32Array(length),
    strings: new Uint32Array(length),
    masks: new Uint32Array(length),
    words: new Uint32Array(wordBuckets),
  };
}
