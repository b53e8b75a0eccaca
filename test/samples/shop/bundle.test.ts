import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { bundles, minified, obfuscatedSkimmers } from '../../../samples/shop/bundle.ts';
import { loadAllSkimmers } from '../../../samples/shop/skimmers.ts';

describe('samples/shop: minified scripts', () => {
  for (const [source, served] of Object.entries(bundles)) {
    it(`${served} comes from ${source}`, () => {
      const text = readFileSync(new URL(`../../../samples/shop/public/${served}`, import.meta.url), 'utf8');
      assert.equal(text, minified(source), 'run: node samples/shop/bundle.ts');
    });
  }
});

describe('samples/shop: obfuscated skimmers', function () {
  this.timeout(20_000);
  const made = obfuscatedSkimmers();
  for (const { name, obfuscated } of loadAllSkimmers()) {
    it(`${name} comes from its readable source`, () => {
      assert.equal(obfuscated, made.get(name), 'run: node samples/shop/bundle.ts');
    });
  }
});
