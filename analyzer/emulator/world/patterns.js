/**
 * Regular expressions made to hang, as self-defending code tests its own text with: nested repeats such as
 * `(((.+)+)+)+$`. In a browser they are quick on the text they were made for; here they answer at once.
 */
import { defineHidden, native, own, textOf } from './realm.js';
import { recordProbe } from './record.js';

const hazards = new Map();
const shortInput = 40;

/** Whether a repeat contains a repeat of the same kind of characters. */
function isHazard(source) {
  if (!hazards.has(source) && hazards.size < 1000) {
    hazards.set(
      source,
      source.length < 200 &&
        /\((?:\?:)?[^()|]*(?:[+*]|\{\d+,\})[^()|]*\)(?:[+*]|\{\d+,\})|[+*]\)[+*]\)?/.test(source),
    );
  }
  return hazards.get(source) ?? false;
}

for (const [name, empty] of [
  ['test', false],
  [Symbol.search, -1],
]) {
  const real = own.RegExp.prototype[name];
  defineHidden(
    own.RegExp.prototype,
    name,
    native(
      function (input) {
        const text = textOf(input);
        if (text.length > shortInput && isHazard(textOf(this?.source))) {
          recordProbe('regular-expression-trap');
          return empty;
        }
        return Reflect.apply(real, this, [input]);
      },
      typeof name === 'symbol' ? '[Symbol.search]' : name,
    ),
  );
}
