import assert from 'node:assert/strict';
import { openCode } from '../../../../analyzer/deobfuscate/layers/code.ts';
import { DecoderSandbox } from '../../../../analyzer/deobfuscate/sandbox/sandbox.ts';
import { Script } from '../../../../analyzer/deobfuscate/script.ts';
import { pack } from '../samples.ts';

const codeOf = async (text: string): Promise<string | null> => {
  const sandbox = new DecoderSandbox({ memoryMb: 32, operations: 2_000_000, answerLength: 100_000 });
  return (await openCode(new Script(text), sandbox))?.text ?? null;
};
const hex = Buffer.from('send(field)').toString('hex');

describe('deobfuscate: code made of text', () => {
  for (const [name, text, shown] of [
    ['eval of a text', "eval('send(field)');", 'send(field)'],
    ['eval of base64', `eval(atob('${btoa('send(field)')}'));`, 'send(field)'],
    ['eval of escapes', "eval(unescape('%73%65nd(field)'));", 'send(field)'],
    ['eval of character codes', 'window.eval(String.fromCharCode(115, 101, 110, 100, 40, 41));', 'send()'],
    ['indirect eval', "(0, eval)('send(field)');", 'send(field)'],
    ['eval by its name', "this['eval']('send(field)');", 'send(field)'],
    ['Function', "new Function('send(field)')();", 'send(field)'],
    ['Function by constructor', "[]['filter']['constructor']('send(field)')();", 'send(field)'],
    ['a function of text', "var f = Function('send(field)');", 'var f = (function () {send(field)'],
    [
      'a timer, which runs its text later',
      "setTimeout('send(' + 'field)', 10);",
      'setTimeout((function () {send(field)\n}), 10);',
    ],
    ['eval in eval', "eval(lost(eval('send(field)')));", 'eval(lost((send(field))))'],
    [
      'several statements, the last of which is the value',
      "var v = eval('var a = b; [a].join()');",
      'var v = (() => {var a = b; \nreturn ([a].join());})();',
    ],
    ['a value', "var v = eval('(' + '1 + send(field)' + ')');", 'var v = (1 + send(field))'],
    ['a packer', pack('send(field, "with a text")'), 'send(field, "with a text")'],
    [
      'a loop that decodes',
      `(function () { var s = '${hex}', r = ''; for (var i = 0; i < s.length; i += 2) r += String.fromCharCode(parseInt(s.substr(i, 2), 16)); eval(r); })();`,
      'send(field)',
    ],
    [
      'globals that were never declared',
      "x = 'rdmc(ehdkc('; y = ''; for (i = 0; i < x.length; i++) { y += String.fromCharCode(x.charCodeAt(i) + 1) } this['eval'](y.replace(/\\)/g, '(').slice(0, 4) + '(field)');",
      'send(field)',
    ],
    [
      'markup',
      "document.write(unescape('%3Cscript src=%22//cdn.invalid/a.js%22%3E'));",
      '//cdn.invalid/a.js',
    ],
  ] as const)
    it(`opens ${name}`, async () => {
      const opened = await codeOf(text);
      assert.ok(opened?.includes(shown), String(opened));
    });

  for (const [name, text] of [
    ['eval of what the page holds', 'eval(document.body.innerHTML);'],
    ['eval of data', "eval('no code at all');"],
    ['a timer with a function', 'setTimeout(function () { a() }, 10); setTimeout(a, 10);'],
    ['what only names the global object', "var all = Function('return this')();"],
    ['plain markup', "document.write('<p>hello</p>');"],
  ] as const)
    it(`leaves ${name}`, async () => assert.equal(await codeOf(text), null));
});
