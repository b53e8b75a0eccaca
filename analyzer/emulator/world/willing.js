/**
 * Servers that answer what a script hopes for. Loaders often look for a mark in what their server sends before they act; no
 * decoy can know it, so in this world a look into an answer finds whatever is looked for.
 */
import { isObject, native, own, textOf } from './realm.js';
import { answerText, hiddenAnswer } from './net/request.js';

/** A script that takes an answer apart piece by piece comes to its end. */
const limits = { parts: 60 };

const isHiddenAnswer = (value) => typeof value === 'string' && value.includes(hiddenAnswer);
const isAnswer = (value) =>
  (typeof value === 'string' && value.includes(answerText)) || isHiddenAnswer(value);

export function makeWilling() {
  const proto = own.String.prototype;
  const found = { indexOf: 1, lastIndexOf: 1, includes: true, startsWith: true, search: 1 };
  for (const [name, yes] of Object.entries(found)) {
    const real = proto[name];
    replace(proto, name, function (...args) {
      const wanted = isObject(args[0]) ? 'pattern' : textOf(args[0]);
      if (wanted.length > 1 && isAnswer(this)) return yes;
      return Reflect.apply(real, this, args);
    });
  }
  // Whatever part of a hidden text is taken, it is the part with the code.
  for (const name of ['slice', 'substring', 'substr', 'replace', 'split']) {
    const real = proto[name];
    replace(proto, name, function (...args) {
      if (!isHiddenAnswer(this)) return Reflect.apply(real, this, args);
      const pieces = own.Array.from({ length: 8 }, () => hiddenAnswer);
      return name === 'split' && args[0] !== '' ? pieces : hiddenAnswer;
    });
  }
  let taken = 0;
  for (const name of ['slice', 'substring', 'substr']) {
    const real = proto[name];
    replace(proto, name, function (...args) {
      return isAnswer(this) && (taken += 1) < limits.parts ? textOf(this) : Reflect.apply(real, this, args);
    });
  }
  const match = proto.match;
  replace(proto, 'match', function (...args) {
    const found = Reflect.apply(match, this, args);
    return found === null && isAnswer(this) ? parts(args[0]) : found;
  });
  const exec = own.RegExp.prototype.exec;
  replace(own.RegExp.prototype, 'exec', function (input) {
    const found = Reflect.apply(exec, this, [input]);
    return found === null && isAnswer(input) && (taken += 1) < limits.parts ? parts(this) : found;
  });
  const test = own.RegExp.prototype.test;
  replace(own.RegExp.prototype, 'test', function (input) {
    return isAnswer(input) || Reflect.apply(test, this, [input]);
  });
}

/** What a pattern finds in an answer: code, as it would be kept there. */
function parts(pattern) {
  const groups = (
    textOf(pattern?.source ?? '')
      .replace(/\\.|\[[^\]]*\]/g, '')
      .match(/\((?!\?)/g) ?? []
  ).length;
  return own.Array.from({ length: groups + 1 }, () => hiddenAnswer);
}

const replace = (proto, name, fn) =>
  Object.defineProperty(proto, name, {
    value: native(fn, name),
    writable: true,
    configurable: true,
    enumerable: false,
  });
