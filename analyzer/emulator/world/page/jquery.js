/**
 * jQuery as shops have it, over this world's DOM; `$('cc_number')`, `$$` and `$F` as Prototype has them too. Methods of
 * plugins that are not here do nothing and answer with the collection.
 */
import { defineHidden, expose, isFunction, isObject, list, native, own, page, plain, textOf } from '../realm.js';
import { Event, dispatch } from '../events.js';
import { invoke, record } from '../record.js';
import { later } from '../loop.js';
import { lend } from '../decoy.js';
import { reading } from '../reading.js';
import { bodyText } from '../net/body.js';
import { answerJson, request } from '../net/request.js';
import { formEntries } from '../dom/controls.js';
import { queryAll } from '../dom/query.js';
import { parseHtml } from '../dom/html.js';
import { hooks, inner, isNode } from '../dom/node.js';
import { runScript } from '../code.js';

const knownTag = /^(input|select|textarea|form|button|body|html|head|div|span|script|iframe|img|a|p|ul|li|table|tr|td|label|option|fieldset|section|document|window)$/;

function find(what, context) {
  if (!what) return [];
  if (typeof what === 'string') {
    if (/^\s*</.test(what)) return parseHtml(what, { scriptsRun: true }).filter((node) => node.nodeType === 1);
    const selector = /^[\w-]+$/.test(what) && !knownTag.test(what) ? `#${what}` : what;
    const root = isNode(context) ? context : context instanceof JQuery && context[0] ? context[0] : hooks.document;
    return queryAll(root, selector);
  }
  if (what === page || isNode(what)) return [what];
  if (isObject(what) && typeof what.length === 'number' && !isFunction(what)) return Array.from(what).slice(0, 1000);
  return [what];
}

const elements = (self) => {
  const out = [];
  for (let i = 0; i < self.length && i < 1000; i++) out.push(self[i]);
  return out;
};
const wrap = (items) => {
  const self = Object.create(JQuery.prototype);
  let length = 0;
  for (const item of new Set(items)) if (item !== null && item !== undefined) self[length++] = item;
  self.length = length;
  return self;
};
const attempt = (fn) => {
  try {
    return fn();
  } catch {
    return undefined;
  }
};

class JQuery {
  get jquery() {
    return '3.7.1';
  }
  get value() {
    return this[0]?.value;
  }
  get(index) {
    return index === undefined ? list(elements(this)) : this[index < 0 ? this.length + index : index];
  }
  toArray() {
    return list(elements(this));
  }
  eq(index) {
    return wrap([this.get(index)]);
  }
  first() {
    return this.eq(0);
  }
  last() {
    return this.eq(-1);
  }
  slice(from, to) {
    return wrap(elements(this).slice(from, to));
  }
  index() {
    return 0;
  }
  size() {
    return this.length;
  }
  each(fn) {
    elements(this).forEach((element, index) => invoke(fn, element, [index, element], 'each'));
    return this;
  }
  map(fn) {
    return wrap(elements(this).map((element, index) => Reflect.apply(fn, element, [index, element])));
  }
  filter(what) {
    const keep = isFunction(what) ? (element, i) => Reflect.apply(what, element, [i, element]) : (element) => element?.matches?.(textOf(what));
    return wrap(elements(this).filter(keep));
  }
  not() {
    return this;
  }
  is(what) {
    return elements(this).some((element) => (typeof what === 'string' ? element?.matches?.(what) : element === what));
  }
  has() {
    return this;
  }
  add(what) {
    return wrap([...elements(this), ...find(what)]);
  }
  find(selector) {
    return wrap(elements(this).flatMap((element) => find(selector, element)));
  }
  closest(selector) {
    return wrap(elements(this).map((element) => element?.closest?.(textOf(selector))));
  }
  parent() {
    return wrap(elements(this).map((element) => element?.parentElement));
  }
  parents(selector) {
    return selector === undefined ? this.parent() : this.closest(selector);
  }
  children() {
    return wrap(elements(this).flatMap((element) => Array.from(element?.children ?? [])));
  }
  siblings() {
    return this.parent().children();
  }
  next() {
    return wrap(elements(this).map((element) => element?.nextElementSibling));
  }
  prev() {
    return wrap(elements(this).map((element) => element?.previousElementSibling));
  }
  val(value) {
    if (value === undefined) return this[0]?.value;
    for (const element of elements(this)) attempt(() => (element.value = value));
    return this;
  }
  text(value) {
    if (value === undefined) return elements(this).map((element) => element?.textContent ?? '').join('');
    for (const element of elements(this)) attempt(() => (element.textContent = value));
    return this;
  }
  html(value) {
    if (value === undefined) return this[0]?.innerHTML;
    for (const element of elements(this)) attempt(() => element.replaceChildren());
    return this.append(value);
  }
  attr(name, value) {
    if (isObject(name)) for (const key of Object.keys(name)) this.attr(key, name[key]);
    else if (value === undefined) return this[0]?.getAttribute?.(name) ?? undefined;
    else for (const element of elements(this)) attempt(() => (element.setAttribute ? element.setAttribute(name, value) : (element[name] = value)));
    return this;
  }
  prop(name, value) {
    if (value === undefined && !isObject(name)) return this[0]?.[name];
    for (const element of elements(this)) attempt(() => (isObject(name) ? Object.assign(element, name) : (element[name] = value)));
    return this;
  }
  data(name, value) {
    if (name === undefined) return this[0]?.dataset;
    return value === undefined ? this[0]?.dataset?.[name] : this;
  }
  css(name, value) {
    if (value === undefined && !isObject(name)) return this[0]?.style?.[name];
    for (const element of elements(this)) attempt(() => (isObject(name) ? Object.assign(element.style, name) : (element.style[name] = value)));
    return this;
  }
  hasClass(name) {
    return elements(this).some((element) => element?.classList?.contains(name));
  }
  addClass(names) {
    for (const element of elements(this)) attempt(() => element.classList.add(...textOf(names).split(/\s+/).filter(Boolean)));
    return this;
  }
  removeClass(names) {
    for (const element of elements(this)) attempt(() => element.classList.remove(...textOf(names).split(/\s+/)));
    return this;
  }
  append(...parts) {
    for (const part of parts.flatMap((item) => (isNode(item) ? [item] : typeof item === 'string' && !/^\s*</.test(item) ? [hooks.document.createTextNode(item)] : find(item)))) {
      attempt(() => this[0]?.appendChild(part));
    }
    return this;
  }
  prepend(...parts) {
    return this.append(...parts);
  }
  appendTo(target) {
    wrap(find(target)).append(this);
    return this;
  }
  after(...parts) {
    this.parent().append(...parts);
    return this;
  }
  remove() {
    for (const element of elements(this)) attempt(() => element.remove());
    return this;
  }
  empty() {
    for (const element of elements(this)) attempt(() => element.replaceChildren());
    return this;
  }
  clone() {
    return wrap(elements(this).map((element) => attempt(() => element.cloneNode(true))));
  }
  serialize() {
    return this.serializeArray().map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  }
  serializeArray() {
    const entries = elements(this).flatMap((element) =>
      isNode(element) && inner(element).tag === 'form' ? formEntries(element) : [[element?.name ?? '', element?.value ?? '', element]],
    );
    for (const [, , element] of entries) reading(element, 'serialize');
    return list(entries.map(([name, value]) => plain({ name, value })));
  }
  on(types, ...rest) {
    if (isObject(types)) {
      for (const type of Object.keys(types)) this.on(type, ...rest, types[type]);
      return this;
    }
    const fn = rest.findLast(isFunction);
    if (!fn) return this;
    const selector = rest.find((item) => typeof item === 'string');
    const targets = selector === undefined ? elements(this) : elements(this).flatMap((element) => find(selector, element));
    for (const type of textOf(types).split(/\s+/).filter(Boolean)) {
      for (const target of targets) attempt(() => target.addEventListener(type.split('.')[0], handler(fn)));
    }
    return this;
  }
  delegate(selector, types, fn) {
    return this.on(types, selector, fn);
  }
  off() {
    return this;
  }
  trigger(type) {
    const event = isObject(type) ? type : new Event(textOf(type).split('.')[0]);
    for (const element of elements(this)) dispatch(element, event);
    return this;
  }
  ready(fn) {
    later(1, 'ready', () => isFunction(fn) && invoke(fn, hooks.document, [$], 'ready'));
    return this;
  }
  load(what) {
    if (isFunction(what)) return this.on('load', what);
    if (typeof what === 'string') request('xhr', what);
    return this;
  }
  offset() {
    return plain({ top: 240, left: 120 });
  }
  width() {
    return 300;
  }
  height() {
    return 40;
  }
  promise() {
    return deferred();
  }
}
for (const [names, method] of [
  [['bind', 'live', 'one', 'observe'], 'on'],
  [['trigger', 'triggerHandler', 'fire'], 'trigger'],
  [['insertAfter', 'insertBefore', 'prependTo'], 'appendTo'],
  [['before', 'replaceWith', 'wrap'], 'after'],
  [['nextAll'], 'next'],
  [['prevAll'], 'prev'],
  [['outerWidth', 'innerWidth'], 'width'],
  [['outerHeight', 'innerHeight', 'scrollTop'], 'height'],
  [['detach'], 'remove'],
  [['contents'], 'children'],
]) {
  for (const name of names) defineHidden(JQuery.prototype, name, JQuery.prototype[method]);
}
for (const type of ['click', 'submit', 'change', 'keyup', 'keydown', 'keypress', 'input', 'blur', 'focus', 'mousedown', 'mouseup', 'mouseover', 'mouseenter', 'mouseleave', 'mousemove', 'touchstart', 'scroll', 'resize', 'unload', 'error', 'focusout', 'focusin']) {
  defineHidden(JQuery.prototype, type, function (...args) {
    return args.some(isFunction) ? this.on(type, ...args) : this.trigger(type);
  });
}

/** jQuery's handlers may answer false, and their events know the browser's event. */
const handler = (fn) => (event) => {
  event.originalEvent = event;
  if (Reflect.apply(fn, event.currentTarget, [event]) === false) event.preventDefault();
};

function deferred(result) {
  const self = plain({});
  for (const name of ['done', 'then', 'always', 'success', 'complete', 'pipe']) {
    self[name] = native((...fns) => {
      later(30, 'response', () => fns.slice(0, name === 'then' ? 1 : 5).filter(isFunction).forEach((fn) => invoke(fn, self, [result ?? answerJson(), 'success', self], 'ajax')));
      return self;
    }, name);
  }
  for (const name of ['fail', 'catch', 'error', 'progress', 'resolve', 'reject', 'notify', 'abort']) self[name] = native(() => self, name);
  self.promise = native(() => self, 'promise');
  return self;
}

function ajax(first, second) {
  const options = isObject(first) ? first : { ...second, url: first };
  const data = options.data;
  const body = isObject(data) && !isFunction(data) && Object.getPrototypeOf(data) === own.Object.prototype ? param(data) : data;
  const method = textOf(options.type ?? options.method ?? 'GET');
  const isGet = /^get$/i.test(method);
  const url = textOf(options.url ?? '');
  request('xhr', isGet && body !== undefined ? `${url}${url.includes('?') ? '&' : '?'}${bodyText(body)}` : url, { method, body: isGet ? undefined : body });
  for (const name of ['success', 'complete', 'beforeSend']) {
    if (isFunction(options[name])) later(40, 'response', () => invoke(options[name], options, [answerJson(), 'success', plain({})], `ajax.${name}`));
  }
  return deferred();
}

const param = (data) =>
  Object.keys(data)
    .slice(0, 200)
    .map((key) => `${encodeURIComponent(key)}=${encodeURIComponent(isObject(data[key]) ? bodyText(data[key]) : textOf(data[key]))}`)
    .join('&');

function send(method, url, data, done) {
  const fn = isFunction(data) ? data : done;
  return ajax({ type: method, url, data: isFunction(data) ? undefined : data, success: fn });
}

export function $(what, context) {
  if (isFunction(what)) return wrap([hooks.document]).ready(what);
  if (what instanceof JQuery) return what;
  return wrap(find(what, context));
}
const statics = {
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
  ajaxSetup: () => undefined,
  param,
  each(items, fn) {
    if (!isObject(items)) return items;
    const keys = typeof items.length === 'number' ? Array.from({ length: Math.min(items.length, 1000) }, (unused, i) => i) : Object.keys(items);
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
  noConflict: () => $,
};
expose(JQuery, 'jQuery');
Object.assign($, plain(statics), { fn: JQuery.prototype, expr: plain({ ':': plain({}) }), support: plain({ cors: true }), event: plain({ special: plain({}) }), browser: plain({ webkit: true, version: '139' }) });
native($, 'jQuery');
$.prototype = JQuery.prototype;
Object.setPrototypeOf(
  JQuery.prototype,
  new own.Proxy(own.Object.prototype, {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target || receiver === JQuery.prototype || key === 'then' || key === 'toJSON') {
        return key === Symbol.iterator ? own.Array.prototype.values : Reflect.get(target, key);
      }
      return native((...args) => {
        record('call', { path: `jQuery.${key}`, args: [] });
        lend(args, `jQuery.${key}`);
        return receiver;
      }, key);
    },
  }),
);

for (const name of ['$', 'jQuery', '$j', '$jq', 'jq', 'jQ']) defineHidden(page, name, $);
defineHidden(page, '$$', native((selector) => list(queryAll(hooks.document, textOf(selector))), '$$'));
defineHidden(page, '$F', native((id) => find(textOf(id))[0]?.value, '$F'));
