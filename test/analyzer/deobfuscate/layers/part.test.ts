import assert from 'node:assert/strict';
import { originalPlace } from '../../../../analyzer/deobfuscate/index.ts';
import { hiddenPart } from '../../../../analyzer/deobfuscate/layers/part.ts';
import { Script } from '../../../../analyzer/deobfuscate/script.ts';
import { open } from '../open-text.ts';
import { obfuscate, settings, skimmer } from '../samples.ts';

/** A library of plain functions: as long as it has to be, and nothing in it to open. */
const functions = Array.from(
  { length: 1_500 },
  (_, index) => `function part${index}(a, b) { return a.list${index}.concat(b).slice(${index}, -1); }`,
);
const hidden = (name: string): string => obfuscate(skimmer, settings[name]!);
const spliced = (code: string): string =>
  [...functions.slice(0, 700), code, ...functions.slice(700)].join('\n');
const partOf = (text: string) => hiddenPart(new Script(text).code!);

describe('hiddenPart', () => {
  const names = ['a list of texts', 'a list in RC4, shuffled and rotated'];

  for (const name of names) {
    it(`finds ${name} in a library`, () => {
      const code = hidden(name);
      assert.equal(partOf(spliced(code))!.text.replaceAll(/\s/g, ''), code.replaceAll(/\s/g, ''));
    });
  }

  it('finds it inside the one function of a library', () => {
    const part = partOf(`(function (w) {${spliced(hidden(names[0]!))}})(window);`)!;
    assert.ok(part.text.includes('_0x'));
    assert.ok(!part.text.includes('part12('));
  });

  it('takes the rotation along, whose names are plain', () => {
    const part = partOf(
      `${functions.join('\n')}\nfunction list() { return ['a', 'b']; }\n` +
        `function look(n) { return list()[n - 1]; }\n(function (get) { get().push(get().shift()); })(list);\n` +
        `window[look(1)](window[look(2)]);`,
    )!;
    for (const needed of ['function list', 'function look', '(function (get)', 'window[look(1)]'])
      assert.ok(part.text.includes(needed), needed);
    assert.equal(part.pieces.length, 4);
  });

  it('is null where nothing is hidden', () => {
    assert.equal(partOf(functions.join('\n')), null);
  });

  it('is null where everything is', () => {
    assert.equal(partOf(`var _0x12ab = 1; window['_0x12ab'] = _0x12ab;`), null);
  });
});

describe('deobfuscate: a guilty page in a library', () => {
  it('opens it alone, and places point to where it stood', async () => {
    const code = hidden('a list in base64');
    const text = spliced(code);
    assert.ok(text.length > 60_000);
    const opened = await open(text);
    assert.equal(opened.outcome, 'opened');
    assert.ok(opened.text!.includes('https://stats.invalid/collect'));
    assert.ok(opened.text!.includes(functions[3]!));
    const before = opened.text!.indexOf(functions[3]!);
    const after = opened.text!.indexOf(functions[1200]!);
    assert.deepEqual(originalPlace(opened, before), { offset: text.indexOf(functions[3]!), exact: true });
    assert.deepEqual(originalPlace(opened, after), { offset: text.indexOf(functions[1200]!), exact: true });
    const { offset } = originalPlace(opened, opened.text!.indexOf('https://stats.invalid/collect'));
    const start = text.indexOf(code);
    assert.ok(offset >= start && offset <= start + code.length, `${offset} in ${start}, ${code.length}`);
  });
});
