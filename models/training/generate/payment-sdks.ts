import type { Random } from './random.ts';
import { cardFields, cvvFields, expiryFields, host, identifiers, path, quote } from './words.ts';

/**
 * An honest payment library of one of many designs. It reads card fields and sends them to its own host, openly: for a
 * caller, with a key, checked first, and answers with a token or an error.
 */
export function paymentSdk(r: Random): string {
  const [sdk, read, check, send, card] = identifiers(r, 5) as [string, string, string, string, string];
  const parts = [luhn(r), brand(r), reader(r, read, card), checker(r, check, card), sender(r, send, card)].filter((part) => part);
  return publish(r, sdk, parts.join('\n'), { read, check, send, card });
}

interface Names {
  read: string;
  check: string;
  send: string;
  card: string;
}

function luhn(r: Random): string {
  return r.pick([
    `function luhn(n){var s=0,d=false;for(var i=n.length-1;i>=0;i--){var c=+n[i];if(d){c*=2;if(c>9)c-=9}s+=c;d=!d}return s%10===0}`,
    `function luhn(number){let sum=0;for(let i=0;i<number.length;i++){let digit=Number(number[number.length-1-i]);if(i%2)digit=digit>4?digit*2-9:digit*2;sum+=digit}return sum%10===0}`,
    `function luhn(value){return /^\\d{12,19}$/.test(value)&&value.split('').reverse().reduce(function(total,c,i){var d=+c;if(i%2){d*=2}return total+(d>9?d-9:d)},0)%10===0}`,
  ]);
}

function brand(r: Random): string {
  return r.pick([
    '',
    `function brand(n){if(/^4/.test(n))return 'visa';if(/^5[1-5]/.test(n))return 'mastercard';if(/^3[47]/.test(n))return 'amex';return 'unknown'}`,
    `var BRANDS={visa:/^4/,mastercard:/^(5[1-5]|2[2-7])/,amex:/^3[47]/,discover:/^6(011|5)/};function brand(n){for(var name in BRANDS){if(BRANDS[name].test(n))return name}return null}`,
  ]);
}

/** `read(form)` → what the card inputs hold. */
function reader(r: Random, read: string, card: string): string {
  const number = r.pick(cardFields);
  const cvv = r.pick(cvvFields);
  const expiry = r.pick(expiryFields);
  const mark = r.pick(['data-pay', 'data-card', 'data-field', 'data-checkout', 'data-encrypted-name', 'data-sdk']);
  switch (r.int(0, 5)) {
    case 0:
      return `function ${read}(form){var ${card}={};['number','name','expiry','cvc'].forEach(function(part){var input=form.querySelector('[${mark}="'+part+'"]');${card}[part]=input?input.value.trim():''});${card}.number=${card}.number.replace(/\\D/g,'');return ${card}}`;
    case 1:
      return `function ${read}(form){return {number:form.querySelector('[autocomplete="cc-number"]').value.replace(/\\s+/g,''),cvc:form.querySelector('[autocomplete="cc-csc"]').value,exp:form.querySelector('[autocomplete="cc-exp"]').value}}`;
    case 2:
      return `function ${read}(options){function value(selector){var el=document.querySelector(selector);return el?el.value:''}return {number:value(options.number||${quote(`#${number.replace(/\W/g, '-')}`)}),cvv:value(options.cvv||${quote(`#${cvv.replace(/\W/g, '-')}`)}),expiry:value(options.expiry||${quote(`#${expiry.replace(/\W/g, '-')}`)})}}`;
    case 3:
      return `function ${read}(form){const fields=form.elements;return {number:fields[${quote(number)}].value,securityCode:fields[${quote(cvv)}].value,expiry:fields[${quote(expiry)}].value,holder:fields.cardholder&&fields.cardholder.value}}`;
    case 4:
      return `function ${read}(inputs){return {number:inputs.number.value,expMonth:parseInt(inputs.expiry.value.split('/')[0],10),expYear:2000+parseInt(inputs.expiry.value.split('/')[1],10),cvc:inputs.cvc.value}}`;
    default:
      return `function ${read}(form){var ${card}={};var inputs=form.querySelectorAll('input[${mark}]');for(var i=0;i<inputs.length;i++){${card}[inputs[i].getAttribute('${mark}')]=inputs[i].value}return ${card}}`;
  }
}

function checker(r: Random, check: string, card: string): string {
  return r.pick([
    `function ${check}(${card}){if(!luhn(${card}.number))return {code:'invalid_number',message:'Your card number is not valid.'};if(!/^\\d{3,4}$/.test(${card}.cvc||${card}.cvv||''))return {code:'invalid_cvc',message:'The security code is not valid.'};return null}`,
    `function ${check}(${card}){var errors=[];if(!${card}.number||!luhn(${card}.number)){errors.push({field:'number',message:'Enter a valid card number'})}if(!${card}.expiry&&!${card}.exp&&!${card}.expMonth){errors.push({field:'expiry',message:'Enter the expiry date'})}return errors.length?errors:null}`,
    `function ${check}(${card}){if(!luhn(String(${card}.number)))return new Error('invalid_number');return null}`,
  ]);
}

/** `send(key, card)` → a promise of the token. */
function sender(r: Random, send: string, card: string): string {
  const api = `https://${host(r)}/${path(r)}`;
  const base = r.chance(0.5);
  const to = base ? `API+'/${r.pick(['tokens', 'v1/tokens', 'payment_methods', 'cards', 'v2/sessions/card'])}'` : quote(api);
  const start = base ? `var API=${quote(`https://${host(r)}`)};` : '';
  const body = r.pick([`JSON.stringify({card:${card}})`, `JSON.stringify({type:'card',card:${card},client:'js/2.${r.int(0, 40)}.${r.int(0, 9)}',referrer:location.origin})`, `JSON.stringify(${card})`]);
  switch (r.int(0, 4)) {
    case 0:
      return `${start}function ${send}(key,${card}){return fetch(${to},{method:'POST',credentials:'omit',headers:{'Content-Type':'application/json',Authorization:'Bearer '+key},body:${body}}).then(function(response){return response.json().then(function(data){if(!response.ok)throw new Error(data.error.message);return data})})}`;
    case 1:
      return `${start}async function ${send}(key,${card}){const response=await fetch(${to},{method:'POST',headers:{'Content-Type':'application/json','X-Api-Key':key},body:${body}});const data=await response.json();if(!response.ok){throw Object.assign(new Error(data.message),{code:data.code})}return data.token}`;
    case 2:
      return `${start}function ${send}(key,${card}){return new Promise(function(resolve,reject){var xhr=new XMLHttpRequest();xhr.open('POST',${to},true);xhr.setRequestHeader('Content-Type','application/json');xhr.setRequestHeader('Authorization','Basic '+btoa(key+':'));xhr.onload=function(){var data=JSON.parse(xhr.responseText);xhr.status<400?resolve(data):reject(data.error)};xhr.onerror=function(){reject({code:'network_error'})};xhr.timeout=30000;xhr.send(${body})})}`;
    case 3:
      return `${start}function ${send}(key,${card}){var data=new URLSearchParams();data.append('key',key);Object.keys(${card}).forEach(function(name){data.append('card['+name+']',${card}[name])});return fetch(${to},{method:'POST',body:data}).then(function(response){return response.json()})}`;
    default:
      return `${start}async function ${send}(key,${card}){const raw=await crypto.subtle.importKey('jwk',key.jwk,{name:'RSA-OAEP',hash:'SHA-256'},false,['encrypt']);const sealed=await crypto.subtle.encrypt({name:'RSA-OAEP'},raw,new TextEncoder().encode(${body}));const response=await fetch(${to},{method:'POST',headers:{'Content-Type':'application/json'},body:JSON.stringify({payload:btoa(String.fromCharCode(...new Uint8Array(sealed))),kid:key.id})});return response.json()}`;
  }
}

function publish(r: Random, sdk: string, parts: string, { read, check, send, card }: Names): string {
  const method = r.pick(['createToken', 'tokenize', 'tokenizeCard', 'createPaymentMethod', 'encrypt', 'submitCard']);
  const key = r.pick([`if(!/^pk_(live|test)_/.test(key))throw new Error('A publishable key is needed');`, '', `if(!key)throw new TypeError('key is required');`]);
  switch (r.int(0, 4)) {
    case 0:
      return `(function(global){'use strict';${parts}\nfunction Client(key,options){this.key=key;this.locale=options&&options.locale||navigator.language}Client.prototype.${method}=function(form){var ${card}=${read}(form);var problem=${check}(${card});if(problem)return Promise.reject(problem);return ${send}(this.key,${card})};global.${sdk}=function(key,options){${key}return new Client(key,options)}})(window);`;
    case 1:
      return `${parts}\nclass ${sdk}{constructor(key){${key}this.key=key}async ${method}(form){const ${card}=${read}(form);const problem=${check}(${card});if(problem)throw problem;return ${send}(this.key,${card})}mount(selector){this.form=document.querySelector(selector);return this}}\nwindow.${sdk}=${sdk};`;
    case 2:
      return `!function(root,factory){typeof exports==='object'?module.exports=factory():typeof define==='function'&&define.amd?define(factory):root.${sdk}=factory()}(this,function(){${parts}\nreturn {version:'${r.int(1, 5)}.${r.int(0, 20)}.0',setKey:function(key){this.key=key},${method}:function(form,callback){var ${card}=${read}(form),problem=${check}(${card});if(problem){return callback(problem)}${send}(this.key,${card}).then(function(token){callback(null,token)},callback)}}});`;
    case 3:
      return `window.${sdk}=(function(){${parts}\nvar settings={};return {setup:function(o){for(var k in o)settings[k]=o[k];return this},${method}:function(form){var ${card}=${read}(form);return ${check}(${card})?Promise.reject(${check}(${card})):${send}(settings.key,${card}).then(function(result){var hidden=document.createElement('input');hidden.type='hidden';hidden.name='payment_token';hidden.value=result.id;form.appendChild(hidden);return result})}}})();`;
    default:
      return `${parts}\nexport async function ${method}(key,form){const ${card}=${read}(form);const problem=${check}(${card});if(problem)return {error:problem};return {token:await ${send}(key,${card})}}\nexport default {${method}};`;
  }
}
