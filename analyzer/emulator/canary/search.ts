import type { CanaryHit } from '../trace.ts';
import type { FieldValues } from './values.ts';
import { viewsOf } from './views.ts';

/** Too short to prove anything when found. */
const unproving = new Set(['card-month', 'card-year', 'postcode']);
const limits = { deltaText: 8192, text: 65_536 };

interface Needle {
  readonly field: string;
  readonly value: string;
  readonly reversed: string;
  /** Whether it may only be found with no digit beside it. */
  readonly short: boolean;
}

export interface CanarySearch {
  /** The canaries in a text, each once, with the encodings undone to find it. */
  find(text: string): CanaryHit[];
}

const searches = new WeakMap<FieldValues, CanarySearch>();

/** Made once for each shopper. */
export function canarySearch(values: FieldValues): CanarySearch {
  let search = searches.get(values);
  if (!search) searches.set(values, (search = searchFor(values)));
  return search;
}

function searchFor(values: FieldValues): CanarySearch {
  const needles: Needle[] = [];
  for (const [field, full] of Object.entries(values)) {
    if (unproving.has(field)) continue;
    for (const value of spellings(field, full)) {
      needles.push({ field, value, reversed: Array.from(value).reverse().join(''), short: value.length < 6 });
    }
  }
  return { find: (text) => findIn(text.slice(0, limits.text), needles) };
}

/** A value as scripts write it: card numbers in groups, e-mail addresses without their host, names in parts. */
function spellings(field: string, value: string): string[] {
  const lower = value.toLowerCase();
  if (field === 'card-number')
    return [lower, lower.match(/.{4}/g)!.join(' '), lower.match(/.{4}/g)!.join('-')];
  if (field === 'card-name') return [lower.split(' ')[1]!];
  if (field === 'address') return [lower, lower.split(' ')[1]!];
  if (field === 'email') return [lower.split('@')[0]!];
  if (field === 'phone') return [lower.slice(1)];
  return [lower];
}

function findIn(text: string, needles: readonly Needle[]): CanaryHit[] {
  const hits = new Map<string, CanaryHit>();
  const add = (field: string, chain: readonly string[]): void => {
    if (!hits.has(field)) hits.set(field, { field, chain });
  };
  for (const view of viewsOf(text)) {
    const lower = view.text.toLowerCase();
    for (const needle of needles) {
      if (contains(lower, needle.value, needle.short)) add(needle.field, view.chain);
      else if (!needle.short && lower.includes(needle.reversed))
        add(needle.field, [...view.chain, 'reversed']);
    }
    if (view.text.length <= limits.deltaText) {
      for (const needle of needles) {
        if (needle.value.length < 10 || hits.has(needle.field)) continue;
        const cipher = byteCipher(view.text, needle.value);
        if (cipher) add(needle.field, [...view.chain, cipher]);
      }
    }
  }
  // Three digits alone prove nothing.
  if (hits.size === 1) hits.delete('card-cvv');
  return [...hits.values()].sort((a, b) => (a.field < b.field ? -1 : 1));
}

function contains(text: string, value: string, short: boolean): boolean {
  if (!short) return text.includes(value);
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    if (!/[\da-z]/.test(text[at - 1] ?? '') && !/[\da-z]/.test(text[at + value.length] ?? '')) return true;
  }
  return false;
}

/**
 * Whether the value is in the text with one key added to, or combined by exclusive-or with, every character: then the
 * steps from each character to the next are those of the value.
 */
function byteCipher(text: string, value: string): 'xor' | 'shift' | null {
  const last = text.length - value.length;
  const firstXor = value.charCodeAt(0) ^ value.charCodeAt(1);
  const firstStep = value.charCodeAt(1) - value.charCodeAt(0);
  for (let i = 0; i <= last; i++) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    if ((a ^ b) === firstXor && steps(text, i, value, (x, y) => x ^ y)) return 'xor';
    if (b - a === firstStep && steps(text, i, value, (x, y) => y - x)) return 'shift';
  }
  return null;
}

function steps(text: string, at: number, value: string, step: (a: number, b: number) => number): boolean {
  for (let k = 0; k + 1 < value.length; k++) {
    const actual = step(text.charCodeAt(at + k), text.charCodeAt(at + k + 1));
    if (actual !== step(value.charCodeAt(k), value.charCodeAt(k + 1))) return false;
  }
  return true;
}
