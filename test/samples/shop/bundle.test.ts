import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { bundles, minified } from '../../../samples/shop/bundle.ts';

describe('samples/shop: minified scripts', () => {
  for (const [source, served] of Object.entries(bundles)) {
    it(`${served} comes from ${source}`, () => {
      const text = readFileSync(new URL(`../../../samples/shop/public/${served}`, import.meta.url), 'utf8');
      assert.equal(text, minified(source), 'run: node samples/shop/bundle.ts');
    });
  }
});
