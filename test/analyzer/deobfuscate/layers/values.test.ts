import assert from 'node:assert/strict';
import { openValues } from '../../../../analyzer/deobfuscate/layers/values.ts';
import { DecoderSandbox } from '../../../../analyzer/deobfuscate/sandbox/sandbox.ts';
import { Script } from '../../../../analyzer/deobfuscate/script.ts';

const valuesOf = async (text: string): Promise<string | null> => {
  const sandbox = new DecoderSandbox({ memoryMb: 32, operations: 2_000_000, answerLength: 100_000 });
  return (await openValues(new Script(text), sandbox))?.text ?? null;
};

const xor =
  "function d(s, n) { var o = ''; for (var i = 0; i < s.length; i++) o += String.fromCharCode(s.charCodeAt(i) ^ n); return o }";

describe('deobfuscate: values', () => {
  for (const [name, text, shown] of [
    ['a decoder', `${xor} send(d('idmmn', 1));`, 'send("hello")'],
    [
      'a decoder in a variable',
      'var d = function (s) { return s.split("").reverse().join("") }; f(d("olleh"));',
      'f("hello")',
    ],
    [
      'a decoder that is a member',
      'var o = { k: 2, d: function (s) { return s.repeat(this.k) } }; f(o.d("ab"));',
      'f("abab")',
    ],
    [
      'a decoder with members set apart',
      'var o = {}; o.d = function (s) { return s + "!" }; f(o.d("ab"));',
      'f("ab!")',
    ],
    [
      'a list that is shuffled',
      'var a = ["b", "a"]; (function (l) { l.push(l.shift()) })(a); f(a[0]);',
      'f("a")',
    ],
    ['a list out of a text', 'var a = "x|y".split("|"); f(a[1]);', 'f("y")'],
    ['character codes', 'f(String.fromCharCode(104, 105));', 'f("hi")'],
    ['a function called at once', 'f((function (s) { return s + "b" })("a"));', 'f("ab")'],
    ['a decoder of the window', 'f(window.atob("aGk="));', 'f("hi")'],
    ['names a decoder gives', `${xor} document[d('vshud', 1)](1);`, 'document["write"](1)'],
  ] as const)
    it(`opens ${name}`, async () => {
      const opened = await valuesOf(text);
      assert.ok(opened?.includes(shown), String(opened));
    });

  for (const [name, text] of [
    ['what the page takes part in', 'function d(s) { return s + location.hash } f(d("a"));'],
    ['what changes', 'var a = ["x"]; function add(v) { a.push(v) } add(q()); f(a.join(","));'],
    ['what is written in a loop', 'var o = ""; for (var i = 0; i < 3; i++) o += i; f(o + "x");'],
    [
      'a local list that is filled',
      'function g(o) { var l = []; for (var k in o) l.push(k); return l.join("&"); }',
    ],
    ['chance', 'f("id" + Math.random().toString(36).slice(2));'],
    ['the clock', 'function stamp() { return "t" + new Date().getTime() } f(stamp());'],
    ['what the window holds', 'f(String(window.opera) + "!"); f({}.toString.call(window) + "!");'],
    ['a parameter', 'function g(a) { return a[0] + "b"; }'],
    ['this of a function', 'function g() { return this.x("a") + "b"; }'],
    ['a target of assignment', 'var a = ["x", "y"]; a[0] = q();'],
    ['numbers', 'f(parseInt("12", 10));'],
    ['damaged code', 'f(d("a"'],
  ] as const)
    it(`leaves ${name}`, async () => assert.equal(await valuesOf(text), null));

  it('gives up on decoders that do not end', async () => {
    const sandbox = new DecoderSandbox({ memoryMb: 32, operations: 2_000_000, answerLength: 100_000 });
    const decoders = Array.from(
      { length: 8 },
      (_, index) => `function d${index}(s) { for (;;); } f(d${index}("a"));`,
    );
    assert.equal(await openValues(new Script(decoders.join('\n')), sandbox), null);
    assert.equal(sandbox.interrupted, 3);
  });
});
