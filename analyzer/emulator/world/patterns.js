/**
 * Regular expressions that self-defending code tests its own text with. Nested repeats such as `(((.+)+)+)+$` hang on text
 * that was formatted or minified; others ask for a function on one line, and the decoder of the strings never ends where it is
 * not. Both answer at once, as on the text they were made for.
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

const isCode = /return|=>/;
/** What javascript-obfuscator asks of a small function's text before it decodes strings. */
const asksForOneLine = (source) =>
  source.startsWith('\\w+ *\\(\\) *{') && source.includes('.+') && source.endsWith(' *}');

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
        if (name === 'test' && isCode.test(text) && asksForOneLine(textOf(this?.source))) {
          recordProbe('regular-expression-trap');
          return true;
        }
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
