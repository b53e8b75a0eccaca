/** The collection: what `$(…)` answers. Its further methods are added by traversal.js, change.js and listen.js. */
import { defineHidden, expose, isFunction, isObject, list, native, page, textOf } from '../../realm.js';
import { invoke } from '../../record.js';
import { queryAll } from '../../dom/query.js';
import { parseHtml } from '../../dom/html.js';
import { hooks, isNode } from '../../dom/node.js';

const knownTag =
  /^(input|select|textarea|form|button|body|html|head|div|span|script|iframe|img|a|p|ul|li|table|tr|td|label|option|fieldset|section|document|window)$/;

export function find(what, context) {
  if (!what) return [];
  if (typeof what === 'string') {
    if (/^\s*</.test(what))
      return parseHtml(what, { scriptsRun: true }).filter((node) => node.nodeType === 1);
    const selector = /^[\w-]+$/.test(what) && !knownTag.test(what) ? `#${what}` : what;
    const root = isNode(context)
      ? context
      : context instanceof JQuery && context[0]
        ? context[0]
        : hooks.document;
    return queryAll(root, selector);
  }
  if (what === page || isNode(what)) return [what];
  if (isObject(what) && typeof what.length === 'number' && !isFunction(what))
    return Array.from(what).slice(0, 1000);
  return [what];
}

export const elements = (self) => {
  const out = [];
  for (let i = 0; i < self.length && i < 1000; i++) out.push(self[i]);
  return out;
};
export const wrap = (items) => {
  const self = Object.create(JQuery.prototype);
  let length = 0;
  for (const item of new Set(items)) if (item !== null && item !== undefined) self[length++] = item;
  self.length = length;
  return self;
};
export const attempt = (fn) => {
  try {
    return fn();
  } catch {
    return undefined;
  }
};

export class JQuery {
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
    const keep = isFunction(what)
      ? (element, i) => Reflect.apply(what, element, [i, element])
      : (element) => element?.matches?.(textOf(what));
    return wrap(elements(this).filter(keep));
  }
  not() {
    return this;
  }
  is(what) {
    return elements(this).some((element) =>
      typeof what === 'string' ? element?.matches?.(what) : element === what,
    );
  }
  has() {
    return this;
  }
  add(what) {
    return wrap([...elements(this), ...find(what)]);
  }
}
expose(JQuery, 'jQuery');

/** Adds methods; `aliases` are other names for some of them. */
export function addMethods(methods, aliases = {}) {
  for (const name of Object.keys(methods)) {
    for (const known of [name, ...(aliases[name] ?? [])])
      defineHidden(JQuery.prototype, known, native(methods[name], known));
  }
}
