import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapeForTerminal } from '../../../core/encoding/index.ts';

describe('escaping for the terminal', () => {
  const cases = [
    ['plain text, café, 漢字, 😀', 'plain text, café, 漢字, 😀'],
    ['\x1b[31mred', '\\x1b[31mred'],
    ['\x9b31m', '\\x9b31m'],
    ['a\r\nb\tc\x7f\0', 'a\\x0d\\x0ab\\x09c\\x7f\\x00'],
    ['gpj.\u202eexe', 'gpj.\\u202eexe'],
    ['a\u200bb\u2066c\ufeff', 'a\\u200bb\\u2066c\\ufeff'],
    ['line\u2028break', 'line\\u2028break'],
    ['lone \ud800 surrogate', 'lone \\ud800 surrogate'],
    ['tag \u{e0041}', 'tag \\u{e0041}'],
  ] as const;
  for (const [text, shown] of cases) {
    it(`shows ${JSON.stringify(text)} as ${shown}`, () => assert.equal(escapeForTerminal(text), shown));
  }

  it('leaves nothing that moves, colours, hides or reorders', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(escapeForTerminal(text), /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
      }),
    );
  });

  it('changes nothing when applied again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = escapeForTerminal(text);
        assert.equal(escapeForTerminal(once), once);
      }),
    );
  });
});
