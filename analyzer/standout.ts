import type { Evidence } from '../core/schema/index.ts';
import type { Facts } from './static/facts.ts';
import { createPositions, snippetAround } from './static/position.ts';
import { signals, type Family, type Form } from './static/vocabulary/index.ts';

/** The reason of last resort; docs/reference/evidence.md repeats its meaning. */
export const standoutRule = {
  name: 'signs-together',
  severity: ['low', 'low'],
  meaning: 'No rule speaks, but the model is sure: the place where most signs of an attack stand together.',
} as const;

/** What a sign weighs and how it is called; signs that say nothing by themselves are left out. */
const telling: Partial<Record<Family | Form, readonly [weight: number, words: string]>> = {
  card: [3, 'words for card data'],
  miner: [3, 'words of miners'],
  wallet: [3, 'words of wallets'],
  exploit: [3, 'words of exploits'],
  checkout: [2, 'words for the checkout'],
  decode: [2, 'decoding'],
  dynamic: [2, 'text run as code'],
  network: [2, 'sending or loading'],
  redirect: [2, 'sending the visitor elsewhere'],
  evasion: [2, 'looking out for observers'],
  base64: [2, 'encoded text'],
  hex: [2, 'hexadecimal text'],
  'hex-name': [2, 'names of an obfuscator'],
  long: [1, 'long text'],
  hiding: [1, 'hiding'],
  lure: [1, 'words of lures'],
  read: [1, 'reading of fields'],
  event: [1, 'listening to input'],
  dom: [1, 'changing the page'],
  storage: [1, 'storage'],
  url: [1, 'an address'],
  markup: [1, 'markup as text'],
};

/** Nodes of a step and steps of a window: a dozen lines. */
const step = 64;
const steps = 4;
const least = 4;
const maxExamples = 4;

/**
 * Where most signs of an attack stand together in a script: the place to look at when the model is sure and no rule
 * speaks. Null when no place stands out.
 */
export function standoutOf({ text, tree, vocabulary }: Facts): Evidence | null {
  if (!tree) return standoutOfText(text);
  const { count, textIds, texts, nodes } = tree;
  const { masks } = vocabulary;
  const found = Array.from({ length: Math.ceil(count / step) }, (_, at) => {
    let mask = 0;
    for (let index = at * step; index < Math.min(count, (at + 1) * step); index++)
      if (textIds[index]! >= 0) mask |= masks[textIds[index]!]!;
    return mask;
  });
  let best = { score: 0, at: 0, mask: 0 };
  for (let at = 0; at < found.length; at++) {
    let mask = 0;
    for (let next = at; next < Math.min(found.length, at + steps); next++) mask |= found[next]!;
    const score = weighSigns(mask);
    if (score > best.score) best = { score, at, mask };
  }
  if (best.score < least) return null;
  const examples = new Map<string, string>();
  let first = -1;
  for (let index = best.at * step; index < Math.min(count, (best.at + steps) * step); index++) {
    const id = textIds[index]!;
    if (id < 0) continue;
    for (const signal of signsOf(masks[id]!)) {
      if (first < 0) first = index;
      if (!examples.has(telling[signal]![1])) examples.set(telling[signal]![1], texts[id]!);
    }
  }
  const { start, end } = nodes[Math.max(0, first)]!;
  const named = [...examples]
    .slice(0, maxExamples)
    .map(([words, example]) => `${words} (${example.replace(/\s+/g, ' ').slice(0, 30)})`);
  return {
    rule: standoutRule.name,
    severity: 'low',
    message: `The model is sure, and here most signs stand together: ${named.join(', ')}.`,
    location: createPositions(text).at(start),
    snippet: snippetAround(text, start, end),
  };
}

/** What damaged scripts are searched for, where no tree says which word means what. */
const telltales =
  /\beval\b|\bunescape\b|\batob\b|fromCharCode|document\W{1,6}write|<(?:script|iframe)\b|createElement|ActiveXObject|\bcvv|\bcc_?num|card_?number|onestep|checkout|XMLHttpRequest|\bfetch\b|\blocation\b|%u[\da-f]{4}/gi;
const reach = 400;

/** The same for a text that no parser takes: the words that stand closest together. */
function standoutOfText(text: string): Evidence | null {
  const found = [...text.slice(0, 400_000).matchAll(telltales)].slice(0, 2_000);
  let best = { at: -1, words: new Set<string>() };
  for (let first = 0; first < found.length; first++) {
    const words = new Set<string>();
    for (let next = first; next < found.length && found[next]!.index - found[first]!.index < reach; next++)
      words.add(found[next]![0].toLowerCase());
    if (words.size > best.words.size) best = { at: found[first]!.index, words };
  }
  if (best.words.size < 2) return null;
  const named = [...best.words].slice(0, maxExamples).map((word) => word.replace(/\s+/g, ' ').slice(0, 30));
  return {
    rule: standoutRule.name,
    severity: 'low',
    message: `The model is sure, and here most signs stand together: ${named.join(', ')}.`,
    location: createPositions(text).at(best.at),
    snippet: snippetAround(text, best.at, best.at + 1),
  };
}

function signsOf(mask: number): (Family | Form)[] {
  return signals.filter((signal, index) => (mask & (1 << index)) !== 0 && telling[signal] !== undefined);
}

/** What the signs of a place weigh together; a place of less than 4 does not stand out. */
export function weighSigns(mask: number): number {
  return signsOf(mask).reduce((sum, signal) => sum + telling[signal]![0], 0);
}
