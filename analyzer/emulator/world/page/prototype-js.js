/** The parts of Prototype that Magento 1 pages and scripts written for them lean on. */
import { defineHidden, isFunction, native, own, page, textOf } from '../realm.js';
import { EventTarget } from '../events.js';
import { invoke } from '../record.js';

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
defineHidden(
  page.Element,
  'addMethods',
  native(() => undefined, 'addMethods'),
);
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
