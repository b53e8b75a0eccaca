import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseScript } from '../../../analyzer/parse/index.ts';

describe('parseScript', () => {
  const cases: [behaviour: string, text: string, mode: string][] = [
    ['takes sloppy scripts', 'with (a) b = 010', 'script'],
    ['takes HTML comments in scripts', '<!-- x\na()\n--> y', 'script'],
    ['takes a hashbang', '#!/usr/bin/env node\na()', 'script'],
    ['takes modules', 'import a from "b"; a()', 'module'],
    ['takes a late export', 'a();\nexport const b = 1', 'module'],
    ['takes top-level await', 'const a = await b()', 'module'],
    ['keeps scripts that mention import sloppy', 'x = "; import y"; with (a) b()', 'script'],
    ['takes handler bodies', 'if (a) return b(); c()', 'handler'],
    ['takes cut-off scripts', 'var a = 1; function b() { c(d); e(f', 'loose'],
    ['takes scripts with a broken line', 'var a = f(1);\nvar b = = 2;\ng(a, b); h("x");', 'loose'],
    ['refuses markup', '<html><body><p class="x">Hello, world</p></body></html>', 'none'],
    ['refuses prose', 'The quick brown fox jumps over the lazy dog. It was late.', 'none'],
    ['refuses style sheets', 'body { margin: 0; color: #fff } .a > .b { width: calc(100% - 1px) }', 'none'],
    ['refuses noise', '\u0001\u0002}}}{{{)(((%%%^^^', 'none'],
  ];
  for (const [behaviour, text, mode] of cases) {
    it(behaviour, () => assert.equal(parseScript(text).mode, mode));
  }

  it('says where strict parsing failed, at the furthest place', () => {
    const { error } = parseScript('var a = 1;\nvar b = = 2; f(a); g(b);');
    assert.deepEqual(error, { message: 'Unexpected token', location: { line: 2, column: 9 } });
  });

  it('gives no error when a strict parser took it', () => {
    assert.equal(parseScript('return 1').error, undefined);
  });

  it('never throws and keeps offsets inside the text', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            'a',
            'b',
            '1',
            '"',
            "'",
            '`',
            '(',
            ')',
            '{',
            '}',
            '[',
            ']',
            ';',
            '=',
            '+',
            ',',
            '\n',
            '/',
            '<',
            '>',
            '$',
            '\\',
          ),
        }),
        (text) => {
          const { program, mode } = parseScript(text);
          assert.equal(program === null, mode === 'none');
          if (program) assert.ok(program.start >= 0 && program.end <= text.length);
        },
      ),
    );
  });
});
