import assert from 'node:assert/strict';
import { analyse } from '../flow/analyse.ts';

const cases: Record<string, [string, string[]]> = {
  'a script of the site written the old way': [
    `document.write(unescape('%3Cscript src="/js/vendor/x.js" type="text/javascript"%3E%3C/script%3E'))`,
    ['low decoded-document-write'],
  ],
  'a counter written the old way': [
    `var h=document.location.protocol=='https:'?'https://ssl.':'http://www.';document.write(unescape("%3Cscript src='"+h+"stat.example/ga.js'%3E%3C/script%3E"))`,
    ['low decoded-document-write'],
  ],
  'a script whose address is escaped to the last letter': [
    `document.write(unescape('%3Cscript src="%68%74%74%70%73%3a%2f%2f%78%2e%65%78%61%6d%70%6c%65/a.js"%3E%3C/script%3E'))`,
    ['high decoded-document-write', 'high script-from-decoded-url'],
  ],
};

describe('markup behind unescape', () => {
  for (const [title, [script, expected]] of Object.entries(cases))
    it(`sees ${title}`, () =>
      assert.deepEqual(
        analyse(script).evidence.map(({ severity, rule }) => `${severity} ${rule}`),
        expected,
      ));
});
