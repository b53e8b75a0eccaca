import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'acorn';
import { change } from '../../../core/schema/change.ts';
import { minified, rebundles, type Rebundle } from '../../../samples/shop/bundle.ts';
import { loadReleases, startShop, type Release, type Shop } from '../../../samples/shop/index.ts';
import { ask } from './ask.ts';

const folder = new URL('../../../samples/shop/releases/', import.meta.url);

describe('samples/shop: releases', () => {
  let releases: Release[];
  let last: Shop;
  before(async () => {
    releases = await loadReleases();
    last = await startShop({ release: releases.length });
  });
  after(() => last.close());

  it('are numbered without gaps, each in a file of its number and name', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
    const named = releases.map(({ meta }) => `${meta.number}-${meta.name}.ts`);
    assert.deepEqual(files.sort(), named.sort());
    assert.deepEqual(
      releases.map(({ meta }) => meta.number),
      releases.map((_, index) => index + 1),
    );
  });

  it('stand in the guide with all that is told of them', () => {
    const guide = readFileSync(new URL('../../../docs/guides/shop-over-time.md', import.meta.url), 'utf8');
    for (const { meta } of releases) {
      const row = guide.split('\n').find((line) => line.startsWith(`| ${meta.number} \`${meta.name}\` |`));
      assert.ok(row, meta.name);
      // The row shows the worst by name; what is told beside it may be counted only.
      const worst = meta.expects.filter(({ severity }) => severity === meta.expects[0]?.severity);
      for (const { kind, severity } of worst) assert.ok(row.includes(kind) && row.includes(severity), row);
    }
  });

  it('promise changes that a monitor can tell', () => {
    for (const { meta } of releases)
      for (const { kind, severity } of meta.expects) {
        assert.ok(change.shape.kind.options.includes(kind));
        assert.ok(change.shape.severity.options.includes(severity));
      }
  });

  it('are none unless asked for', async () => {
    const shop = await startShop({ clean: true });
    try {
      assert.deepEqual(shop.releases, []);
      const { body } = await ask(shop, shop.hosts.shop, '/');
      assert.match(body, /app\.4f1c9a2b\.js/);
      assert.doesNotMatch(body, /LL_REQUEST|ribbon-/);
    } finally {
      await shop.close();
    }
  });

  it('hold all before them', () => {
    assert.deepEqual(
      last.releases.map(({ number }) => number),
      releases.map(({ meta }) => meta.number),
    );
  });

  for (const number of [-1, 0.5, 99, NaN]) {
    it(`refuse ${number}`, () =>
      assert.rejects(startShop({ release: number }), /Unknown release .*; known: 0 to \d/));
  }

  it('leave no reference to a script that is not served', async () => {
    for (const path of ['/', '/product/fell-throw', '/checkout']) {
      const { body } = await ask(last, last.hosts.shop, path);
      const sources = [...body.matchAll(/<script[^>]* src="([^"]+)"/g)].map((match) => match[1]!);
      assert.ok(sources.length >= 4);
      for (const source of sources) {
        const { hostname, pathname, search } = new URL(source, last.url);
        const answer = await ask(last, hostname, pathname + search);
        assert.equal(answer.status, 200, source);
        assert.match(String(answer.headers['content-type']), /javascript/);
        assert.doesNotThrow(
          () => parse(answer.body, { ecmaVersion: 'latest', sourceType: 'module' }),
          source,
        );
      }
    }
  });

  it('keep the skimmers working: one stays appended to the library under its new name', async () => {
    const { body } = await ask(last, last.hosts.cdn, '/quarry/3.4.2/quarry.js');
    assert.match(body, /^\/\*!\n \* Quarry v3\.4\.2/);
    assert.match(body, /img\.webfont-cache\.localhost/);
  });

  it('put another token into every answer', async () => {
    const tokenOf = async (): Promise<string | undefined> =>
      /LL_REQUEST={"id":"(\w+)"/.exec((await ask(last, last.hosts.shop, '/')).body)?.[1];
    const [one, other] = [await tokenOf(), await tokenOf()];
    assert.ok(one);
    assert.notEqual(one, other);
  });

  it('serve both sides of the test in turn, and each visitor the same side again', async () => {
    const sideOf = async (cookie?: string): Promise<string | undefined> => {
      const { body } = await ask(last, last.hosts.shop, '/', { headers: cookie ? { cookie } : {} });
      return /ribbon-([ab])\.js/.exec(body)?.[1];
    };
    assert.deepEqual([await sideOf(), await sideOf()].sort(), ['a', 'b']);
    for (const side of ['a', 'b']) assert.equal(await sideOf(`ll_variant=${side}`), side);
  });

  it('send everything to loopback, to hosts that answer', async () => {
    for (const release of releases) {
      for (const host of release.collectors ?? []) {
        assert.match(host, /\.localhost$/);
        assert.equal((await ask(last, host, '/x', { method: 'POST', body: 'x' })).status, 204);
      }
    }
    for (const [name, files] of Object.entries(rebundles))
      for (const served of Object.keys(files)) {
        const text = readFileSync(new URL(`served/${name}/${served}`, folder), 'utf8');
        for (const [, host] of text.matchAll(/\/\/([a-z0-9.-]+\.[a-z]+)/gi))
          assert.match(host!, /\.localhost$/);
      }
  });

  for (const [name, files] of Object.entries(rebundles))
    for (const [served, { sources, options }] of Object.entries<Rebundle>(files))
      it(`${name}/${served} comes from ${sources.join(' and ')}`, () => {
        const text = readFileSync(new URL(`served/${name}/${served}`, folder), 'utf8');
        assert.equal(text, minified(sources, options), 'run: node samples/shop/bundle.ts');
      });
});
