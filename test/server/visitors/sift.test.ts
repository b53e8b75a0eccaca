import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RawReport } from '../../../server/visitors/report.ts';
import { directives } from '../../../server/visitors/report.ts';
import { siftReport, type Sifted } from '../../../server/visitors/sift.ts';

const own = ['shop.example'];

function raw(change: Partial<RawReport>): RawReport {
  return {
    directive: 'script-src-elem',
    blocked: 'https://evil.example/x.js',
    page: 'https://shop.example/pay?token=1#part',
    source: null,
    line: null,
    column: null,
    sample: null,
    disposition: null,
    ...change,
  };
}

const sift = (change: Partial<RawReport>): Sifted => siftReport(raw(change), { own });
const noiseOf = (change: Partial<RawReport>): string | null => {
  const sifted = sift(change);
  return 'noise' in sifted ? sifted.noise : null;
};
const blockedOf = (blocked: string): string | null => {
  const sifted = sift({ blocked });
  return 'report' in sifted ? sifted.report.blocked : null;
};

describe('sifting reports', () => {
  it("keeps host, page and source without queries, which hold what is the visitor's", () => {
    const sifted = sift({ source: 'https://shop.example/app.3f9a2c1b.js?session=9' });
    assert.ok('report' in sifted);
    assert.equal(sifted.report.blocked, 'evil.example');
    assert.equal(sifted.report.source, 'https://shop.example/app.*.js');
    assert.equal(sifted.report.example.page, 'https://shop.example/pay');
    assert.doesNotMatch(JSON.stringify(sifted), /token|session/);
  });

  it('calls what was not fetched by its keyword', () => {
    assert.deepEqual(['', 'inline', 'eval', 'wasm-eval', 'trusted-types-sink'].map(blockedOf), [
      "'inline'",
      "'inline'",
      "'eval'",
      "'wasm-eval'",
      "'trusted-types-sink'",
    ]);
  });

  it('takes an origin, a host alone, another port and capitals for the host', () => {
    const forms = [
      'https://evil.example',
      'evil.example',
      'https://EVIL.example:8443/x',
      'wss://evil.example/s',
    ];
    assert.deepEqual(new Set(forms.map(blockedOf)), new Set(['evil.example']));
  });

  const noise: [string, Partial<RawReport>, string][] = [
    ['an extension', { blocked: 'chrome-extension://abc/x.js' }, 'extension'],
    ['an extension that says only its scheme', { blocked: 'moz-extension' }, 'extension'],
    ["an extension's script", { source: 'safari-web-extension://abc/inject.js' }, 'extension'],
    ['data:', { blocked: 'data' }, 'inert-scheme'],
    ['blob:', { blocked: 'blob:https://shop.example/1' }, 'inert-scheme'],
    ['about:blank', { blocked: 'about:blank' }, 'inert-scheme'],
    ['a translator', { blocked: 'https://translate.googleapis.com/x' }, 'translation'],
    ['a page under translation', { page: 'https://shop-example.translate.goog/pay' }, 'translation'],
    ['a copy of the page', { page: 'https://web.archive.org/web/2026/https://shop.example/' }, 'page-copy'],
    ["somebody else's page", { page: 'https://other.example/' }, 'other-page'],
    ['a page that is none', { page: 'about:srcdoc' }, 'other-page'],
    ['a security product', { blocked: 'https://gc.kis.v2.scr.kaspersky-labs.com/x' }, 'security-product'],
    ['loopback', { blocked: 'http://127.0.0.1:9000/x' }, 'local-address'],
    ['a private address', { blocked: 'http://192.168.1.1/' }, 'local-address'],
    ['an address of IPv6', { blocked: 'http://[fd00::1]/' }, 'local-address'],
    ['localhost', { blocked: 'ws://localhost:35729/live' }, 'local-address'],
    ["a router's name", { blocked: 'http://fritz.box.local/' }, 'local-address'],
    ['an unknown scheme', { blocked: 'weird-app://x' }, 'other-scheme'],
    ['no directive', { directive: 'hack-src' }, 'malformed'],
  ];
  for (const [what, change, kind] of noise)
    it(`counts ${what} as ${kind}`, () => assert.equal(noiseOf(change), kind));

  it('keeps local addresses of a site that is local itself', () => {
    const sifted = siftReport(
      raw({ page: 'http://shop.localhost:8088/', blocked: 'http://collect.stats.localhost:8088/c' }),
      { own: ['shop.localhost'] },
    );
    assert.equal('report' in sifted && sifted.report.blocked, 'collect.stats.localhost');
  });

  it('bounds and keeps to known words whatever a browser says', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 3000 }), fc.webUrl(), fc.domain());
    fc.assert(
      fc.property(text, text, text, (blocked, source, page) => {
        for (const shown of [page, 'https://shop.example/']) {
          const sifted = sift({ blocked, source, page: shown });
          if ('noise' in sifted) assert.match(sifted.noise, /^[a-z-]+$/);
          else {
            const { report } = sifted;
            assert.ok(directives.has(report.directive));
            assert.match(report.blocked, /^(?:'[a-z-]+'|[^\s'"<>]+)$/);
            assert.ok(report.blocked.length <= 255 && report.source.length <= 500);
          }
        }
      }),
    );
  });
});
