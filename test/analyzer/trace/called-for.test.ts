import assert from 'node:assert/strict';
import { callsForEmulation, emulatedLengths } from '../../../analyzer/trace/index.ts';

const calls: [string, string][] = [
  ['reading a field', `var cardNumber = document.forms[0].card.value;`],
  ['making code', `(0, eval)('var a = 1; var b = 2;');`],
  ['hexadecimal names', `var _0x1f2a = ['a', 'b']; _0x1f2a[0]();`],
  ['a list of numbers', `var a = [${Array.from({ length: 60 }, (_, index) => index).join(',')}];`],
];
const doesNot: [string, string][] = [
  ['configuration', `window.config = { "currency": "EUR", "items": [1, 2, 3] };`],
  ['arithmetic', `function area(width, height) { return width * height }`],
  ['a few characters', `eval(a)`],
  ['a large bundle', `fetch("/");${' '.repeat(emulatedLengths.most)}`],
];

describe('callsForEmulation', () => {
  for (const [what, text] of calls)
    it(`is true for ${what}`, () => assert.equal(callsForEmulation(text), true));
  for (const [what, text] of doesNot)
    it(`is false for ${what}`, () => assert.equal(callsForEmulation(text), false));
});
