import assert from 'node:assert/strict';
import { parse } from 'acorn';
import { changed, stripComments } from '../../../tools/train/prepare.ts';
import type { Change } from '../../../tools/train/sample.ts';

describe('stripComments', () => {
  for (const [text, stripped] of [
    ['a/* skimmer! */+b // evil', 'a +b  '],
    ['a\n/* two\nlines */b', 'a\n\nb'],
    ["x = '// no comment' + `/* nor this */`", "x = '// no comment' + `/* nor this */`"],
    ['export const a = 1; // module', 'export const a = 1;  '],
    ['this is ( no script // at all', 'this is ( no script // at all'],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.equal(stripComments(text), stripped);
    });
  }
});

const host = 'var one = 1;\nvar two = 2;\nfunction three() { return one + two; }\nthree();';
const changes: [string, Change][] = [
  ['minified', { kind: 'minify' }],
  ['obfuscated', { kind: 'obfuscate', seed: 3, strength: 2 }],
  ['spliced at the start', { kind: 'splice', guest: 'guest();', at: 'start', seed: 1, minify: false }],
  ['spliced in the middle', { kind: 'splice', guest: 'guest();', at: 'middle', seed: 1, minify: false }],
  [
    'spliced at the end and minified',
    { kind: 'splice', guest: 'guest();', at: 'end', seed: 1, minify: true },
  ],
];

describe('changed', () => {
  for (const [what, change] of changes) {
    it(`gives a script ${what} that still parses, and the same one again`, () => {
      const text = changed(host, change);
      assert.ok(text !== null && text !== host);
      assert.doesNotThrow(() => parse(text, { ecmaVersion: 'latest' }));
      assert.equal(changed(host, change), text);
      if (change.kind === 'splice') assert.match(text, /guest\(\)/);
    });
  }

  it('puts a guest inside the function that is the whole script', () => {
    const text = changed('(function () { host(); })();', {
      kind: 'splice',
      guest: 'guest();',
      at: 'middle',
      seed: 1,
      minify: false,
    });
    assert.match(text!, /function \(\) \{ ;guest\(\);\s*;host\(\);/);
  });

  it('gives nothing for a text that a tool cannot read', () => {
    assert.equal(changed('not ( a script', { kind: 'minify' }), null);
  });
});
