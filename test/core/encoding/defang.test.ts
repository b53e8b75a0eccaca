import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defangHost, defangText, defangUrl } from '../../../core/encoding/index.ts';

describe('defanging', () => {
  const cases = [
    ['https://a.example/x.js?y=1.2', 'hxxps://a[.]example/x.js?y=1.2'],
    ['HTTP://A.example', 'hxxp://A[.]example'],
    ['wss://a.example:8443/s', 'wss://a[.]example:8443/s'],
    ['//cdn.example/x', '//cdn[.]example/x'],
    ['https://user:p.w@a.example/', 'hxxps://user:p[.]w@a[.]example/'],
    ['data:text/javascript,1', 'data:text/javascript,1'],
    ['lib/a.js', 'lib/a.js'],
  ] as const;
  for (const [url, shown] of cases)
    it(`writes ${url} as ${shown}`, () => assert.equal(defangUrl(url), shown));

  it('writes a sentence so, its addresses and the hosts it is about', () => {
    const text = 'Sends to x.evil.example and evil.example from https://a.test/b, not e.g. this';
    assert.equal(
      defangText(text, ['evil.example', 'x.evil.example', undefined, 'localhost']),
      'Sends to x[.]evil[.]example and evil[.]example from hxxps://a[.]test/b, not e.g. this',
    );
  });

  it('can be undone, so that no host is lost', () => {
    fc.assert(fc.property(fc.domain(), (host) => defangHost(host).replaceAll('[.]', '.') === host));
  });

  it('leaves no web address that a program would make a link of', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const { host } = new URL(url);
        const shown = defangUrl(url);
        assert.doesNotMatch(shown, /^https?:/i);
        assert.ok(shown.includes(defangHost(host)) || host !== host.toLowerCase());
      }),
    );
  });
});
