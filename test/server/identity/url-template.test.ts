import assert from 'node:assert/strict';
import fc from 'fast-check';
import { generalise, matchesPattern, urlTemplate } from '../../../server/identity/index.ts';

describe('urlTemplate', () => {
  const cases: readonly (readonly [what: string, url: string, template: string])[] = [
    ['a content hash in the name', 'https://a.example/app.3f9a2c1b.js', 'https://a.example/app.*.js'],
    [
      'a hash behind a name',
      'https://a.example/webpack-4bd0f2b8a1c2d3e4.js',
      'https://a.example/webpack-*.js',
    ],
    ['a base-62 hash', 'https://a.example/index-BcD3fG7h.js', 'https://a.example/index-*.js'],
    ['an upper-case hash', 'https://a.example/main-ES6XJ2UD.js', 'https://a.example/main-*.js'],
    [
      'a build folder',
      'https://a.example/_next/static/Zk3Jd8sLw0pQrTyUiOpAs/b.js',
      'https://a.example/_next/static/*/b.js',
    ],
    ['a UUID', 'https://a.example/9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d/x.js', 'https://a.example/*/x.js'],
    ['a version number', 'https://a.example/jquery-3.7.1.min.js', 'https://a.example/jquery-*.min.js'],
    [
      'a package version',
      'https://a.example/npm/jquery@3.7.1/jquery.js',
      'https://a.example/npm/jquery@*/jquery.js',
    ],
    ['a cache breaker', 'https://a.example/a.js?v=17&x=1', 'https://a.example/a.js?x=1'],
    ['a bare time as query', 'https://a.example/a.js?1712345678901', 'https://a.example/a.js'],
    ['the fragment', 'https://a.example/a.js#x', 'https://a.example/a.js'],
    ['the order of parameters', 'https://a.example/a.js?b=2&a=1', 'https://a.example/a.js?a=1&b=2'],
  ];
  for (const [what, url, template] of cases) {
    it(`looks past ${what}`, () => assert.equal(urlTemplate(url), template));
  }

  for (const url of [
    'https://a.example/facade.js',
    'https://a.example/polyfills2024.js',
    'https://a.example/static/js/2.chunk.js',
    'https://a.example/v3/checkout.js',
    'https://a.example/bootstrap.bundle.min.js',
  ]) {
    it(`keeps the words of ${url}`, () => assert.equal(urlTemplate(url), url));
  }

  it('keeps the account that a tag is for', () => {
    const one = urlTemplate('https://tags.example/gtag.js?id=G-ABC123DEF');
    assert.notEqual(one, urlTemplate('https://tags.example/gtag.js?id=G-XYZ789QRS'));
  });

  it('takes any text without failing and changes its answer no further', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string()), (url) => {
        const template = urlTemplate(url);
        assert.equal(urlTemplate(template), template);
      }),
    );
  });

  it('looks at a bounded part of an endless address', () => {
    assert.ok(urlTemplate(`https://a.example/${'x/'.repeat(1_000_000)}`).length <= 4096);
  });
});

describe('learned patterns', () => {
  it('generalise folders that differ and match the next release', () => {
    const pattern = generalise('https://a.example/spring/app.js', 'https://a.example/summer/app.js');
    assert.equal(pattern, 'https://a.example/*/app.js');
    assert.ok(matchesPattern('https://a.example/autumn/app.js', pattern));
    assert.ok(!matchesPattern('https://a.example/autumn/other.js', pattern));
  });

  it('never learn a file name away', () => {
    assert.equal(generalise('https://a.example/x/a.js', 'https://a.example/x/b.js'), null);
  });

  it('never reach over hosts', () => {
    assert.equal(generalise('https://a.example/x/a.js', 'https://b.example/y/a.js'), null);
  });
});
