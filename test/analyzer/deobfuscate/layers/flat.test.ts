import assert from 'node:assert/strict';
import { inlineKeptTexts } from '../../../../analyzer/deobfuscate/layers/flat.ts';
import { Script } from '../../../../analyzer/deobfuscate/script.ts';

const inlined = (text: string): string | null => inlineKeptTexts(new Script(text))?.text ?? null;

describe('deobfuscate: texts that flattening keeps in objects', () => {
  it('go where they are read, whatever else the object holds', () => {
    assert.equal(
      inlined("var o = { aBcDe: 'x', fGhIj: page.value }; f(o.aBcDe, o.fGhIj);"),
      'var o = { aBcDe: \'x\', fGhIj: page.value }; f("x", o.fGhIj);',
    );
  });

  it('go with as many objects as there are', () => {
    const text = inlined("var o = { aBcDe: 'x' }, p = { kLmNo: 'y' }; f(o.aBcDe + p.kLmNo + o.aBcDe);");
    assert.ok(text?.endsWith('f("x" + "y" + "x");'), String(text));
  });

  for (const [name, text] of [
    ['that is written', "var o = { aBcDe: 'x' }; if (q()) o = r(); f(o.aBcDe);"],
    ['a member of which is written', "var o = { aBcDe: 'x' }; o.aBcDe = q(); f(o.aBcDe);"],
    ['a member of which is taken away', "var o = { aBcDe: 'x' }; delete o.aBcDe; f(o.aBcDe);"],
    ['that is handed on', "var o = { aBcDe: 'x' }; q(o); f(o.aBcDe);"],
    ['that is read by a computed name', "var o = { aBcDe: 'x' }; f(o[q()], o.aBcDe);"],
    ['filled by a pattern', "var o = { aBcDe: 'x' }; [o.aBcDe] = q(); ({ a: o.aBcDe } = q()); f(o.aBcDe);"],
    ['written twice', "var o = { aBcDe: 'x', aBcDe: 'y' }; f(o.aBcDe);"],
    ['with other names', "var o = { name: 'x', title: 'y' }; f(o.name);"],
    ['in damaged code', "var o = { aBcDe: 'x' }; f(o.aBcDe"],
  ] as const)
    it(`stay in an object ${name}`, () => assert.equal(inlined(text), null));
});
