import assert from 'node:assert/strict';
import { parse } from 'acorn';
import fc from 'fast-check';
import { hashTree, type Hashes } from '../../../../analyzer/static/hash/index.ts';
import { resolveScopes } from '../../../../analyzer/static/scope/index.ts';
import { flattenTree } from '../../../../analyzer/static/tree/index.ts';

function hashes(source: string, topLevelIsShared = true): Hashes {
  const tree = flattenTree(parse(source, { ecmaVersion: 'latest' }));
  return hashTree(tree, resolveScopes(tree), topLevelIsShared);
}

/** Pieces of code with `$0`…`$4` where local names go, `%s` a string, `%n` a number, `%g` a global, `%p` a property. */
const statements = fc.constantFrom(
  'var $0 = %s;',
  'let { %p: $1, ...$2 } = %g.%p;',
  'const $3 = ($4) => $4.%p + %n;',
  'function $4($0, $1 = %n) { return $0[%s] + $1 }',
  'if ($0 > %n) { %g($0) } else { $1.%p = `x${$2}%t` }',
  'for (let $2 = %n; $2 < %n; $2++) %g.%p($2, /%r/g);',
  'try { $3(%s) } catch ($0) { %g($0) }',
  'class $1 { %p($2) { return { a: $2, %p: $0 } } static { %g($2) } }',
  'l: while (%g) { break l }',
);
const names = ['a', 'b', 'c', 'd', 'e'];
const literals = { s: '"card"', n: '16', t: 'tail', r: 'x+', g: 'fetch', p: 'value' };
type Slot = keyof typeof literals;

function fill(
  templates: string[],
  locals: string[],
  change?: { slot: Slot; at: number; to: string },
): string {
  const seen: Record<string, number> = {};
  // Each statement in a function of its own: two `let` of one name would not parse.
  const body = templates.map((template) => `(function ($0, $1, $2, $3, $4) {{ ${template} }})();`).join('\n');
  return body.replace(/\$(\d)|%([sntrgp])/g, (_, local: string | undefined, slot: Slot) => {
    if (local !== undefined) return locals[Number(local)]!;
    const at = (seen[slot] = (seen[slot] ?? -1) + 1);
    return change?.slot === slot && change.at === at ? change.to : literals[slot];
  });
}

const programs = fc.array(statements, { minLength: 1, maxLength: 6 });

describe('structureHash', () => {
  it('ignores consistent renames of locals', () => {
    fc.assert(
      fc.property(
        programs,
        fc.shuffledSubarray(['v', 'w', 'x', 'y', 'z', '_0x1', 'ä'], { minLength: 5 }),
        (templates, other) => {
          assert.deepEqual(hashes(fill(templates, names)), hashes(fill(templates, other)));
        },
      ),
    );
  });

  it('ignores comments and white space', () => {
    const blank = fc.constantFrom(' ', '\n\t', '/* c */', '// c\n');
    fc.assert(
      fc.property(programs, blank, (templates, space) => {
        const source = fill(templates, names);
        assert.deepEqual(
          hashes(source),
          hashes(`${space}${source.replaceAll(';', `;${space}`).replaceAll('{ ', `{${space} `)}${space}`),
        );
      }),
    );
  });

  it('changes with any literal, and shapeHash does not', () => {
    const changes = fc.constantFrom<[Slot, string]>(['s', '"cvv"'], ['n', '17'], ['t', 'tall'], ['r', 'y+']);
    fc.assert(
      fc.property(programs, changes, fc.nat(3), (templates, [slot, to], at) => {
        const changed = fill(templates, names, { slot, to, at });
        const source = fill(templates, names);
        fc.pre(changed !== source);
        assert.notEqual(hashes(changed).structureHash, hashes(source).structureHash);
        assert.equal(hashes(changed).shapeHash, hashes(source).shapeHash);
      }),
    );
  });

  it('changes with any global or property, and so does shapeHash', () => {
    const changes = fc.constantFrom<[Slot, string]>(['g', 'send'], ['p', 'href']);
    fc.assert(
      fc.property(programs, changes, fc.nat(3), (templates, [slot, to], at) => {
        const changed = fill(templates, names, { slot, to, at });
        const source = fill(templates, names);
        fc.pre(changed !== source);
        assert.notEqual(hashes(changed).structureHash, hashes(source).structureHash);
        assert.notEqual(hashes(changed).shapeHash, hashes(source).shapeHash);
      }),
    );
  });

  const equal: [behaviour: string, one: string, other: string][] = [
    ['quotes', `a('b')`, `a("b")`],
    ['spelling of strings', `a('b')`, String.raw`a('\x62')`],
    ['spelling of numbers', 'a(0x10, 1e3, .5)', 'a(16, 1000, 0.50)'],
    ['parentheses and semicolons', '(a).b((c))', 'a.b(c);'],
    ['shorthand properties', '(function (a) { return { a } })', '(function (a) { return { a: a } })'],
    ['mangled shorthand properties', '(function (a) { return { a } })', '(function (b) { return { a: b } })'],
  ];
  for (const [behaviour, one, other] of equal) {
    it(`ignores ${behaviour}`, () => assert.deepEqual(hashes(one), hashes(other)));
  }

  const different: [behaviour: string, one: string, other: string][] = [
    ['operators', 'a + b', 'a - b'],
    ['assignment operators', 'a = b', 'a += b'],
    ['places of optional parts', 'for (a;;);', 'for (; a;);'],
    ['holes', '[, a]', '[a, ,]'],
    ['nesting', 'a(b(c), d)', 'a(b(c, d))'],
    ['computed members', 'a.b', 'a[b]'],
    ['optional calls', 'a?.()', 'a()'],
    ['async', '(async () => b)', '(() => b)'],
    ['names shared with the page', 'var a = 1', 'var b = 1'],
    ['which local is meant', '(function (a, b) { a })', '(function (a, b) { b })'],
    ['which literal stands where', 'a("b", "c")', 'a("c", "b")'],
    ['where a text ends', 'a("b", "cd")', 'a("bc", "d")'],
    ['text against number', 'a("1")', 'a(1)'],
    ['zero and minus zero', 'a(0)', 'a(-0)'],
    ['lone surrogates', String.raw`a("\ud800")`, String.raw`a("\ud801")`],
    ['var against let', '{ var a }', '{ let a }'],
    ['accessors', '({ get a() {} })', '({ set a(b) {} })'],
  ];
  for (const [behaviour, one, other] of different) {
    it(`tells apart ${behaviour}`, () =>
      assert.notEqual(hashes(one).structureHash, hashes(other).structureHash));
  }

  it('ignores top-level names where they are private', () => {
    assert.deepEqual(hashes('var a = 1; b(a)', false), hashes('var c = 1; b(c)', false));
  });
});
