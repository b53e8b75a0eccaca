import assert from 'node:assert/strict';
import fc from 'fast-check';
import { composePlaces, placeIn } from '../../../analyzer/deobfuscate/places.ts';
import { splice } from '../../../analyzer/deobfuscate/splice.ts';

/** A text and pieces of it to replace. */
const spliced = fc
  .tuple(
    fc.string({ minLength: 1, maxLength: 60 }),
    fc.array(fc.tuple(fc.nat(60), fc.nat(8), fc.constantFrom('', '#', '##########')), { maxLength: 6 }),
  )
  .map(([text, cuts]) => {
    const replacements = cuts
      .map(([start, length, written]) => ({ start: start % text.length, length, written }))
      .map(({ start, length, written }) => ({
        start,
        end: Math.min(text.length, start + length),
        text: written,
      }));
    return { text, ...{ result: splice(text, replacements) } };
  });

describe('deobfuscate: places', () => {
  it('carry what was copied back to itself', () => {
    fc.assert(
      fc.property(spliced, ({ text, result }) => {
        for (let offset = 0; offset < result.text.length; offset++) {
          const place = placeIn(result.places, offset);
          if (place.exact) assert.equal(text[place.offset], result.text[offset]);
        }
      }),
    );
  });

  it('say where a replacement stands', () => {
    const { text, places } = splice('a(1); eval(x); b(2);', [{ start: 6, end: 14, text: 'send(field);' }]);
    assert.equal(text, 'a(1); send(field); b(2);');
    assert.deepEqual(placeIn(places, text.indexOf('field')), { offset: 6, exact: false });
    assert.deepEqual(placeIn(places, text.indexOf('b(2)')), { offset: 15, exact: true });
  });

  it('of a text spliced twice lead as far as one after the other', () => {
    fc.assert(
      fc.property(spliced, fc.nat(60), fc.nat(5), ({ result }, at, length) => {
        const start = result.text.length === 0 ? 0 : at % result.text.length;
        const inner = splice(result.text, [
          { start, end: Math.min(result.text.length, start + length), text: 'decoded' },
        ]);
        const both = composePlaces(result.places, inner.places);
        for (let offset = 0; offset < inner.text.length; offset++) {
          const middle = placeIn(inner.places, offset);
          const outer = placeIn(result.places, middle.offset);
          const composed = placeIn(both, offset);
          assert.equal(composed.offset, outer.offset);
          assert.equal(composed.exact, middle.exact && outer.exact);
        }
      }),
    );
  });

  it('of nothing are the beginning', () => {
    assert.deepEqual(placeIn(splice('', []).places, 5), { offset: 0, exact: false });
  });
});
