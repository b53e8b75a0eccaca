import type { Value } from './value.ts';
import { asNumber, asText, listValue, numberValue, textValue } from './value.ts';

/** No folded text grows past this many UTF-16 units, no folded list past this many items. */
export const maxLength = 1 << 18;

type Arguments = readonly (Value | null)[];

/** Methods of strings, by name; null when the result is not known. */
const textMethods: Record<string, (text: string, args: Arguments) => Value | null> = {
  split: (text, args) => {
    const separator = args.length === 0 ? null : asText(args[0]);
    if (separator === null) return args.length === 0 ? listValue([textValue(text)]) : null;
    return listValue(text.split(separator, maxLength).map((part) => textValue(part)));
  },
  charAt: (text, args) => textValue(text.charAt(asNumber(args[0]) ?? 0)),
  charCodeAt: (text, args) => numberValue(text.charCodeAt(asNumber(args[0]) ?? 0)),
  at: (text, args) => textValue(text.at(asNumber(args[0]) ?? 0) ?? ''),
  slice: (text, args) => cut(args, (from, to) => text.slice(from, to)),
  substring: (text, args) => cut(args, (from, to) => text.substring(from, to)),
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- scripts use it, so its meaning is needed
  substr: (text, args) => cut(args, (from, length) => text.substr(from, length)),
  toLowerCase: (text) => textValue(text.toLowerCase()),
  toUpperCase: (text) => textValue(text.toUpperCase()),
  trim: (text) => textValue(text.trim()),
  toString: (text: string) => textValue(text),
  valueOf: (text: string) => textValue(text),
  concat: (text, args) => {
    const rest = args.map(asText);
    return rest.includes(null) ? textValue(text, false) : textValue(text + rest.join(''));
  },
  repeat: (text, args) => {
    const times = asNumber(args[0]) ?? 0;
    return times >= 0 && times * text.length <= maxLength ? textValue(text.repeat(times)) : null;
  },
  replace: (text, args) => replace(text, args, false),
  replaceAll: (text, args) => replace(text, args, true),
};

const listMethods: Record<string, (items: Arguments, args: Arguments) => Value | null> = {
  join: (items, args) => {
    const separator = args.length === 0 ? ',' : asText(args[0]);
    const parts = items.map(asText);
    if (separator === null) return null;
    const unknown = parts.indexOf(null);
    if (unknown < 0) return textValue(parts.join(separator));
    return unknown === 0 ? null : textValue(parts.slice(0, unknown).join(separator) + separator, false);
  },
  reverse: (items) => listValue(items.toReversed()),
  slice: (items, args) => listValue(items.slice(asNumber(args[0]) ?? 0, asNumber(args[1]) ?? undefined)),
  concat: (items, args) =>
    listValue([...items, ...args.flatMap((value) => (value?.kind === 'list' ? value.items : [value]))]),
  toString: (items: Arguments) => listMethods.join!(items, []),
};

export function callMethod(target: Value, name: string, args: Arguments): Value | null {
  if (target.kind === 'list') return own(listMethods, name)?.(target.items, args) ?? null;
  if (target.kind === 'number') {
    if (name !== 'toString') return null;
    const base = args.length === 0 ? 10 : asNumber(args[0]);
    return base !== null && base >= 2 && base <= 36 ? textValue(target.number.toString(base)) : null;
  }
  if (!target.complete) return name === 'toString' || name === 'concat' || name === 'trim' ? target : null;
  return own(textMethods, name)?.(target.text, args) ?? null;
}

/** Global functions that take a text, or codes, and give a text. */
const functions: Record<string, (args: Arguments) => Value | null> = {
  atob: (args) => decoded(args, decodeBase64),
  unescape: (args) => decoded(args, decodeEscapes),
  decodeURIComponent: (args) => decoded(args, decodeURIComponent),
  decodeURI: (args) => decoded(args, decodeURI),
  String: (args) => decoded(args, (text) => text),
  encodeURIComponent: (args) => decoded(args, encodeURIComponent),
  encodeURI: (args) => decoded(args, encodeURI),
  btoa: (args) => decoded(args, (text) => Buffer.from(text, 'latin1').toString('base64')),
  parseInt: (args) => {
    const text = asText(args[0]);
    return text === null ? null : numberValue(parseInt(text, asNumber(args[1]) ?? undefined));
  },
  Number: (args) => {
    const number = asNumber(args[0]);
    return number === null ? null : numberValue(number);
  },
  'String.fromCharCode': (args) => {
    const codes = args.map(asNumber);
    if (codes.includes(null)) return null;
    let text = '';
    for (const code of codes) text += String.fromCharCode(code!);
    return textValue(text);
  },
};

export function callFunction(path: string, args: Arguments): Value | null {
  return own(functions, path)?.(args) ?? null;
}

function own<T>(table: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function cut(args: Arguments, take: (from: number, to?: number) => string): Value | null {
  const from = args.length === 0 ? 0 : asNumber(args[0]);
  const to = args.length < 2 ? undefined : asNumber(args[1]);
  return from === null || to === null ? null : textValue(take(from, to));
}

function replace(text: string, args: Arguments, all: boolean): Value | null {
  const what = asText(args[0]);
  const by = asText(args[1]);
  if (what === null || by === null || (by.length > 1 && text.length > 4096)) return null;
  return textValue(all ? text.replaceAll(what, () => by) : text.replace(what, () => by));
}

function decoded(args: Arguments, decode: (text: string) => string): Value | null {
  const text = asText(args[0]);
  if (text === null || text.length > maxLength) return null;
  try {
    return textValue(decode(text));
  } catch {
    return null; // malformed input throws in the page too: there is no value
  }
}

/** As the browser's `atob`: latin-1, white space ignored; anything else outside the alphabet is an error. */
function decodeBase64(text: string): string {
  const clean = text.replace(/[\t\n\f\r ]/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(clean)) throw new Error('not base64');
  return Buffer.from(clean, 'base64').toString('latin1');
}

function decodeEscapes(text: string): string {
  return text.replace(/%u([0-9a-f]{4})|%([0-9a-f]{2})/gi, (_, wide?: string, narrow?: string) =>
    String.fromCharCode(parseInt(wide ?? narrow ?? '', 16)),
  );
}
