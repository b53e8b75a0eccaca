import assert from 'node:assert/strict';
import { DecoderSandbox } from '../../../../analyzer/deobfuscate/sandbox/sandbox.ts';

const create = (operations = 4_000_000): DecoderSandbox =>
  new DecoderSandbox({ memoryMb: 32, operations, answerLength: 100_000 });

describe('deobfuscate: decoder sandbox', () => {
  it('answers texts, numbers and lists of them', async () => {
    assert.deepEqual(await create().evaluate("['a' + 'b', 1, true, [2, 'c'], {}.x, null]"), [
      'ab',
      1,
      true,
      [2, 'c'],
      undefined,
      undefined,
    ]);
  });

  it('has what decoders take from a page, and no page', async () => {
    const text = 'any \xff bytes';
    assert.equal(await create().evaluate(`window.atob(btoa(${JSON.stringify(text)}))`), text);
    assert.equal(await create().evaluate("atob('aGk') + unescape('%21')"), 'hi!');
    assert.equal(
      await create().evaluate('[typeof document, typeof fetch, typeof process, typeof require].join()'),
      'undefined,undefined,undefined,undefined',
    );
  });

  it('gives the same answers whenever asked', async () => {
    assert.equal(await create().evaluate('Math.random()'), await create().evaluate('Math.random()'));
    assert.equal(await create().evaluate('Date.now() + +new Date()'), 2 * 1_700_000_000_000);
  });

  it('starts every question anew', async () => {
    const sandbox = create();
    await sandbox.evaluate('var left = 1; Array.prototype.push = 1; left');
    assert.equal(await sandbox.evaluate('typeof left + [].push.call([], 1)'), 'undefined1');
  });

  it('keeps the texts that become code', async () => {
    const codes = await create().record(
      "eval('1;'); Function('return 2')(); [].flat.constructor('a', 'b()'); c()",
    );
    assert.deepEqual(codes, ['1;', 'return 2', 'b()']);
  });

  for (const [name, code] of [
    ['an endless loop', 'for (;;);'],
    ['endless recursion', '(function f() { f(); })()'],
    ['a memory bomb', "var a = 'x'; for (;;) a += a;"],
    ['an array bomb', 'var a = []; for (;;) a.push(new Array(1e5).fill(1));'],
    ['a regular expression bomb', "/^(a+)+$/.test('a'.repeat(50) + 'b')"],
    ['a huge answer', "'x'.repeat(200000)"],
    ['an error', 'throw { toString: function () { throw 1 } }'],
    ['no code at all', '(((('],
  ] as const) {
    it(`survives ${name}`, async () => {
      const sandbox = create();
      await assert.rejects(sandbox.evaluate(code));
      assert.equal(await sandbox.evaluate("'still ' + 'there'"), 'still there');
    });
  }

  it('does not read lists without end', async () => {
    assert.equal(await create().evaluate('({ length: 1e9 })'), undefined);
    assert.deepEqual(await create().evaluate('var a = []; a[0] = a; a'), [[[undefined]]]);
  });

  it('counts what is used and stops when nothing is left', async () => {
    const sandbox = create(100_000);
    for (let tries = 0; tries < 8; tries++) await sandbox.evaluate('for (;;);').catch(() => undefined);
    assert.ok(sandbox.operations >= 100_000);
    await assert.rejects(sandbox.evaluate('1'), /No operations left/);
  });
});
