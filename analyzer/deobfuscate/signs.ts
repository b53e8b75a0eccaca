import type { CallExpression, BinaryExpression, AssignmentExpression } from 'acorn';
import type { Facts } from '../static/facts.ts';
import { isBracketMember, Kind, type Tree } from '../static/tree/index.ts';

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
export type SignFacts = Pick<Facts, 'text' | 'tree' | 'vocabulary'> & {
  readonly behaviour: Pick<Facts['behaviour'], 'dynamicCode'>;
};

/** Why a script should be opened; empty when nothing calls for it. Costs one loop over the tables of the tree. */
export function looksObfuscated({ text, tree, vocabulary, behaviour }: SignFacts): readonly Sign[] {
  // Code that no strict parser takes can't be rewritten, but what is written in symbols may still run.
  const words = wordSigns(vocabulary.texts, text);
  const found = new Set<Sign>(words.found);
  const makesCode = behaviour.dynamicCode.length > 0 || words.evaluates;
  if (makesCode && words.decoders > 0) found.add('decoded-code');
  if (words.hasEncoded && (words.decoders > 0 || makesCode)) found.add('encoded-text');
  if (isMostlyEscapes(text)) found.add('escapes');
  if (tree) {
    if (isWrittenInSymbols(text) || hasSymbolStatement(tree, text)) found.add('symbols');
    const seen = lookAt(tree);
    if (seen.lookedUp >= 8) found.add('looked-up-names');
    if (seen.stringArray >= 10 && (seen.lookedUp >= 3 || found.has('hex-names'))) found.add('string-array');
    if (seen.numberArray >= 60 && (words.decoders > 0 || makesCode)) found.add('char-codes');
    if (seen.xors > 0 && words.codesOfChars) found.add('xor-loop');
  }
  return signs.filter((sign) => found.has(sign));
}

const decoderNames = /^(?:atob|unescape|fromCharCode|fromCodePoint|charCodeAt|codePointAt)$/;
const evaluatorNames = /^(?:eval|execScript|Function)$/;
const encodedText =
  /^(?:[\da-f]{200,}|[A-Za-z\d+/_-]{200,}={0,2}|(?:%u?[\da-f]{2,4}){60,}|(?:\d{1,4}[^\w\s"'<>]{1,2}){60,})/i;
const orderedSteps = /^\d{1,3}(?:\|\d{1,3}){2,}$/;

function wordSigns(texts: readonly string[], text: string) {
  const found: Sign[] = [];
  let hexNames = 0;
  let decoders = 0;
  let evaluates = false;
  let hasEncoded = false;
  let codesOfChars = false;
  let ordered = false;
  for (const word of texts) {
    const { length } = word;
    if (length < 4) continue;
    if (length <= 13) {
      if (word.startsWith('_0x')) hexNames++;
      else if (decoderNames.test(word)) {
        decoders++;
        if (word === 'charCodeAt' || word === 'codePointAt') codesOfChars = true;
      } else if (evaluatorNames.test(word)) evaluates = true;
    }
    if (length >= 200) hasEncoded ||= encodedText.test(word.slice(0, 400));
    else if (length >= 5 && isDigit(word.charCodeAt(0)) && orderedSteps.test(word)) ordered = true;
  }
  if (hexNames >= 3) found.push('hex-names');
  if (ordered) found.push('flattened');
  if (evaluates && /\(\s*p\s*,\s*a\s*,\s*c\s*,\s*k\s*,\s*e\s*,\s*[dr]\s*\)/.test(text)) found.push('packer');
  return { found, decoders, evaluates, hasEncoded, codesOfChars };
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

function lookAt(tree: Tree) {
  const { count, kinds, ends, textIds, nodes } = tree;
  let lookedUp = 0;
  let stringArray = 0;
  let numberArray = 0;
  let xors = 0;
  for (let index = 0; index < count; index++) {
    switch (kinds[index]) {
      case Kind.MemberExpression: {
        if (!isBracketMember(tree, index)) break;
        const property = ends[index + 1]!;
        if (kinds[property] === Kind.CallExpression && hasConstantArguments(tree, property)) lookedUp++;
        break;
      }
      case Kind.ArrayExpression: {
        // A leaf takes one place: an array of literals has as many descendants as elements.
        const size = ends[index]! - index - 1;
        if (size < 6 || kinds[index + 1] !== Kind.Literal || kinds[ends[index]! - 1] !== Kind.Literal) break;
        if (textIds[index + 1]! >= 0) stringArray = Math.max(stringArray, size);
        else numberArray = Math.max(numberArray, size);
        break;
      }
      case Kind.BinaryExpression:
        if ((nodes[index] as BinaryExpression).operator === '^') xors++;
        break;
      case Kind.AssignmentExpression:
        if ((nodes[index] as AssignmentExpression).operator === '^=') xors++;
        break;
    }
  }
  return { lookedUp, stringArray, numberArray, xors };
}

/** `f(0x1a)`, `f('1a', 'k(Q')`: a name and constants. */
function hasConstantArguments({ kinds, ends, nodes }: Tree, call: number): boolean {
  if (kinds[call + 1] !== Kind.Identifier) return false;
  const { length } = (nodes[call] as CallExpression).arguments;
  return length > 0 && ends[call]! === call + 2 + length && kinds[call + 2] === Kind.Literal;
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
