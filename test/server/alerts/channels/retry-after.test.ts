import assert from 'node:assert/strict';
import { retryAfter } from '../../../../server/alerts/channels/retry-after.ts';

const at = Date.parse('2026-01-10T12:00:00Z');

describe('Retry-After', () => {
  for (const [header, expected] of [
    ['120', 120_000],
    [' 5 ', 5000],
    ['0', 0],
    ['Sat, 10 Jan 2026 12:10:00 GMT', 600_000],
    ['Sat, 10 Jan 2026 11:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['soon', null],
    ['-5', null],
    ['', null],
    [undefined, null],
  ] as const) {
    it(`of ${JSON.stringify(header)} is ${expected === null ? 'nothing' : `${expected} ms`}`, () =>
      assert.equal(retryAfter(header, at), expected));
  }
});
