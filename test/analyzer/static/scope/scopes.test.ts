import assert from 'node:assert/strict';
import { parse, type Identifier } from 'acorn';
import { bindingOf, resolveScopes } from '../../../../analyzer/static/scope/index.ts';
import { flattenTree, Kind, Role } from '../../../../analyzer/static/tree/index.ts';

/** Every identifier that is a reference or declaration, as `name` for a global or `name#n` for the n-th binding. */
function resolved(source: string): string {
  const tree = flattenTree(parse(source, { ecmaVersion: 'latest', sourceType: 'module' }));
  const scopes = resolveScopes(tree);
  return tree.nodes
    .filter((_, index) => tree.kinds[index] === Kind.Identifier && tree.roles[index] !== Role.name)
    .map((node) => {
      const identifier = node as Identifier;
      const binding = bindingOf(scopes, identifier);
      return binding ? `${identifier.name}#${binding.id}` : identifier.name;
    })
    .join(' ');
}

describe('resolveScopes', () => {
  const cases: Record<string, [source: string, expected: string]> = {
    'tells locals from globals': ['var a = b; a;', 'a#0 b a#0'],
    'hoists var out of blocks': ['a; { var a; } ', 'a#0 a#0'],
    'hoists functions': ['f(); function f() { return f }', 'f#0 f#0 f#0'],
    'keeps let inside its block': ['{ let a; a } a', 'a#0 a#0 a'],
    'shadows by parameters': ['var a; function f(a) { a } a', 'a#0 f#1 a#2 a#2 a#0'],
    'sees through arrow functions': ['const a = 1; (b) => a + b', 'a#0 b#1 a#0 b#1'],
    'binds destructuring, defaults and rest': [
      'let { a, b: { c = d }, ...e } = f, [g, ...h] = a',
      'a#0 c#1 d e#2 f g#3 h#4 a#0',
    ],
    'treats a shorthand property as a reference': ['let a; ({ a, b, c: a })', 'a#0 a#0 b a#0'],
    'gives a named function expression its own name': ['(function f() { f }); f', 'f#0 f#0 f'],
    'gives a class its name inside and outside': ['class A { m() { A } } A', 'A#0 A#0 A#0'],
    'gives a class expression its name inside only': ['(class A { m() { A } }); A', 'A#0 A#0 A'],
    'binds catch parameters': ['try {} catch (e) { e } e', 'e#0 e#0 e'],
    'scopes loops': ['for (let i = 0; i < n; i++) i; i', 'i#0 i#0 n i#0 i#0 i'],
    'scopes for-of declarations': ['for (const x of xs) x; x', 'x#0 xs x#0 x'],
    'binds imports': [
      'import a, { b as c } from "m"; import * as d from "n"; a + b + c + d',
      'a#0 c#1 d#2 a#0 b c#1 d#2',
    ],
    'scopes switch': ['switch (a) { case 1: let a; a }', 'a#0 a#0 a#0'],
    'ignores properties and labels': ['let a; a: for (;;) { x.a; break a }', 'a#0 x'],
    'resolves computed keys': ['let k; ({ [k]: 1 })[k]', 'k#0 k#0 k#0'],
    'keeps static blocks apart': ['class A { static { var x; x } } x', 'A#0 x#1 x#1 x'],
    'merges redeclarations': ['var a; var a = a; { var a }', 'a#0 a#0 a#0 a#0'],
  };
  for (const [behaviour, [source, expected]] of Object.entries(cases)) {
    it(behaviour, () => assert.equal(resolved(source), expected));
  }

  it('lists declarations, reads and writes of a binding', () => {
    const source = 'var a = 1; a = 2; a += b; a++; for (a of b) a; [a] = b';
    const scopes = resolveScopes(flattenTree(parse(source, { ecmaVersion: 'latest' })));
    const [binding] = scopes.bindings;
    assert.deepEqual([binding!.declarations, binding!.writes, binding!.identifiers.length], [1, 5, 7]);
  });
});
