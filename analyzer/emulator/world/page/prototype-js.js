/** The parts of Prototype that Magento 1 pages and scripts written for them lean on. */
import { defineHidden, isFunction, isObject, list, native, own, page, plain, textOf } from '../realm.js';
import { EventTarget } from '../events.js';
import { invoke } from '../record.js';
import { later } from '../loop.js';
import { reading } from '../reading.js';
import { formEntries } from '../dom/controls.js';
import { hooks, isNode } from '../dom/node.js';
import { answerJson, answerText, request } from '../net/request.js';
import { param } from './jquery/ajax.js';

const observe = (target, type, fn) => {
  const element = typeof target === 'string' ? page.document.getElementById(target) : target;
  if (element) Reflect.apply(EventTarget.prototype.addEventListener, element, [textOf(type), fn]);
};
for (const [name, fn] of Object.entries({
  observe,
  stop: (event) => event?.preventDefault?.(),
  element: (event) => event?.target,
  findElement: (event) => event?.target,
  stopObserving: () => undefined,
  fire: () => undefined,
})) {
  defineHidden(page.Event, name, native(fn, name));
}
/** `Form.serialize(form)`: of an element, an id, or whatever a shop's object keeps. */
const formOf = (what) =>
  (typeof what === 'string' ? page.document.getElementById(what) : isNode(what) ? what : null) ??
  hooks.checkout;
const serialize = (what, options) => {
  const entries = formEntries(formOf(what));
  for (const [, , element] of entries) reading(element, 'serialize');
  if (options === true || options?.hash === true)
    return own.Object.fromEntries(list(entries.map(([name, value]) => list([name, value]))));
  return entries.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
};
const elementsOfForm = (what) => list(formEntries(formOf(what)).map(([, , element]) => element));
defineHidden(
  page,
  'Form',
  plain({
    serialize,
    getElements: elementsOfForm,
    getInputs: elementsOfForm,
    Element: plain({ getValue: (e) => e?.value }),
  }),
);

/** `new Ajax.Request(url, { method, parameters, onSuccess })` */
const Request = native(function Request(url, options = {}) {
  const data = options?.parameters ?? options?.postBody;
  const body = isObject(data) && !isFunction(data) ? param(data) : data;
  const method = textOf(options?.method ?? 'post');
  const isGet = /^get$/i.test(method) && body !== undefined;
  request('xhr', isGet ? `${textOf(url)}?${textOf(body)}` : url, { method, body: isGet ? undefined : body });
  for (const name of ['onSuccess', 'onComplete'])
    if (isFunction(options?.[name]))
      later(40, 'response', () =>
        invoke(
          options[name],
          page,
          [plain({ status: 200, responseText: answerText, responseJSON: answerJson() })],
          name,
        ),
      );
}, 'Request');
defineHidden(
  page,
  'Ajax',
  plain({ Request, Updater: Request, Responders: plain({ register: () => undefined }) }),
);

/** `new Element('script', { src: … })` */
const Element = native(function Element(tag, attributes) {
  const element = page.document.createElement(textOf(tag));
  for (const name of Object.keys(attributes ?? {})) element.setAttribute(name, attributes[name]);
  return element;
}, 'Element');
Element.prototype = page.Element.prototype;
Object.assign(Element, { addMethods: native(() => undefined, 'addMethods') });
defineHidden(page, 'Element', Element);
for (const [name, fn] of Object.entries({
  insert(what) {
    const parts =
      typeof what === 'object' && what !== null && !('nodeType' in what) ? Object.values(what) : [what];
    for (const part of parts)
      if (typeof part === 'string') this.insertAdjacentHTML('beforeend', part);
      else if (part) this.appendChild(part);
    return this;
  },
  observe(type, fn) {
    observe(this, type, fn);
    return this;
  },
  serialize() {
    return page.Form.serialize(this);
  },
  getValue() {
    return this.value;
  },
})) {
  if (!(name in Element.prototype)) defineHidden(Element.prototype, name, native(fn, name));
}
defineHidden(
  own.Object,
  'extend',
  native((target, source) => Object.assign(target, source), 'extend'),
);
defineHidden(
  own.Array.prototype,
  'each',
  native(function (fn) {
    for (let i = 0; i < this.length; i++) invoke(fn, page, [this[i], i], 'each');
    return this;
  }, 'each'),
);

/** `Class.create(methods)` or `Class.create(Parent, methods)`. */
const create = native((...parts) => {
  const klass = native(function (...args) {
    if (isFunction(this.initialize)) Reflect.apply(this.initialize, this, args);
  }, 'klass');
  for (const part of parts) Object.assign(klass.prototype, isFunction(part) ? part.prototype : part);
  return klass;
}, 'create');
defineHidden(page, 'Class', Object.setPrototypeOf({ create }, own.Object.prototype));
defineHidden(
  page,
  '$A',
  native((items) => own.Array.from(items ?? []), '$A'),
);
