import type { AssignmentExpression, BinaryExpression, CallExpression } from 'acorn';
import { isBracketMember, Kind, type Tree } from '../static/tree/index.ts';
import { isKeptArray } from './kept-array.ts';

/** Signs that something is hidden which opening may show; the order is that of the feature group. */
export const signs = [
  /** Names such as `_0x3fa2`. */
  'hex-names',
  /** A list of texts that is looked up through a function. */
  'string-array',
  /** Property names that come out of a call with constants: `a[b(12)]`. */
  'looked-up-names',
  /** The order of steps kept in a text: `'3|0|2|1'.split('|')`. */
  'flattened',
  /** `function (p, a, c, k, e, d)`. */
  'packer',
  /** A script, or a long statement, in a few symbols. */
  'symbols',
  /** Texts written mostly as escapes. */
  'escapes',
  /** Text becomes code, and the script has what it takes to decode it. */
  'decoded-code',
  /** A long text in an encoding, beside what it takes to decode it. */
  'encoded-text',
  /** Characters put through xor. */
  'xor-loop',
  /** A list of many character codes. */
  'char-codes',
] as const;
export type Sign = (typeof signs)[number];

/** What the signs are read from; part of what static analysis has anyway. */
export interface SignFacts {
  readonly text: string;
  readonly tree: Tree | null;
  /** The distinct names and strings; by text id where there is a tree. */
  readonly vocabulary: { readonly texts: readonly string[] };
}

/** Why a script should be opened; empty when nothing calls for it. Costs one loop over the tables of the tree. */
export function looksObfuscated({ text, tree, vocabulary }: SignFacts): readonly Sign[] {
  const words = readWords(vocabulary.texts);
  const found = new Set<Sign>();
  if (words.hexNames >= 3) found.add('hex-names');
  if (words.hasOrder) found.add('flattened');
  if (words.evaluates && packerParameters.test(text)) found.add('packer');
  if (isMostlyEscapes(text)) found.add('escapes');
  if (tree) {
    if (isWrittenInSymbols(text) || hasSymbolStatement(tree, text)) found.add('symbols');
    const seen = lookAt(tree, words.meanings);
    if (seen.lookedUp >= 8) found.add('looked-up-names');
    if (seen.keepsArray || (seen.stringArray >= 10 && (seen.lookedUp >= 8 || found.has('hex-names'))))
      found.add('string-array');
    for (const sign of seen.together) found.add(sign);
  }
  return signs.filter((sign) => found.has(sign));
}

const packerParameters = /\(\s*p\s*,\s*a\s*,\s*c\s*,\s*k\s*,\s*e\s*,\s*[dr]\s*\)/;
const encodedText =
  /^(?:[\da-f]{200,}|[A-Za-z\d+/_-]{200,}={0,2}|(?:%u?[\da-f]{2,4}){60,}|(?:\d{1,4}[^\w\s"'<>]{1,2}){60,})/i;
const orderedSteps = /^\d{1,3}(?:\|\d{1,3}){2,}$/;

/** What a name or string has to do with decoding. */
const Meaning = { none: 0, decodes: 1, readsCodes: 2, writesCodes: 3, evaluates: 4, encoded: 5 } as const;
const meaningOf = new Map<string, number>([
  ['atob', Meaning.decodes],
  ['unescape', Meaning.decodes],
  ['decodeURIComponent', Meaning.decodes],
  ['fromCharCode', Meaning.writesCodes],
  ['fromCodePoint', Meaning.writesCodes],
  ['charCodeAt', Meaning.readsCodes],
  ['codePointAt', Meaning.readsCodes],
  ['eval', Meaning.evaluates],
  ['execScript', Meaning.evaluates],
  ['Function', Meaning.evaluates],
  ['constructor', Meaning.evaluates],
  ['write', Meaning.evaluates],
]);

function readWords(texts: readonly string[]) {
  const meanings = new Uint8Array(texts.length);
  let hexNames = 0;
  let evaluates = false;
  let hasOrder = false;
  for (let id = 0; id < texts.length; id++) {
    const word = texts[id]!;
    const { length } = word;
    if (length < 4) continue;
    if (length >= 200) {
      if (encodedText.test(word.slice(0, 400))) meanings[id] = Meaning.encoded;
      continue;
    }
    if (length >= 5 && isDigit(word.charCodeAt(0)) && isOrder(word)) hasOrder = true;
    if (length > 18) continue;
    if (word.startsWith('_0x')) hexNames++;
    else {
      const meaning = meaningOf.get(word);
      if (meaning === undefined) continue;
      meanings[id] = meaning;
      evaluates ||= word === 'eval';
    }
  }
  return { meanings, hexNames, evaluates, hasOrder };
}

/** `3|0|2|1`: every step once; lists of other numbers look alike, prefixes of telephone numbers for one. */
function isOrder(word: string): boolean {
  if (!orderedSteps.test(word)) return false;
  const steps = new Set(word.split('|').map(Number));
  return steps.size === word.split('|').length && Math.max(...steps) === steps.size - 1;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** How many nodes apart things may stand that belong together: a decoder and its eval, xor and the characters it makes. */
const reach = { code: 600, text: 200, characters: 60 };

function lookAt(tree: Tree, meanings: Uint8Array) {
  const { count, kinds, ends, textIds, nodes } = tree;
  const together = new Set<Sign>();
  const last = {
    decoder: -Infinity,
    evaluator: -Infinity,
    encoded: -Infinity,
    written: -Infinity,
    read: -Infinity,
  };
  const recent = { xor: -Infinity, codes: -Infinity };
  let lookedUp = 0;
  let stringArray = 0;
  let keepsArray = false;
  const keyed = new Map<number, number>();
  const meet = (): void => {
    if (Math.abs(last.decoder - last.evaluator) < reach.code) together.add('decoded-code');
    if (Math.abs(last.encoded - Math.max(last.decoder, last.evaluator)) < reach.text)
      together.add('encoded-text');
    const { written, read } = last;
    if (Math.abs(written - recent.xor) < reach.characters && Math.abs(read - recent.xor) < reach.characters)
      together.add('xor-loop');
    if (Math.abs(written - recent.codes) < reach.characters) together.add('char-codes');
  };
  for (let index = 0; index < count; index++) {
    const id = textIds[index]!;
    if (id >= 0 && meanings[id]! > 0) {
      switch (meanings[id]) {
        case Meaning.encoded:
          last.encoded = index;
          break;
        case Meaning.evaluates:
          if (isMadeOfText(tree, index)) last.evaluator = index;
          break;
        case Meaning.writesCodes:
          last.written = last.decoder = index;
          break;
        case Meaning.readsCodes:
          last.read = index;
          break;
        default:
          last.decoder = index;
      }
      meet();
    }
    switch (kinds[index]) {
      case Kind.MemberExpression: {
        if (!isBracketMember(tree, index)) break;
        if (isLookedUp(tree, ends[index + 1]!)) lookedUp++;
        break;
      }
      case Kind.CallExpression: {
        const callee = keyedCallee(tree, index);
        if (callee < 0) break;
        const calls = (keyed.get(callee) ?? 0) + 1;
        keyed.set(callee, calls);
        if (calls === minKeyedCalls) lookedUp += minKeyedCalls;
        break;
      }
      case Kind.ArrayExpression: {
        // A leaf takes one place: an array of literals has as many descendants as elements.
        const size = ends[index]! - index - 1;
        keepsArray ||= size >= 3 && textIds[index + 1]! >= 0 && isKeptArray(tree, index);
        if (size < 6 || kinds[index + 1] !== Kind.Literal || kinds[ends[index]! - 1] !== Kind.Literal) break;
        if (textIds[index + 1]! >= 0) stringArray = Math.max(stringArray, size);
        else if (size >= 60) {
          if (index - last.written < reach.characters) together.add('char-codes');
          recent.codes = ends[index]!;
          meet();
        }
        break;
      }
      case Kind.BinaryExpression:
      case Kind.AssignmentExpression: {
        const { operator } = nodes[index] as BinaryExpression | AssignmentExpression;
        if (operator !== '^' && operator !== '^=') break;
        recent.xor = index;
        meet();
        break;
      }
    }
  }
  return { lookedUp, stringArray, keepsArray, together };
}

/** Whether a name such as `eval` is called with something that is no plain text: `eval(x)`, `a['eval'](f(b))`. */
function isMadeOfText({ kinds, parents, ends }: Tree, index: number): boolean {
  let callee = index;
  let call = parents[index]!;
  if (kinds[call] === Kind.MemberExpression) {
    callee = call;
    call = parents[call]!;
  }
  if (kinds[call] !== Kind.CallExpression && kinds[call] !== Kind.NewExpression) return false;
  const argument = ends[callee]!;
  if (callee !== call + 1) return false;
  return argument < ends[call]! && kinds[argument] !== Kind.Literal;
}

/** A property named by such a call, or by a sum of them and texts: `a[f(1)]`, `a[f(1) + 'er' + f(2)]`. */
function isLookedUp(tree: Tree, property: number): boolean {
  const { kinds, ends } = tree;
  if (kinds[property] === Kind.CallExpression) return hasConstantArguments(tree, property);
  if (kinds[property] !== Kind.BinaryExpression) return false;
  let calls = 0;
  for (let index = property + 1; index < ends[property]!;) {
    const kind = kinds[index];
    if (kind === Kind.CallExpression && hasConstantArguments(tree, index)) calls++;
    else if (kind === Kind.BinaryExpression) {
      index++;
      continue;
    } else if (kind !== Kind.Literal) return false;
    index = ends[index]!;
  }
  return calls > 0;
}

/** So many calls of one function with a text and a key look like a decoder's. */
const minKeyedCalls = 8;

/** The name that is called with a text and numbers, `f('gnirts', 59, 50)`: the id of its text; below 0 for other calls. */
function keyedCallee(tree: Tree, call: number): number {
  const { kinds, ends, textIds, nodes } = tree;
  const { length } = (nodes[call] as CallExpression).arguments;
  if (length < 3 || length > 4 || kinds[call + 1] !== Kind.Identifier || ends[call] !== call + 2 + length)
    return -1;
  if (kinds[call + 2] !== Kind.Literal || textIds[call + 2]! < 0) return -1;
  for (let argument = call + 3; argument < ends[call]; argument++)
    if (kinds[argument] !== Kind.Literal || textIds[argument]! >= 0) return -1;
  return textIds[call + 1]!;
}

/** `f(0x1a)`, `f('1a', 'k(Q')`: a name and constants. */
function hasConstantArguments({ kinds, ends, nodes }: Tree, call: number): boolean {
  if (kinds[call + 1] !== Kind.Identifier) return false;
  const { length } = (nodes[call] as CallExpression).arguments;
  return length > 0 && ends[call] === call + 2 + length && kinds[call + 2] === Kind.Literal;
}

const maxEscapes = 400;

/** Whether at least a tenth of the script is `\x68` or `\u0068`; counting stops where that is decided. */
function isMostlyEscapes(text: string): boolean {
  let count = 0;
  for (let at = text.indexOf('\\x'); at >= 0 && count < maxEscapes; at = text.indexOf('\\x', at + 4)) count++;
  for (let at = text.indexOf('\\u00'); at >= 0 && count < maxEscapes; at = text.indexOf('\\u00', at + 6))
    count++;
  return count >= 20 && (count === maxEscapes || count * 4 >= text.length / 10);
}

const minSymbols = 100;
const sampled = 4_000;

/** Whether a text is (almost) free of letters, as JSFuck, JJEncode and AAEncode leave it. */
export function isWrittenInSymbols(text: string): boolean {
  if (text.length < minSymbols) return false;
  const sample = text.slice(0, sampled);
  let letters = 0;
  for (let at = 0; at < sample.length; at++) {
    const unit = sample.charCodeAt(at) | 32;
    if (unit >= 97 && unit <= 122) letters++;
  }
  return letters * 20 < sample.length && /[[(+]/.test(sample);
}

const maxStatements = 2_000;

function hasSymbolStatement({ program }: Tree, text: string): boolean {
  return program.body
    .slice(0, maxStatements)
    .some(
      ({ type, start, end }) =>
        type === 'ExpressionStatement' &&
        end - start >= 400 &&
        isWrittenInSymbols(text.slice(start, start + sampled)),
    );
}
