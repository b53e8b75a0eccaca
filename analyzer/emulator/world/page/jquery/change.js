/** Reading and changing elements. */
import { isObject, list, plain, textOf } from '../../realm.js';
import { reading } from '../../reading.js';
import { formEntries } from '../../dom/controls.js';
import { hooks, inner, isNode } from '../../dom/node.js';
import { addMethods, attempt, elements, find, wrap } from './collection.js';
import { deferred } from './ajax.js';

const methods = {
  val(value) {
    if (value === undefined) return this[0]?.value;
    for (const element of elements(this)) attempt(() => (element.value = value));
    return this;
  },
  text(value) {
    if (value === undefined)
      return elements(this)
        .map((element) => element?.textContent ?? '')
        .join('');
    for (const element of elements(this)) attempt(() => (element.textContent = value));
    return this;
  },
  html(value) {
    if (value === undefined) return this[0]?.innerHTML;
    for (const element of elements(this)) attempt(() => element.replaceChildren());
    return this.append(value);
  },
  attr(name, value) {
    if (isObject(name)) for (const key of Object.keys(name)) this.attr(key, name[key]);
    else if (value === undefined) return this[0]?.getAttribute?.(name) ?? undefined;
    else
      for (const element of elements(this))
        attempt(() => (element.setAttribute ? element.setAttribute(name, value) : (element[name] = value)));
    return this;
  },
  prop(name, value) {
    if (value === undefined && !isObject(name)) return this[0]?.[name];
    for (const element of elements(this))
      attempt(() => (isObject(name) ? Object.assign(element, name) : (element[name] = value)));
    return this;
  },
  data(name, value) {
    if (name === undefined) return this[0]?.dataset;
    return value === undefined ? this[0]?.dataset?.[name] : this;
  },
  css(name, value) {
    if (value === undefined && !isObject(name)) return this[0]?.style?.[name];
    for (const element of elements(this))
      attempt(() => (isObject(name) ? Object.assign(element.style, name) : (element.style[name] = value)));
    return this;
  },
  hasClass(name) {
    return elements(this).some((element) => element?.classList?.contains(name));
  },
  addClass(names) {
    for (const element of elements(this))
      attempt(() => element.classList.add(...textOf(names).split(/\s+/).filter(Boolean)));
    return this;
  },
  removeClass(names) {
    for (const element of elements(this))
      attempt(() => element.classList.remove(...textOf(names).split(/\s+/)));
    return this;
  },
  append(...parts) {
    for (const part of parts.flatMap((item) =>
      isNode(item)
        ? [item]
        : typeof item === 'string' && !/^\s*</.test(item)
          ? [hooks.document.createTextNode(item)]
          : find(item),
    )) {
      attempt(() => this[0]?.appendChild(part));
    }
    return this;
  },
  prepend(...parts) {
    return this.append(...parts);
  },
  appendTo(target) {
    wrap(find(target)).append(this);
    return this;
  },
  after(...parts) {
    this.parent().append(...parts);
    return this;
  },
  remove() {
    for (const element of elements(this)) attempt(() => element.remove());
    return this;
  },
  empty() {
    for (const element of elements(this)) attempt(() => element.replaceChildren());
    return this;
  },
  clone() {
    return wrap(elements(this).map((element) => attempt(() => element.cloneNode(true))));
  },
  serialize() {
    return this.serializeArray()
      .map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .join('&');
  },
  serializeArray() {
    const entries = elements(this).flatMap((element) =>
      isNode(element) && inner(element).tag === 'form'
        ? formEntries(element)
        : [[element?.name ?? '', element?.value ?? '', element]],
    );
    for (const [, , element] of entries) reading(element, 'serialize');
    return list(entries.map(([name, value]) => plain({ name, value })));
  },
  offset() {
    return plain({ top: 240, left: 120 });
  },
  width() {
    return 300;
  },
  height() {
    return 40;
  },
  promise() {
    return deferred();
  },
};
addMethods(methods, {
  appendTo: ['insertAfter', 'insertBefore', 'prependTo'],
  after: ['before', 'replaceWith', 'wrap'],
  width: ['outerWidth', 'innerWidth'],
  height: ['outerHeight', 'innerHeight', 'scrollTop'],
  remove: ['detach'],
});
