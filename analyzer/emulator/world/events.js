/** Events, listeners and their dispatch. */
import { expose, isFunction, isObject, list, own, page, textOf } from './realm.js';
import { clip, enterPhase, invoke, recordCode, recordOnce } from './record.js';
import { reading, tree } from './reading.js';

export class Event {
  #stopped = false;
  constructor(type, init) {
    this.type = textOf(type);
    this.target = this.currentTarget = this.srcElement = null;
    this.bubbles = this.cancelable = true;
    this.isTrusted = true;
    this.defaultPrevented = false;
    this.timeStamp = 1234.5;
    this.eventPhase = 2;
    this.returnValue = true;
    if (isObject(init)) for (const key of Object.keys(init)) this[key] = init[key];
  }
  preventDefault() {
    this.defaultPrevented = true;
  }
  stopPropagation() {}
  stopImmediatePropagation() {
    this.#stopped = true;
  }
  get isStopped() {
    return this.#stopped;
  }
  composedPath() {
    return list(path(this.target));
  }
  initEvent(type) {
    this.type = textOf(type);
  }
  initCustomEvent(type, bubbles, cancelable, detail) {
    this.type = textOf(type);
    this.detail = detail;
  }
}
export class CustomEvent extends Event {}
export class UIEvent extends Event {}
export class MouseEvent extends UIEvent {}
export class PointerEvent extends MouseEvent {}
export class FocusEvent extends UIEvent {}
export class InputEvent extends UIEvent {}
export class SubmitEvent extends Event {}
export class MessageEvent extends Event {}
export class ErrorEvent extends Event {}
export class ClipboardEvent extends Event {}
export class StorageEvent extends Event {}
export class ProgressEvent extends Event {}
export class CloseEvent extends Event {}
export class HashChangeEvent extends Event {}
export class PageTransitionEvent extends Event {}

const typed = new WeakMap();
/** Says which character a keyboard event stands for. */
export const typeKey = (event, character) => typed.set(event, character);

/** Keys are what a shopper types, so asking an event for its key reads the field it goes to. */
export class KeyboardEvent extends UIEvent {
  get key() {
    reading(this.target, 'key');
    return typed.get(this) ?? '';
  }
  get code() {
    return `Digit${this.key}`;
  }
  get keyCode() {
    return this.key.toUpperCase().charCodeAt(0) || 0;
  }
  get which() {
    return this.keyCode;
  }
  get charCode() {
    return this.key.charCodeAt(0) || 0;
  }
}

/** Scripts that poll add the same listener again and again. */
const limits = { perType: 30 };
const listeners = new WeakMap();
/** Every type anyone listens to, so that events nobody waits for cost little. */
const types = new Set();
/** Every registration in order, so that what no dispatch reached can be called in the end. */
export const registrations = [];

export class EventTarget {
  addEventListener(type, listener, options) {
    if (!isFunction(listener) && !isFunction(listener?.handleEvent)) return;
    const self = this ?? page;
    const name = textOf(type);
    types.add(name);
    if (!listeners.has(self)) listeners.set(self, new Map());
    const byType = listeners.get(self);
    if (!byType.has(name)) byType.set(name, []);
    const entry = { type: name, listener, target: self, calls: 0, once: options?.once === true };
    if (byType.get(name).length >= limits.perType) return;
    byType.get(name).push(entry);
    if (registrations.length < 3000) registrations.push(entry);
    recordOnce(`listen ${nameOf(self)} ${name}`, 'listen', { target: nameOf(self), type: clip(name, 60) });
  }
  removeEventListener(type, listener) {
    const entries = listeners.get(this ?? page)?.get(textOf(type));
    const index = entries?.findIndex((entry) => entry.listener === listener) ?? -1;
    if (index < 0) return;
    const [entry] = entries.splice(index, 1);
    entry.calls += 1;
    entry.removed = true;
  }
  dispatchEvent(event) {
    return isObject(event) ? dispatch(this ?? page, event) : true;
  }
}

export const nameOf = (target) => (target === page ? 'window' : tree.name(target));

function path(target) {
  const out = [];
  for (let node = target; node && out.length < 40; node = tree.parent(node)) out.push(node);
  if (target !== page && tree.parent(target)) out.push(page);
  return out;
}

function handlers(target, type) {
  const out = types.has(type) ? [...(listeners.get(target)?.get(type) ?? [])] : [];
  const property = readHandler(target, `on${type}`);
  if (isFunction(property)) out.unshift({ listener: property, calls: 0, property: true });
  return out;
}

/** A handler set as a property, or written as an attribute. */
function readHandler(target, name) {
  try {
    if (Object.hasOwn(target, name)) return target[name];
    const text = tree.attribute(target, name);
    return text ? compileHandler(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Attribute handlers hold code as text. */
export function compileHandler(text) {
  recordCode('attribute', text);
  try {
    return own.Function('event', text);
  } catch {
    return undefined;
  }
}

/** Whether an event would be heard; quick where nobody has ever named its type. */
export function hasHandlers(target, type) {
  const property = `on${type}`;
  if (!types.has(type))
    return hasProperty(target, property) || (target !== page && hasProperty(page, property));
  return path(target).some(
    (node) => listeners.get(node)?.get(type)?.length > 0 || hasProperty(node, property),
  );
}
const hasProperty = (node, name) => Object.hasOwn(node, name) || Boolean(tree.attribute(node, name));

/** Takes note of handlers that elements hold as properties or attributes. */
export function noteHandlers(nodes) {
  for (const node of nodes) {
    for (const name of Object.keys(node)) if (name.startsWith('on')) types.add(name.slice(2));
    for (const name of tree.attributeNames(node)) if (name.startsWith('on')) types.add(name.slice(2));
  }
}

const ofLoading = new Set(['readystatechange', 'DOMContentLoaded', 'load', 'pageshow']);

/**
 * Whether none of the events to come would be heard by anybody. `loaded`: those of loading are over, and who waited for
 * them has been called.
 */
export function nobodyListens(types, nodes, loaded) {
  const isOver = (type) => loaded && ofLoading.has(type);
  if (registrations.some(({ type, calls, removed }) => removed !== true && !(calls > 0 && isOver(type))))
    return false;
  if (types.some((type) => !isOver(type) && nodes.slice(0, 2).some((node) => hasProperty(node, `on${type}`))))
    return false;
  return !nodes
    .slice(2)
    .some((node) => [...Object.keys(node), ...tree.attributeNames(node)].some(isHandlerName));
}
const isHandlerName = (name) => name.startsWith('on');

/** Calls every handler on the way from the target to the window. */
export function dispatch(target, event) {
  const type = textOf(event.type);
  if (event instanceof Event && event.target === null) event.target = event.srcElement = target;
  const route = event.bubbles === false ? [target] : path(target).length ? path(target) : [target];
  for (const node of route) {
    for (const entry of handlers(node, type)) {
      if (event.isStopped === true) return !event.defaultPrevented;
      entry.calls += 1;
      if (entry.once) EventTarget.prototype.removeEventListener.call(node, type, entry.listener);
      try {
        event.currentTarget = node;
      } catch {
        // A frozen event of the script's own: go on with what it says.
      }
      page.event = event;
      const fn = isFunction(entry.listener) ? entry.listener : entry.listener.handleEvent;
      const self = isFunction(entry.listener) ? node : entry.listener;
      const result = invoke(fn, self, [event], `${nameOf(node)} ${type}`);
      if (result === false && entry.property) event.defaultPrevented = true;
    }
  }
  return !event.defaultPrevented;
}

/** Dispatches as a task of its own, with its phase in the trace. An event that nobody would hear is not even made. */
export function fire(target, type, make) {
  if (!hasHandlers(target, type)) return true;
  enterPhase(`event:${type}`);
  recordOnce(`fire ${type}`, 'fire', { type, target: nameOf(target) });
  return dispatch(target, make());
}

for (const type of [
  ...[
    Event,
    CustomEvent,
    UIEvent,
    MouseEvent,
    PointerEvent,
    FocusEvent,
    InputEvent,
    SubmitEvent,
    MessageEvent,
  ],
  ...[
    ErrorEvent,
    ClipboardEvent,
    StorageEvent,
    ProgressEvent,
    CloseEvent,
    HashChangeEvent,
    PageTransitionEvent,
  ],
  ...[KeyboardEvent, EventTarget],
]) {
  expose(type);
}
