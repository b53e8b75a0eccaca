import assert from 'node:assert/strict';
import { analyse } from '../../flow/analyse.ts';

const cases: Record<string, [string, string[]]> = {
  'a search on the own site for what keys gave': [
    `var b='';document.onkeypress=function(e){b+=String.fromCharCode(e.which);if(b.length>7)location.href='/product?ean='+encodeURIComponent(b)}`,
    [],
  ],
  'a visitor sent to a decoded host': [
    `location.href=String.fromCharCode(104,116,116,112,115,58,47,47,120,46,101,120,97,109,112,108,101,47)`,
    ['high redirect-to-decoded-url'],
  ],
  'a decoded path on the own site': [`location.href=atob(window.q)+'/a'`, ['medium redirect-to-decoded-url']],
};

describe('decoded addresses', () => {
  for (const [name, [text, expected]] of Object.entries(cases))
    it(name, () => {
      assert.deepEqual(
        analyse(text).evidence.map(({ severity, rule }) => `${severity} ${rule}`),
        expected,
      );
    });
});
