/** Bodies as text, and the classes that hold them: FormData, Blob, File, FileReader, Headers. */
import { expose, isFunction, isObject, list, own, resolved, textOf } from '../realm.js';
import { EventTarget, Event, dispatch } from '../events.js';
import { reading } from '../reading.js';
import { later } from '../loop.js';
import { URLSearchParams } from '../url.js';

const maxBytes = 65_536;

export function bytesText(view) {
  const source = view.buffer
    ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
    : new Uint8Array(view);
  let text = '';
  for (let i = 0; i < source.length && i < maxBytes; i++) text += String.fromCharCode(source[i]);
  return text;
}
export const isBytes = (value) => value instanceof own.ArrayBuffer || own.ArrayBuffer.isView(value);

export function bodyText(value, depth = 0) {
  if (!isObject(value)) return textOf(value);
  if (value instanceof FormData) return value.asText();
  if (value instanceof Blob) return value.asText();
  if (value instanceof URLSearchParams) return value.toString();
  try {
    if (isBytes(value)) return bytesText(value);
    if (depth < 2 && isFunction(value)) return textOf(value);
    return JSON.stringify(value) ?? textOf(value);
  } catch {
    return textOf(value);
  }
}

/** The DOM says which fields a form has: `(form) => [name, value, element][]`. */
export const forms = { entries: () => [] };

export class FormData {
  #pairs = [];
  constructor(form) {
    if (!isObject(form)) return;
    for (const [name, value, element] of forms.entries(form)) {
      reading(element, 'FormData');
      this.#pairs.push([name, value]);
    }
  }
  append(name, value) {
    this.#pairs.push([textOf(name), isObject(value) ? value : textOf(value)]);
  }
  set(name, value) {
    this.delete(name);
    this.append(name, value);
  }
  delete(name) {
    this.#pairs = this.#pairs.filter(([key]) => key !== name);
  }
  get(name) {
    return this.#pairs.find(([key]) => key === name)?.[1] ?? null;
  }
  getAll(name) {
    return list(this.#pairs.filter(([key]) => key === name).map(([, value]) => value));
  }
  has(name) {
    return this.#pairs.some(([key]) => key === name);
  }
  forEach(fn, self) {
    for (const [key, value] of this.#pairs) Reflect.apply(fn, self, [value, key, this]);
  }
  keys() {
    return list(this.#pairs.map(([key]) => key)).values();
  }
  values() {
    return list(this.#pairs.map(([, value]) => value)).values();
  }
  entries() {
    return list(this.#pairs.map(list)).values();
  }
  [Symbol.iterator]() {
    return this.entries();
  }
  asText() {
    return this.#pairs.map(([key, value]) => `${key}=${bodyText(value, 1)}`).join('&');
  }
}

export class Blob {
  #text = '';
  constructor(parts, options) {
    if (isObject(parts)) for (const part of Array.from(parts).slice(0, 200)) this.#text += bodyText(part, 1);
    this.type = isObject(options) ? textOf(options.type ?? '') : '';
  }
  get size() {
    return this.#text.length;
  }
  text() {
    return resolved(this.#text);
  }
  slice() {
    return this;
  }
  asText() {
    return this.#text;
  }
}
export class File extends Blob {
  constructor(parts, name, options) {
    super(parts, options);
    this.name = textOf(name);
  }
}

export class FileReader extends EventTarget {
  result = null;
  readyState = 0;
  #read(value) {
    later(5, 'file', () => {
      this.result = value;
      this.readyState = 2;
      for (const type of ['load', 'loadend']) dispatch(this, new Event(type));
    });
  }
  readAsText(blob) {
    this.#read(bodyText(blob));
  }
  readAsBinaryString(blob) {
    this.#read(bodyText(blob));
  }
  readAsDataURL(blob) {
    this.#read(
      `data:${blob?.type ?? ''};base64,${globalThis.page.btoa(bodyText(blob).replace(/[^\0-\xff]/g, '?'))}`,
    );
  }
  readAsArrayBuffer() {
    this.#read(new own.ArrayBuffer(0));
  }
  abort() {}
}

export class Headers {
  #pairs = new Map();
  constructor(from) {
    if (isObject(from)) for (const key of Object.keys(from)) this.set(key, from[key]);
  }
  set(name, value) {
    this.#pairs.set(textOf(name).toLowerCase(), textOf(value));
  }
  append(name, value) {
    this.set(name, value);
  }
  get(name) {
    return this.#pairs.get(textOf(name).toLowerCase()) ?? null;
  }
  has(name) {
    return this.#pairs.has(textOf(name).toLowerCase());
  }
  delete(name) {
    this.#pairs.delete(textOf(name).toLowerCase());
  }
  forEach(fn) {
    for (const [key, value] of this.#pairs) fn(value, key, this);
  }
  entries() {
    return list([...this.#pairs].map(list)).values();
  }
  [Symbol.iterator]() {
    return this.entries();
  }
}
for (const type of [FormData, Blob, File, FileReader, Headers]) expose(type);

/** Header values can carry data out too. */
export function headersText(headers) {
  if (!isObject(headers)) return undefined;
  try {
    if (headers instanceof Headers)
      return [...headers.entries()].map(([key, value]) => `${key}: ${value}`).join('\n');
    return Object.keys(headers)
      .slice(0, 40)
      .map((key) => `${key}: ${textOf(headers[key])}`)
      .join('\n');
  } catch {
    return undefined;
  }
}
