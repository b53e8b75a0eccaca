/**
 * Universal decoys: for what a page would have and this world does not know. Any property, call or constructor answers
 * with another decoy, and every function handed over is called later. They tire: a script that keeps asking the
 * same thing gets empty answers in the end, so that loops over them finish.
 */
import { canaryOf, fieldKind } from './fields.js';
import { isFunction, isObject, list, native, own, page, textOf } from './realm.js';
import { clip, invoke, recordOnce, record } from './record.js';
import { later } from './loop.js';
import { requestFrom } from './net/request.js';
import { hooks } from './dom/node.js';
import { noteLibraryCall, noteReplaced } from './payment-sdks.js';

const patience = { perDecoy: 400, total: 12_000, depth: 24 };
let asked = 0;
const inside = new WeakMap();

export const isDecoy = (value) => isObject(value) && inside.has(value);

/** A decoy that remembers by which path the script came to it. */
export function decoy(path, depth = 0) {
  const target = function () {};
  const self = { path: path.length > 200 ? path.slice(-200) : path, depth, members: new Map(), asked: 0 };
  const proxy = new own.Proxy(target, handler(self));
  self.proxy = proxy;
  inside.set(proxy, self);
  return proxy;
}

const tired = (self) =>
  (self.asked += 1) > patience.perDecoy || (asked += 1) > patience.total || self.depth > patience.depth;

function valueOf(self) {
  if (self.text !== undefined) return self.text;
  const kind = fieldKind(self.path.split(/[.(]/).slice(-3).join(' '));
  if (kind === null) return '';
  recordOnce(`read ${kind} ${self.path}`, 'read', { field: kind, name: clip(self.path, 80), via: 'decoy' });
  return canaryOf(kind);
}

const numbers = /^(length|size|width|height|status|readyState|nodeType|index|count|total|x|y|top|left)$/i;
const truths = /^(is|has|can|should)[A-Z]|^(checked|complete|loaded|enabled|ready)$/;

function answer(self, key) {
  if (key === 'then' || key === 'nodeType' || key === 'toJSON') return undefined;
  if (key === 'prototype') return {};
  if (key === 'toString' || key === 'valueOf') return native(() => valueOf(self), key);
  if (/^(value|val|text|innerHTML|textContent|data|responseText)$/.test(key)) return valueOf(self);
  if (numbers.test(key)) return key === 'length' ? 1 : 10;
  if (truths.test(key)) return true;
  if (key === 'name' || key === 'version') return '';
  // `billing.form`, `checkout.form`: what shops keep of their forms is the name or id of one.
  if (key === 'form') return hooks.checkout?.id ?? '';
  if (key === 'call') return native((unused, ...args) => called(self, args), key);
  if (key === 'apply') return native((unused, args) => called(self, [...(args ?? [])]), key);
  if (key === 'bind') return native(() => self.proxy, key);
  if (key in String.prototype && isFunction(''[key]))
    return native((...args) => valueOf(self)[key](...args), key);
  if (/^(forEach|map|filter|some|every|find|each)$/.test(key))
    return native((fn) => each(self, key, fn), key);
  const part = decoy(`${self.path}.${key}`, self.depth + 1);
  inside.get(part).text = self.text;
  return part;
}

function each(self, key, fn) {
  if (!isFunction(fn)) return self.proxy;
  const item = decoy(`${self.path}[0]`, self.depth + 1);
  const result = invoke(fn, item, key === 'each' ? [0, item] : [item, 0], `${self.path}.${key}`);
  return key === 'map' ? list([result]) : self.proxy;
}

/** Functions given away are called once in a later task, as callbacks are. */
export function lend(args, where) {
  for (const arg of args.slice(0, 8)) {
    if (isDecoy(arg)) continue;
    if (isFunction(arg)) lendOne(arg, where);
    else if (isObject(arg) && Object.getPrototypeOf(arg) === own.Object.prototype) {
      for (const key of Object.keys(arg).slice(0, 40)) {
        const value = Object.getOwnPropertyDescriptor(arg, key).value;
        if (isFunction(value) && !isDecoy(value)) lendOne(value, `${where}.${key}`);
      }
    }
  }
}
function lendOne(fn, where) {
  later(1, `callback:${clip(where, 60)}`, () =>
    invoke(fn, page, [decoy(`${where}:argument`), decoy(`${where}:argument2`)], where),
  );
}

function called(self, args) {
  if (tired(self)) return undefined;
  record('call', {
    path: clip(self.path, 120),
    args: args.slice(0, 4).map((arg) => clip(describe(arg), 200)),
  });
  noteLibraryCall(self.path);
  requestFrom(self.path, args);
  lend(args, self.path);
  const first = args.length > 0 && typeof args[0] === 'string' ? clip(args[0], 60) : '';
  const result = decoy(`${self.path}(${first})`, self.depth + 1);
  if (args.length > 0 && ciphers.test(self.path)) {
    inside.get(result).text = scrambled(describe(args[0]));
  }
  return result;
}

/** Requests go by its ancestor where there is one: old code asks for that first. */
function made(self, args) {
  const result = called(self, args);
  return self.path === 'ActiveXObject' && /xmlhttp/i.test(textOf(args[0]))
    ? new page.XMLHttpRequest()
    : (result ?? {});
}

const ciphers = /(?:^|\.)(?:encrypt|encryptLong|cipher)$/i;

/** No cipher, but like one: what comes out says nothing, and depends on what went in. */
function scrambled(text) {
  let state = 2166136261;
  let out = '';
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < text.length && i < 4096; i++)
      state = Math.imul(state ^ text.charCodeAt(i), 16777619) >>> 0;
    out += state.toString(16).padStart(8, '0');
  }
  return out;
}

/** A value in a few words, without calling any code of the page's. */
export function describe(value) {
  if (typeof value === 'string') return value;
  if (isFunction(value)) return isDecoy(value) ? `{${inside.get(value).path}}` : 'function';
  if (!isObject(value)) return textOf(value);
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return 'object';
  }
}

/** A function of the script's takes the place of one that it had looked at. */
function noteChange(self, key, value) {
  if (typeof key === 'symbol' || !isFunction(value) || isDecoy(value) || !isDecoy(self.members.get(key)))
    return;
  noteReplaced(`${self.path}.${key}`, value, self.proxy);
}

function handler(self) {
  return {
    get(target, key) {
      if (tired(self)) return undefined;
      if (key === Symbol.toPrimitive)
        return native((hint) => (hint === 'number' ? 1 : valueOf(self)), 'toPrimitive');
      if (key === Symbol.iterator) return native(() => list([]).values(), 'values');
      if (typeof key === 'symbol') return undefined;
      if (!self.members.has(key)) self.members.set(key, answer(self, key));
      return self.members.get(key);
    },
    set(target, key, value) {
      noteChange(self, key, value);
      self.members.set(key, value);
      if (
        isFunction(value) &&
        !isDecoy(value) &&
        /^on[a-z]|callback|success|complete|ready/i.test(textOf(key))
      ) {
        lend([value], `${self.path}.${textOf(key)}`);
      }
      return true;
    },
    has: () => self.asked < patience.perDecoy,
    deleteProperty: (target, key) => self.members.delete(key) || true,
    ownKeys: () => list(['prototype']),
    getOwnPropertyDescriptor: (target, key) => Object.getOwnPropertyDescriptor(target, key),
    defineProperty(target, key, part) {
      noteChange(self, key, part?.value);
      self.members.set(key, part?.value);
      return true;
    },
    getPrototypeOf: () => own.Function.prototype,
    apply: (target, receiver, args) => called(self, [...args]),
    construct: (target, args) => made(self, [...args]),
  };
}
