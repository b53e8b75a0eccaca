import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ExpressionStatement } from 'acorn';
import { parseScript } from '../../../../analyzer/parse/index.ts';
import { Code } from '../../../../analyzer/static/flow/code.ts';
import type { Value } from '../../../../analyzer/static/fold/index.ts';
import { resolveScopes } from '../../../../analyzer/static/scope/index.ts';
import { flattenTree } from '../../../../analyzer/static/tree/index.ts';

/** Folds the last statement of a script, an expression. */
function fold(text: string): Value | null {
  const tree = flattenTree(parseScript(text).program!);
  const code = new Code(tree, text, resolveScopes(tree));
  return code.folder.fold((tree.program.body.at(-1) as ExpressionStatement).expression);
}

/** Text, number, or `prefix…` when only the beginning is known; `?` for nothing. */
function folded(text: string): string {
  const value = fold(text);
  if (value?.kind === 'text') return value.complete ? value.text : `${value.text}…`;
  return value?.kind === 'number' ? String(value.number) : '?';
}

const cases: Record<string, string> = {
  "'a'+'b'+'c'": 'abc',
  "'https://x.example/c?d='+v": 'https://x.example/c?d=…',
  '`a${1+1}b`': 'a2b',
  '`https://x.example/${v}/z`': 'https://x.example/…',
  "var h='x.example';('https://'+h)": 'https://x.example',
  "var h='x';h='y';(h)": '?',
  "var u='https://x.example/?';u+=v;(u)": 'https://x.example/?…',
  'String.fromCharCode(104,105)': 'hi',
  'String.fromCharCode.apply(null,[104,105])': 'hi',
  "'elpmaxe.x'.split('').reverse().join('')": 'x.example',
  "'h-x-i'.replace('-x-','')": 'hi',
  "'axbxc'.replaceAll('x','.')": 'a.b.c',
  "atob('aGk=')": 'hi',
  "window['at'+'ob']('aGk=')": 'hi',
  "unescape('%68%u0069')": 'hi',
  "decodeURIComponent('%68i')": 'hi',
  "decodeURIComponent('%')": '?',
  "['a','b','c'][1]": 'b',
  "var l=['a','b'];(l[0]+l[1])": 'ab',
  "var l=['a','b'];l.push(l.shift());(l[0])": '?',
  "'hello'.charAt(1)+'hello'.slice(2,4)+'hello'.substr(1,2)+'hello'[4]": 'ellelo',
  '"\\x68\\u0069"': 'hi',
  '(80>40?"a":"b")': 'a',
  '0x10^1': '17',
  "parseInt('ff',16)": '255',
  '(12).toString(36)': 'c',
  "[104,105].map(function(c){return String.fromCharCode(c)}).join('')": 'hi',
  "var a=['x','y'];function r(i){return a[i-7]};r(8)": 'y',
  "'a'.repeat(1e9)": '?',
  'var a=a+"x";(a)': '?',
  'f()': '?',
};

describe('constant folding', () => {
  for (const [script, expected] of Object.entries(cases))
    it(`${script} is ${expected}`, () => assert.equal(folded(script), expected));

  it('agrees with the language on any cut of any text', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: -9, max: 9 }),
        (text, a, b) => {
          assert.equal(folded(`(${JSON.stringify(text)}).slice(${a},${b})`), text.slice(a, b));
          assert.equal(folded(`(${JSON.stringify(text)}).substring(${a},${b})`), text.substring(a, b));
          assert.equal(folded(`${JSON.stringify(text)}+${a}+${JSON.stringify(text)}`), `${text}${a}${text}`);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('decodes whatever base64 encodes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = Buffer.from(bytes).toString('latin1');
        assert.equal(folded(`atob(${JSON.stringify(btoa(text))})`), text);
      }),
      { numRuns: 60 },
    );
  });
});
