import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringsInMemory, worldStringsOf } from '../../../analyzer/emulator/memory-strings.ts';

const nothing = worldStringsOf([]);
const find = (memory: string, texts: readonly string[] = [], world = nothing): string[] =>
  stringsInMemory(written(Buffer.from(memory, 'latin1')), texts, world);
/** A memory that held nothing before. */
const written = (bytes: Buffer) => ({ bytes, before: Buffer.alloc(bytes.length) });

describe('stringsInMemory', () => {
  it('finds addresses and names of fields wherever they stand', () => {
    const noise = fc.string({
      unit: fc.constantFrom('\u0000', '\u0001', '\u00ff', 'x', '\u0010'),
      maxLength: 40,
    });
    const wanted = fc.constantFrom(
      'https://stats.invalid/c',
      '//a.invalid',
      '#cc_number',
      'cc_cid',
      'input[name=q]',
    );
    fc.assert(
      fc.property(noise, wanted, noise, (before, text, after) => {
        assert.deepEqual(find(`${before}\u0000${text}\u0000${after}`), [text]);
      }),
    );
  });

  it('leaves out what the source spells and what the world holds', () => {
    assert.deepEqual(find('#cc_number\u0000', ["a('#cc_number')"]), []);
    const world = worldStringsOf([Buffer.from('#cc_number\u0000')]);
    assert.deepEqual(find('\u0000#cc_number\u0000', [], world), []);
    assert.deepEqual(find('\u0000#cc_numberQ\u0000', [], world), []);
  });

  it('keeps only the longest of the beginnings of a text', () => {
    assert.deepEqual(find('https://a.invalid\u0000https://a.invalid/path\u0000'), ['https://a.invalid/path']);
  });

  it('takes what stands where something was written, from its beginning', () => {
    const bytes = Buffer.from(
      '#cc_kept\u0000\u0000\u0000https://a.invalid/path\u0000\u0000#cc_old',
      'latin1',
    );
    const before = Buffer.from(bytes);
    before.write('q', bytes.indexOf('path'));
    assert.deepEqual(stringsInMemory({ bytes, before }, [], nothing), ['https://a.invalid/path']);
    assert.deepEqual(stringsInMemory({ bytes, before: bytes }, [], nothing), []);
  });

  it('survives any memory', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), (bytes) => {
        stringsInMemory(written(Buffer.from(bytes)), [], nothing);
      }),
    );
  });
});
