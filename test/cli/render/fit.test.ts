import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cut, pad, shorten, widthOf, wrap } from '../../../cli/render/fit.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constant('https://cdn.例え.example/very/long/path.js'),
);
const width = fc.integer({ min: 2, max: 40 });

describe('fitting text', () => {
  it('shortens in the middle so that both ends stay', () => {
    assert.equal(shorten('cdn.some-vendor.example', 12), 'cdn.….example'.slice(0, 4) + '…example'.slice(-8));
    assert.equal(shorten('short', 12), 'short');
  });

  it('cuts the end', () => assert.equal(cut('abcdef', 4), 'abc…'));

  it('pads by columns, not by characters', () => {
    assert.equal(pad('漢', 4), '漢  ');
    assert.equal(pad('7', 3, 'right'), '  7');
  });

  it('wraps between words and breaks what is longer than a line', () => {
    assert.deepEqual(wrap('one two three', 8), ['one two', 'three']);
    assert.deepEqual(wrap('abcdefgh', 3), ['abc', 'def', 'gh']);
    assert.deepEqual(wrap('', 5), []);
  });

  it('takes apart what is one character and wider than two columns', () => {
    for (const line of wrap('\u{1D160}', 2)) assert.ok(widthOf(line) <= 2);
  });

  it('never exceeds the width', () => {
    fc.assert(
      fc.property(text, width, (value, columns) => {
        assert.ok(widthOf(shorten(value, columns)) <= columns);
        assert.ok(widthOf(cut(value, columns)) <= columns);
        for (const line of wrap(value, columns)) assert.ok(widthOf(line) <= columns);
      }),
    );
  });
});
