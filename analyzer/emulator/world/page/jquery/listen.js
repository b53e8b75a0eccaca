/** Listening and triggering. */
import { defineHidden, isFunction, isObject, page, plain, textOf } from '../../realm.js';
import { Event, dispatch } from '../../events.js';
import { invoke } from '../../record.js';
import { later } from '../../loop.js';
import { request } from '../../net/request.js';
import { hooks } from '../../dom/node.js';
import { watchAjax } from './ajax.js';
import { JQuery, addMethods, attempt, elements, find } from './collection.js';

/** jQuery's handlers may answer false, and their events know the browser's event. */
const handler = (fn) => (event) => {
  event.originalEvent = event;
  if (Reflect.apply(fn, event.currentTarget, [event]) === false) event.preventDefault();
};

const methods = {
  on(types, ...rest) {
    if (isObject(types)) {
      for (const type of Object.keys(types)) this.on(type, ...rest, types[type]);
      return this;
    }
    const fn = rest.findLast(isFunction);
    if (!fn) return this;
    const selector = rest.find((item) => typeof item === 'string');
    const targets =
      selector === undefined ? elements(this) : elements(this).flatMap((element) => find(selector, element));
    for (const type of textOf(types).split(/\s+/).filter(Boolean)) {
      for (const target of targets) attempt(() => target.addEventListener(type.split('.')[0], handler(fn)));
    }
    return this;
  },
  delegate(selector, types, fn) {
    return this.on(types, selector, fn);
  },
  off() {
    return this;
  },
  trigger(type) {
    const event = isObject(type) ? type : new Event(textOf(type).split('.')[0]);
    for (const element of elements(this)) dispatch(element, event);
    return this;
  },
  ready(fn) {
    later(1, 'ready', () => isFunction(fn) && invoke(fn, hooks.document, [page.jQuery], 'ready'));
    return this;
  },
  load(what) {
    if (isFunction(what)) return this.on('load', what);
    if (typeof what === 'string') request('xhr', what);
    return this;
  },
};
addMethods(methods, { on: ['bind', 'live', 'one', 'observe'], trigger: ['triggerHandler', 'fire'] });
for (const name of ['ajaxSend', 'ajaxSuccess', 'ajaxComplete']) {
  defineHidden(JQuery.prototype, name, function (fn) {
    if (isFunction(fn))
      watchAjax((settings) =>
        invoke(fn, hooks.document, [new Event(name), plain({ responseText: '{}' }), settings], name),
      );
    return this;
  });
}
for (const type of [
  'click',
  'submit',
  'change',
  'keyup',
  'keydown',
  'keypress',
  'input',
  'blur',
  'focus',
  'mousedown',
  'mouseup',
  'mouseover',
  'mouseenter',
  'mouseleave',
  'mousemove',
  'touchstart',
  'scroll',
  'resize',
  'unload',
  'error',
  'focusout',
  'focusin',
]) {
  defineHidden(JQuery.prototype, type, function (...args) {
    return args.some(isFunction) ? this.on(type, ...args) : this.trigger(type);
  });
}
