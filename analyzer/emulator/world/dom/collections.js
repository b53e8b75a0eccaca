/** NodeList, HTMLCollection and DOMTokenList as pages see them. */
import { expose, own, textOf } from '../realm.js';

export class NodeList {
  item(index) {
    return this[index] ?? null;
  }
}
export class HTMLCollection {
  item(index) {
    return this[index] ?? null;
  }
  namedItem(name) {
    return this[name] ?? null;
  }
}
expose(NodeList);
expose(HTMLCollection);
for (const type of [NodeList, HTMLCollection]) {
  for (const name of ['forEach', 'keys', 'values', 'entries', Symbol.iterator]) {
    Object.defineProperty(type.prototype, name, {
      value: own.Array.prototype[name],
      writable: true,
      configurable: true,
    });
  }
}

function fill(collection, items) {
  items.forEach((item, index) => (collection[index] = item));
  Object.defineProperty(collection, 'length', { value: items.length, writable: true, configurable: true });
  return collection;
}

export const nodeList = (items) => fill(new NodeList(), items);

export function htmlCollection(items) {
  const collection = fill(new HTMLCollection(), items);
  for (const item of items) {
    for (const key of [item.getAttribute('name'), item.getAttribute('id')]) {
      if (key && !(key in collection))
        Object.defineProperty(collection, key, { value: item, configurable: true });
    }
  }
  return collection;
}

/** An element's classes; `read` and `write` get and set the attribute. */
export class DOMTokenList {
  #read;
  #write;
  constructor(read, write) {
    this.#read = read;
    this.#write = write;
  }
  #tokens() {
    return this.#read().split(/\s+/).filter(Boolean);
  }
  get length() {
    return this.#tokens().length;
  }
  get value() {
    return this.#read();
  }
  item(index) {
    return this.#tokens()[index] ?? null;
  }
  contains(token) {
    return this.#tokens().includes(textOf(token));
  }
  add(...tokens) {
    this.#write([...new Set([...this.#tokens(), ...tokens.map(textOf)])].join(' '));
  }
  remove(...tokens) {
    this.#write(
      this.#tokens()
        .filter((token) => !tokens.includes(token))
        .join(' '),
    );
  }
  toggle(token, force) {
    const on = force === undefined ? !this.contains(token) : Boolean(force);
    if (on) this.add(token);
    else this.remove(token);
    return on;
  }
  replace(old, token) {
    this.remove(old);
    this.add(token);
  }
  forEach(fn) {
    this.#tokens().forEach((token, index) => fn(token, index, this));
  }
  toString() {
    return this.#read();
  }
}
expose(DOMTokenList);
