import assert from 'node:assert/strict';
import { parse } from 'acorn';
import { placeOf } from '../../../analyzer/trace/places.ts';

const at = (text: string, clues: (string | RegExp)[]): [string, boolean] => {
  const { start, end, exact } = placeOf(text, parse(text, { ecmaVersion: 'latest' }), clues);
  return [text.slice(start, end), exact];
};

describe('placeOf', () => {
  it('takes the first clue that the source holds', () => {
    assert.deepEqual(at(`a(); fetch('https://x.example/')`, ['y.example', /\bfetch\s*\(/]), ['fetch(', true]);
  });

  it('falls back to where text is hidden', () => {
    assert.deepEqual(at(`a(); run(atob(b))`, ['x.example']), ['atob', false]);
  });

  it('falls back to the longest statement', () => {
    assert.deepEqual(at(`a(); b(c, d, e); f()`, ['x.example']), ['b(c, d, e);', false]);
  });
});
