import assert from 'node:assert/strict';
import fc from 'fast-check';
import { singleByte } from '../../../crawler/capture/wire.ts';

describe('singleByte', () => {
  for (const charset of ['windows-1252', 'iso-8859-5', 'windows-1251', 'koi8-r']) {
    it(`encodes what ${charset} decodes`, () => {
      fc.assert(
        fc.property(fc.uint8Array(), (bytes) => {
          const text = new TextDecoder(charset).decode(bytes);
          fc.pre(!text.includes('\ufffd') && !text.startsWith('\ufeff'));
          assert.deepEqual(new Uint8Array(singleByte(text, charset)!), bytes);
        }),
      );
    });
  }

  it('gives null for text or charsets it cannot encode', () => {
    assert.equal(singleByte('\u4e2d', 'windows-1252'), null);
    assert.equal(singleByte('a', 'no-such-charset'), null);
  });
});
