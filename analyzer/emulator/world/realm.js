/**
 * The world runs in a realm of its own, whose built-in objects are frozen before any script runs; scripts run in the
 * page realm. So nothing a script does to its own prototypes can reach the code that watches it. This file is the
 * border: the page's built-ins as they were before any script, and ways to make objects that look native to a page.
 */
const { page, host } = globalThis;
export { page, host };

/** The page's own constructors, taken before any script could replace them. */
export const own = {};
for (const name of [
  ...[
    'Object',
    'Function',
    'Array',
    'String',
    'Promise',
    'Error',
    'TypeError',
    'SyntaxError',
    'Date',
    'Math',
    'Proxy',
  ],
  ...[
    'Uint8Array',
    'ArrayBuffer',
    'RegExp',
    'JSON',
    'Symbol',
    'Map',
    'eval',
    'Reflect',
    'decodeURIComponent',
    'unescape',
  ],
]) {
  own[name] = page[name];
}
const promiseResolve = own.Promise.resolve;
const promiseReject = own.Promise.reject;

/** What `Function.prototype.toString` answers for functions of the world: they must look built in. */
export const nativeText = new WeakMap();

export function native(fn, name = fn.name) {
  nativeText.set(fn, `function ${name}() { [native code] }`);
  if (fn.name !== name) Object.defineProperty(fn, 'name', { value: name, configurable: true });
  if (Object.getPrototypeOf(fn) === Function.prototype) Object.setPrototypeOf(fn, own.Function.prototype);
  return fn;
}

/** A plain object of the page, its methods native. */
export function plain(members = {}) {
  nativeMembers(members);
  return Object.setPrototypeOf(members, own.Object.prototype);
}

export function nativeMembers(object) {
  for (const key of Reflect.ownKeys(object)) {
    const part = Object.getOwnPropertyDescriptor(object, key);
    const name = String(typeof key === 'symbol' ? (key.description ?? '') : key);
    if (typeof part.value === 'function' && key !== 'constructor') native(part.value, name);
    if (part.get) native(part.get, `get ${name}`);
    if (part.set) native(part.set, `set ${name}`);
  }
}

/** An array of the page. */
export function list(items) {
  return Object.setPrototypeOf([...items], own.Array.prototype);
}

export function defineHidden(object, name, value) {
  Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
}

/** Puts a class of the world on the page: root prototype, native text and name as a browser has them. */
export function expose(constructor, name = constructor.name) {
  native(constructor, name);
  const proto = constructor.prototype;
  if (proto) {
    if (Object.getPrototypeOf(proto) === Object.prototype) Object.setPrototypeOf(proto, own.Object.prototype);
    nativeMembers(proto);
    if (!Object.hasOwn(proto, Symbol.toStringTag)) {
      Object.defineProperty(proto, Symbol.toStringTag, { value: name, configurable: true });
    }
  }
  for (const key of Object.getOwnPropertyNames(constructor)) {
    const part = Object.getOwnPropertyDescriptor(constructor, key);
    if (key !== 'prototype' && typeof part.value === 'function') native(part.value, key);
  }
  defineHidden(page, name, constructor);
  return constructor;
}

/** Puts a function of the world on the page. */
export function exposeFunction(name, fn) {
  defineHidden(page, name, native(fn, name));
  return fn;
}

/** An accessor on the page's global object. */
export function exposeAccessor(name, get, set) {
  Object.defineProperty(page, name, {
    get: native(get, `get ${name}`),
    set: set && native(set, `set ${name}`),
    configurable: true,
    enumerable: true,
  });
}

export const resolved = (value) => Reflect.apply(promiseResolve, own.Promise, [value]);
export const rejected = (message) => Reflect.apply(promiseReject, own.Promise, [new own.TypeError(message)]);

/** Turns any value of the page into text as the page itself would; what throws becomes the empty string. */
export function textOf(value) {
  if (typeof value === 'string') return value;
  try {
    return typeof value === 'symbol' ? value.toString() : `${value}`;
  } catch {
    return '';
  }
}

export const isFunction = (value) => typeof value === 'function';
export const isObject = (value) =>
  value !== null && (typeof value === 'object' || typeof value === 'function');
