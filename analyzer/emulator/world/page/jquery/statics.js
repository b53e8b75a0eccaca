/** `$.each`, `$.ajax` and the like. */
import { isFunction, isObject, list, own, page, plain, textOf } from '../../realm.js';
import { lend } from '../../decoy.js';
import { request } from '../../net/request.js';
import { runScript } from '../../code.js';
import { invoke } from '../../record.js';
import { ajax, deferred, param, send, watchAjax } from './ajax.js';

export const statics = {
  ajax,
  get: (url, data, done) => send('GET', url, data, done),
  post: (url, data, done) => send('POST', url, data, done),
  getJSON: (url, data, done) => send('GET', url, data, done),
  getScript(url, done) {
    request('script', url);
    lend([done], 'getScript');
    return deferred();
  },
  globalEval: (code) => runScript('eval', textOf(code)),
  ajaxSetup(options) {
    const first = isObject(options) ? options.beforeSend : undefined;
    if (isFunction(first))
      watchAjax((settings) => invoke(first, settings, [plain({}), settings], 'beforeSend'));
  },
  ajaxPrefilter(...args) {
    const fn = args.find(isFunction);
    if (fn) watchAjax((settings) => invoke(fn, page, [settings, settings, plain({})], 'prefilter'));
  },
  param,
  each(items, fn) {
    if (!isObject(items)) return items;
    const keys =
      typeof items.length === 'number'
        ? Array.from({ length: Math.min(items.length, 1000) }, (unused, i) => i)
        : Object.keys(items);
    for (const key of keys) if (Reflect.apply(fn, items[key], [key, items[key]]) === false) break;
    return items;
  },
  map: (items, fn) => list(Array.from(items ?? []).map((item, index) => fn(item, index))),
  grep: (items, fn) => list(Array.from(items ?? []).filter((item, index) => fn(item, index))),
  extend(...parts) {
    const [target, ...rest] = typeof parts[0] === 'boolean' ? parts.slice(1) : parts;
    if (rest.length === 0) return Object.assign(this, target);
    return Object.assign(target ?? page.Object(), ...rest.filter(isObject));
  },
  inArray: (item, items) => Array.from(items ?? []).indexOf(item),
  isArray: (value) => Array.isArray(value),
  isFunction: (value) => isFunction(value),
  isPlainObject: (value) => isObject(value),
  isEmptyObject: (value) => Object.keys(value ?? {}).length === 0,
  isNumeric: (value) => !isNaN(parseFloat(value)),
  makeArray: (items) => list(Array.from(items ?? [])),
  merge: (first, second) => Object.assign(first, second),
  trim: (text) => textOf(text ?? '').trim(),
  type: (value) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value),
  parseJSON: (text) => own.JSON.parse(text),
  proxy: (fn, self) => page.Function.prototype.bind.call(fn, self),
  noop: () => undefined,
  now: () => page.Date.now(),
  when: () => deferred(),
  Deferred: () => deferred(),
  Callbacks: () => plain({ add: (fn) => lend([fn], 'callbacks'), fire: () => undefined }),
  cookie: () => undefined,
  noConflict: () => page.jQuery,
};
