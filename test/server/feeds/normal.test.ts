import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hostKeys, isTooBroad, normalHost, refang, urlKey, urlKeys } from '../../../server/feeds/normal.ts';

describe('hosts and addresses as they are compared', () => {
  it('are in lower case and punycode, without a dot at the end', () => {
    assert.deepEqual(
      ['Evil.Example.', 'böse.example', 'a_b.example', '[2001:DB8::1]', '10.0.0.1'].map(normalHost),
      ['evil.example', 'xn--bse-sna.example', 'a_b.example', '[2001:db8::1]', '10.0.0.1'],
    );
    assert.deepEqual(['', 'two words', 'a/b', '1.2.3', 'x'.repeat(2000)].map(normalHost), [
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('of an address leave out scheme, usual port and fragment', () => {
    assert.equal(urlKey('https://Evil.example:443/A?b=1#c'), 'evil.example/A?b=1');
    assert.equal(urlKey('http://evil.example:8080'), 'evil.example:8080/');
    assert.equal(urlKey('data:text/javascript,x'), null);
    assert.deepEqual(urlKeys('https://evil.example/a?b'), ['evil.example/a?b', 'evil.example/a']);
  });

  it('lead from a host to the domains above it', () => {
    assert.deepEqual(
      hostKeys('a.b.evil.example').map(({ kind, value }) => `${kind} ${value}`),
      [
        'host a.b.evil.example',
        'domain a.b.evil.example',
        'domain b.evil.example',
        'subdomain b.evil.example',
        'domain evil.example',
        'subdomain evil.example',
      ],
    );
  });

  it('tell what whole registries and shared hosts are', () => {
    const names = ['com', 'co.uk', 'github.io', 'evil.github.io', 'evil.co.uk'];
    assert.deepEqual(names.filter(isTooBroad), ['com', 'co.uk', 'github.io']);
  });

  it('are found however they were defanged', () => {
    for (const text of [
      'hxxps://a[.]example/x',
      'https[:]//a.example/x',
      'h**ps://a(.)example/x',
      'https://a{.}example/x',
    ]) {
      assert.equal(urlKey(refang(text)), 'a.example/x', text);
    }
  });

  it('of any text stay as they are when compared again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.string()), (text) => {
        const host = normalHost(text);
        assert.equal(host === null ? null : normalHost(host), host);
      }),
    );
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
        const key = urlKey(url);
        assert.equal(key === null ? null : urlKey(`https://${key}`), key);
      }),
    );
  });
});
