import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decode } from '../../../analyzer/parse/index.ts';

const utf16 = (text: string, bigEndian: boolean): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

describe('decode', () => {
  it('reads UTF-8 with and without byte order mark', () => {
    assert.deepEqual(decode(Buffer.from('\ufeffé=1')), { text: 'é=1', encoding: 'utf-8', binary: false });
    assert.deepEqual(decode(Buffer.from('é=1')), { text: 'é=1', encoding: 'utf-8', binary: false });
  });

  for (const [name, bigEndian] of [
    ['utf-16le', false],
    ['utf-16be', true],
  ] as const) {
    it(`reads ${name} with and without byte order mark`, () => {
      assert.deepEqual(decode(utf16('\ufeffvar ü', bigEndian)), {
        text: 'var ü',
        encoding: name,
        binary: false,
      });
      assert.deepEqual(decode(utf16('var a = 1;', bigEndian)), {
        text: 'var a = 1;',
        encoding: name,
        binary: false,
      });
    });
  }

  it('reads invalid UTF-8 as windows-1252, byte by byte', () => {
    assert.deepEqual(decode(Uint8Array.of(0x61, 0xe9, 0x3d)), {
      text: 'aé=',
      encoding: 'windows-1252',
      binary: false,
    });
  });

  it('calls pictures, archives and noise binary', () => {
    for (const start of [
      [0x89, 0x50, 0x4e, 0x47],
      [0x50, 0x4b, 3, 4],
      [0, 1, 2, 3, 200],
    ]) {
      assert.equal(decode(Uint8Array.from(start)).binary, true);
    }
  });

  it('does not let a stray NUL hide a script', () => {
    assert.equal(decode(Buffer.from(`${'fetch("/");'.repeat(20)}//\0`)).binary, false);
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof decode(bytes).text === 'string'),
    );
  });

  it('gives back any text that has no control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        fc.pre(!text.startsWith('\ufeff') && text.isWellFormed());
        const decoded = decode(Buffer.from(text));
        if (decoded.encoding === 'utf-8') assert.equal(decoded.text, text);
      }),
    );
  });
});
