import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createPositions, snippetAround } from '../../../analyzer/static/position.ts';

describe('positions', () => {
  it('count lines by LF, CR LF and CR, and columns by UTF-16 units', () => {
    const positions = createPositions('a\r\nb\rc\n😀d\u2028e');
    assert.deepEqual(positions.at(0), { line: 1, column: 1 });
    assert.deepEqual(positions.at(3), { line: 2, column: 1 });
    assert.deepEqual(positions.at(5), { line: 3, column: 1 });
    assert.deepEqual(positions.at(9), { line: 4, column: 3 });
    assert.deepEqual(positions.at(11), { line: 4, column: 5 });
  });

  it('agree with counting from the start, for any text and offset', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '\r', '\r\n', 'é', '😀')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.nat(60), (source, offset) => {
        const within = Math.min(offset, source.length);
        // A CR LF pair cut in two is still one line end, which is not over yet.
        const before = source.slice(0, within);
        const lines = before.split(/\r\n|\r(?!$)|\n/);
        const isSplit = before.endsWith('\r') && source[within] === '\n';
        const last = lines.at(-1)!;
        const expected =
          before.endsWith('\r') && !isSplit
            ? { line: lines.length + 1, column: 1 }
            : { line: lines.length, column: last.length + 1 };
        assert.deepEqual(createPositions(source).at(offset), expected);
      }),
    );
  });

  it('excerpt one line around a place, with the place in it', () => {
    const text = `${'a'.repeat(500)}NEEDLE${'b'.repeat(500)}\nnext`;
    const snippet = snippetAround(text, 500, 506);
    assert.ok(snippet.includes('NEEDLE'));
    assert.ok(snippet.length <= 200);
    assert.equal(snippetAround('one\ntwo three', 4, 7), 'two three');
  });
});
