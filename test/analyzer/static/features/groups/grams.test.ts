import assert from 'node:assert/strict';
import { featuresOf } from '../features-of.ts';

/** The features of the group that are not 0. */
const present = (text: string): string[] =>
  [...featuresOf(text)]
    .filter(([name, value]) => name.startsWith('grams/') && value > 0)
    .map(([name]) => name);

describe('grams', () => {
  it('tell trees apart and not names', () => {
    assert.deepEqual(present('a(b, c)'), present('d(e, f)'));
    assert.notDeepEqual(present('a(b, c)'), present('a(b(c))'));
  });
});
