import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Sign } from '../../../analyzer/deobfuscate/signs.ts';
import { signsOf } from './open-text.ts';
import { obfuscate, pack, skimmer, writeInSymbols } from './samples.ts';

const numbers = Array.from({ length: 80 }, (_, index) => 32 + index).join(',');
const cases: [sign: Sign, text: string][] = [
  ['hex-names', 'var _0x1a2b = 1, _0x1a2c = 2, _0x1a2d = _0x1a2b;'],
  ['string-array', obfuscate(skimmer, { stringArray: true, stringArrayThreshold: 1 })],
  ['string-array', "function f() { var a = ['x', 'y', 'z']; f = function () { return a; }; return f(); }"],
  ['string-array', "function f() { var a = ['x', 'y', 'z']; return (f = function () { return a; })(); }"],
  ['looked-up-names', Array.from({ length: 8 }, (_, index) => `a[b(${index})]();`).join('')],
  ['flattened', "var order = '3|0|2|1'.split('|');"],
  ['packer', pack('track("order placed")')],
  ['symbols', writeInSymbols('track(order)')],
  ['escapes', `var a = "${'\\x61'.repeat(30)}";`],
  ['decoded-code', "eval(unescape('%61%28%29') + b);"],
  ['decoded-code', "this['eval'](atob(text));"],
  ['encoded-text', `var a = atob("${'QUJD'.repeat(60)}");`],
  [
    'xor-loop',
    'for (i = 0; i < n; i++) out += String.fromCharCode(text.charCodeAt(i) ^ key.charCodeAt(i % 5));',
  ],
  ['char-codes', `String.fromCharCode.apply(null, [${numbers}]);`],
];

describe('deobfuscate: signs', () => {
  for (const [sign, text] of cases)
    it(`${sign} in ${text.slice(0, 50)}`, () =>
      assert.ok(signsOf(text).includes(sign), signsOf(text).join()));

  const honest: [name: string, text: string][] = [
    ['plain code', skimmer],
    ['eval of plain text', "eval('a()'); setTimeout('b()', 10);"],
    ['a checksum', 'for (i = 0; i < n; i++) sum = (sum << 5) ^ text.charCodeAt(i);'],
    ['a table of numbers', `var table = [${numbers}]; use(table);`],
    ['a long text', `var a = "${'lorem ipsum '.repeat(100)}";`],
    ['few escapes', 'var a = "\\u00e9\\x41"; var b = "a long enough text beside the two escapes";'],
    ['a version', "var version = '1.2.3'; var date = '2024-01-02';"],
    ['prefixes of telephone numbers', `var prefixes = '20|35|40'.split('|');`],
    [
      'a list in a function',
      "function f() { var a = ['x', 'y', 'z']; g = function () { return a; }; return a; }",
    ],
    ['an empty script', ''],
  ];
  for (const [name, text] of honest) it(`none in ${name}`, () => assert.deepEqual(signsOf(text), []));

  it('none in a minified library', async () => {
    const text = await readFile(createRequire(import.meta.url).resolve('acorn'), 'utf8');
    assert.deepEqual(signsOf(text), []);
  });
});
