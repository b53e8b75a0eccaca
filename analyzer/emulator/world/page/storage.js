/** localStorage, sessionStorage, indexedDB, caches: what is kept is recorded. */
import { defineHidden, expose, isFunction, native, own, page, plain, resolved, textOf } from '../realm.js';
import { clip, invoke, record } from '../record.js';
import { later } from '../loop.js';

const limits = { keys: 500, value: 4096 };

class Storage {
  #area;
  #items = new Map();
  constructor(area) {
    this.#area = area;
  }
  get length() {
    return this.#items.size;
  }
  key(index) {
    return [...this.#items.keys()][Number(index)] ?? null;
  }
  getItem(key) {
    return this.#items.get(textOf(key)) ?? null;
  }
  setItem(key, value) {
    const text = textOf(value);
    record('storage', { area: this.#area, op: 'set', key: clip(key, 100), value: clip(text, limits.value) });
    if (this.#items.size < limits.keys) this.#items.set(textOf(key), text);
  }
  removeItem(key) {
    this.#items.delete(textOf(key));
  }
  clear() {
    this.#items.clear();
  }
}
expose(Storage);

/** Keys are properties too. */
function storageArea(area) {
  const storage = new Storage(area);
  const methods = Object.fromEntries(
    ['getItem', 'setItem', 'removeItem', 'clear', 'key'].map((name) => [
      name,
      native((...args) => Reflect.apply(Storage.prototype[name], storage, args), name),
    ]),
  );
  return new own.Proxy(storage, {
    get(target, key) {
      if (key in methods) return methods[key];
      if (key === 'length') return storage.length;
      if (typeof key === 'symbol' || key in own.Object.prototype) return Reflect.get(target, key);
      return storage.getItem(key) ?? undefined;
    },
    set(target, key, value) {
      if (key in methods) methods[key] = value;
      else storage.setItem(key, value);
      return true;
    },
    has: (target, key) => key in methods || storage.getItem(key) !== null,
    deleteProperty: (target, key) => (storage.removeItem(key), true),
  });
}
defineHidden(page, 'localStorage', storageArea('localStorage'));
defineHidden(page, 'sessionStorage', storageArea('sessionStorage'));

/** A request of IndexedDB that succeeds a little later. */
function idbRequest(result) {
  const request = plain({ result, error: null, onsuccess: null, onerror: null, onupgradeneeded: null });
  request.addEventListener = native((type, fn) => (request[`on${type}`] = fn), 'addEventListener');
  later(10, 'storage', () => {
    for (const name of ['onupgradeneeded', 'onsuccess']) {
      if (isFunction(request[name]))
        invoke(request[name], request, [plain({ target: request, type: name.slice(2) })], 'indexedDB');
    }
  });
  return request;
}
const store = () =>
  plain({
    put(value, key) {
      record('storage', {
        area: 'indexedDB',
        op: 'set',
        key: clip(key ?? '', 100),
        value: clip(JSON.stringify(value) ?? '', limits.value),
      });
      return idbRequest(undefined);
    },
    add(value, key) {
      return this.put(value, key);
    },
    get: () => idbRequest(undefined),
    getAll: () => idbRequest(own.Array()),
    delete: () => idbRequest(undefined),
    clear: () => idbRequest(undefined),
    openCursor: () => idbRequest(null),
    createIndex: () => undefined,
    index: () => store(),
  });
const database = () =>
  plain({
    createObjectStore: store,
    transaction: () => plain({ objectStore: store, oncomplete: null }),
    objectStoreNames: plain({ contains: () => false, length: 0 }),
    close: () => undefined,
  });
defineHidden(
  page,
  'indexedDB',
  plain({
    open: () => idbRequest(database()),
    deleteDatabase: () => idbRequest(undefined),
    databases: () => resolved(own.Array()),
  }),
);
defineHidden(
  page,
  'caches',
  plain({
    open: () =>
      resolved(
        plain({
          put: () => resolved(),
          match: () => resolved(),
          add: () => resolved(),
          addAll: () => resolved(),
        }),
      ),
    match: () => resolved(),
    keys: () => resolved(own.Array()),
    has: () => resolved(false),
    delete: () => resolved(true),
  }),
);
