/** Ways from one collection to another. */
import { textOf } from '../../realm.js';
import { addMethods, elements, find, wrap } from './collection.js';

const methods = {
  find(selector) {
    return wrap(elements(this).flatMap((element) => find(selector, element)));
  },
  closest(selector) {
    return wrap(elements(this).map((element) => element?.closest?.(textOf(selector))));
  },
  parent() {
    return wrap(elements(this).map((element) => element?.parentElement));
  },
  parents(selector) {
    return selector === undefined ? this.parent() : this.closest(selector);
  },
  children() {
    return wrap(elements(this).flatMap((element) => Array.from(element?.children ?? [])));
  },
  siblings() {
    return this.parent().children();
  },
  next() {
    return wrap(elements(this).map((element) => element?.nextElementSibling));
  },
  prev() {
    return wrap(elements(this).map((element) => element?.previousElementSibling));
  },
};
addMethods(methods, { next: ['nextAll'], prev: ['prevAll'], children: ['contents'] });
