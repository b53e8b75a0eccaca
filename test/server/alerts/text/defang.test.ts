import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defangAll, safeLine } from '../../../../server/alerts/text/index.ts';

const odd = /[\p{C}\p{Zl}\p{Zp}]/u;

describe('text for people', () => {
  for (const [text, expected] of [
    ['see https://a.example/x?y=1.', 'see hxxps://a[.]example/x?y=1.'],
    ['HTTP://A.Example and wss://b.example', 'hxxp://A[.]Example and wss://b[.]example'],
    ['host stats.evil.co.uk is new', 'host stats[.]evil[.]co[.]uk is new'],
    ['10.0.0.1 is contacted', '10[.]0[.]0[.]1 is contacted'],
    ['collect.invalid, other.test', 'collect[.]invalid, other[.]test'],
    ['reads cc-number in app.min.js', 'reads cc-number in app.min.js'],
    ['grüße.example', 'grüße[.]example'],
    ['plain words. Two sentences.', 'plain words. Two sentences.'],
  ] as const) {
    it(`writes ${text} as ${expected}`, () => assert.equal(defangAll(text), expected));
  }

  it('is one line without anything that moves a cursor or hides', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(safeLine(text), odd);
      }),
    );
  });

  it('holds no web address that a program could make a link of', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.string(), (url, around) => {
        assert.doesNotMatch(safeLine(`${around} ${url} ${around}`), /https?:\/\//i);
      }),
    );
  });

  it('is worked out in time that grows with its length only', () => {
    for (const text of [
      'a.'.repeat(50_000),
      `${'a'.repeat(100_000)}://`,
      '-'.repeat(100_000),
      'a-.'.repeat(30_000),
    ]) {
      const started = process.cpuUsage();
      defangAll(text);
      const { user } = process.cpuUsage(started);
      assert.ok(user < 5_000_000, `${user} µs for ${text.slice(0, 10)}…`);
    }
  });
});
