import { concealed, packed } from './conceal.ts';
import { paymentSdk } from './payment-sdks.ts';
import type { Random } from './random.ts';
import { cardFields, host, identifiers, key, personFields, quote, url } from './words.ts';

/** An honest script of a kind that resembles a hostile one: it reads cards, watches forms, loads code, redirects. */
export function honest(r: Random): string {
  if (r.chance(0.16)) return paymentSdk(r);
  const code = r.pick(kinds)(r);
  const wrapped = r.pick([
    code,
    `(function(){${r.chance(0.5) ? "'use strict';" : ''}${code}})();`,
    `document.addEventListener('DOMContentLoaded',function(){${code}});`,
    `jQuery(function($){${code}});`,
  ]);
  return r.chance(0.08) ? packed(r, wrapped) : wrapped;
}

type Kind = (r: Random) => string;

const hostedFields: Kind = (r) => {
  const [sdk, f] = identifiers(r, 2) as [string, string];
  const origin = `https://${host(r)}`;
  return `var ${sdk}={mount:function(selector,key){var ${f}=document.createElement('iframe');${f}.src='${origin}/fields.html?key='+encodeURIComponent(key);${f}.frameBorder=0;${f}.allow='payment';document.querySelector(selector).appendChild(${f});window.addEventListener('message',function(e){if(e.origin!=='${origin}')return;if(e.data.type==='token'){document.querySelector('[name=payment_token]').value=e.data.token}});return {tokenize:function(){${f}.contentWindow.postMessage({type:'tokenize'},'${origin}')}}}};`;
};

const cardFormat: Kind = (r) => {
  const [f, v] = identifiers(r, 2) as [string, string];
  return `var ${f}=document.querySelector(${quote(`#${r.pick(cardFields).replace(/\W/g, '_')}`)});${f}&&${f}.addEventListener('${r.pick(['input', 'keyup', 'blur'])}',function(){var ${v}=${f}.value.replace(/\\D/g,'');${f}.value=${v}.replace(/(.{4})/g,'$1 ').trim();${f}.classList.toggle('visa',/^4/.test(${v}));${f}.classList.toggle('amex',/^3[47]/.test(${v}));${f}.setCustomValidity(${v}.length<13?'Enter a valid card number':'')});`;
};

const placeOrder: Kind = (r) => {
  const [f, d] = identifiers(r, 2) as [string, string];
  const to = r.pick(["'/checkout/order'", "form.action", "'/rest/V1/carts/mine/payment-information'", "window.checkoutConfig.saveUrl", "'?wc-ajax=checkout'"]);
  return `var form=document.querySelector('${r.pick(['#checkout', 'form.checkout', '#co-payment-form'])}');form.addEventListener('submit',function(e){e.preventDefault();var ${d}=${r.pick(['new FormData(form)', '$(form).serialize()', "{number:form.elements['card_number'].value,cvv:form.elements['cvv'].value,name:form.elements['name'].value}"])};form.querySelector('button').disabled=true;${r.pick([`fetch(${to},{method:'POST',credentials:'same-origin',headers:{'X-CSRF-Token':document.querySelector('meta[name=csrf-token]').content},body:${d}}).then(function(r){return r.json()}).then(function(${f}){if(${f}.error){form.querySelector('.error').textContent=${f}.error}else{location.href=${f}.redirect||'/thank-you'}})`, `$.ajax({url:${to},type:'POST',data:${d},dataType:'json',success:function(${f}){if(${f}.result==='success'){window.location=${f}.redirect}else{$('.messages').html(${f}.messages)}},complete:function(){$(form).removeClass('processing')}})`])}});`;
};

const leadForm: Kind = (r) => {
  const [f, o] = identifiers(r, 2) as [string, string];
  const fields = r.some(personFields, r.int(1, 4));
  return `var ${f}=document.querySelector('${r.pick(['#newsletter', '.lead-form', 'form[data-form-id]', '.signup'])}');${f}.addEventListener('submit',function(e){e.preventDefault();var ${o}={${fields.map((name) => `${quote(name)}:${f}.querySelector(${quote(`[name="${name}"]`)}).value`).join(',')},consent:${f}.elements.consent.checked,page:location.href};${r.pick([`fetch('${url(r)}',{method:'POST',headers:{'Content-Type':'application/json'},body:JSON.stringify(${o})}).then(function(){${f}.innerHTML='<p>Thank you!</p>'})`, `$.post('${url(r)}',${o},function(){$('.thanks').show()})`, `var x=new XMLHttpRequest();x.open('POST','${url(r)}');x.send(JSON.stringify(${o}));x.onload=function(){${f}.reset()}`])}});`;
};

const formAnalytics: Kind = (r) => {
  const [q, s] = identifiers(r, 2) as [string, string];
  return `var ${q}=[],${s}=Date.now();['focus','blur','change'].forEach(function(type){document.addEventListener(type,function(e){var t=e.target;if(!t.form)return;${q}.push({f:t.name||t.id,t:type,at:Date.now()-${s},filled:${r.pick(['!!t.value', 't.value.length>0', 't.validity.valid'])}})},true)});window.addEventListener('pagehide',function(){navigator.sendBeacon('${url(r)}',JSON.stringify({site:'${key(r, 10)}',events:${q}}))});`;
};

const recorder: Kind = (r) => {
  const [q, s] = identifiers(r, 2) as [string, string];
  return `var ${q}=[];function mask(v){return v.replace(/./g,'*')}document.addEventListener('input',function(e){var t=e.target;${q}.push({type:'input',id:t.id,value:${r.pick(["t.type==='password'||/cc-|card/.test(t.autocomplete)?'':mask(t.value)", 'mask(t.value)'])},at:performance.now()})});document.addEventListener('mousemove',function(e){${q}.push({type:'move',x:e.pageX,y:e.pageY})});new MutationObserver(function(m){${q}.push({type:'mutation',count:m.length})}).observe(document,{subtree:true,childList:true});var ${s}=new WebSocket('wss://${host(r)}/record');setInterval(function(){if(${q}.length&&${s}.readyState===1){${s}.send(JSON.stringify(${q}.splice(0)))}},${r.int(1, 5)}000);`;
};

const addressLookup: Kind = (r) => {
  const [t, f] = identifiers(r, 2) as [string, string];
  return `var ${t},${f}=document.getElementById('${r.pick(['postcode', 'street', 'address1', 'city'])}');${f}.addEventListener('input',function(){clearTimeout(${t});${t}=setTimeout(function(){if(${f}.value.length<3)return;fetch('${url(r)}?q='+encodeURIComponent(${f}.value)+'&key=${key(r, 20)}').then(function(r){return r.json()}).then(function(list){var ul=document.querySelector('.suggestions');ul.innerHTML='';list.forEach(function(item){var li=document.createElement('li');li.textContent=item.label;li.onclick=function(){${f}.value=item.label};ul.appendChild(li)})})},250)});`;
};

const draft: Kind = (r) => {
  const [k] = identifiers(r, 1) as [string];
  return `var ${k}='draft:'+location.pathname;document.querySelectorAll('input:not([type=password]),textarea,select').forEach(function(el){if(/cc|card|cvv/.test(el.name))return;var saved=JSON.parse(localStorage.getItem(${k})||'{}');if(saved[el.name])el.value=saved[el.name];el.addEventListener('change',function(){saved[el.name]=el.value;localStorage.setItem(${k},JSON.stringify(saved))})});`;
};

const pixel: Kind = (r) => {
  const [u, p] = identifiers(r, 2) as [string, string];
  return `var ${u}=(document.cookie.match(/_uid=([^;]+)/)||[])[1]||Math.random().toString(36).slice(2);document.cookie='_uid='+${u}+';path=/;max-age=31536000';var ${p}={u:${u},l:location.href,r:document.referrer,t:document.title,s:screen.width+'x'+screen.height,z:Date.now()};${r.pick([`new Image().src='${url(r)}?'+Object.keys(${p}).map(function(k){return k+'='+encodeURIComponent(${p}[k])}).join('&')`, `navigator.sendBeacon('${url(r)}',JSON.stringify(${p}))`, `new Image(1,1).src='${url(r)}?d='+btoa(JSON.stringify(${p}))`])};`;
};

const tagLoader: Kind = (r) => {
  const [a] = identifiers(r, 1) as [string];
  return r.pick([
    `(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime(),event:'gtm.js'});var f=d.getElementsByTagName(s)[0],j=d.createElement(s),dl=l!='dataLayer'?'&l='+l:'';j.async=true;j.src='https://${host(r)}/gtm.js?id='+i+dl;f.parentNode.insertBefore(j,f);})(window,document,'script','dataLayer','GTM-${key(r, 7).toUpperCase()}');`,
    `(function(){var ${a}=document.createElement('script');${a}.async=true;${a}.src='${url(r)}';${r.chance(0.4) ? `if(/checkout|order/.test(location.pathname)){${a}.setAttribute('data-page','checkout')}` : ''}var s=document.getElementsByTagName('script')[0];s.parentNode.insertBefore(${a},s)})();`,
    `window.${a}=window.${a}||function(){(window.${a}.q=window.${a}.q||[]).push(arguments)};${a}('init','${key(r, 12)}');${a}('track','PageView'${r.chance(0.5) ? ",{value:document.querySelector('.total').textContent}" : ''});`,
    `if(document.querySelector('.consent-given')||/consent=1/.test(document.cookie)){['${url(r)}','${url(r)}'].forEach(function(u){var s=document.createElement('script');s.src=u;s.defer=true;document.head.appendChild(s)})}`,
    `document.write('<script src="${url(r)}"><\\/script>');`,
  ]);
};

const walletLogin: Kind = (r) => {
  const [a, s] = identifiers(r, 2) as [string, string];
  return `async function connect(){if(!window.ethereum){document.querySelector('.wallet').textContent='Please install a wallet';return}const [${a}]=await window.ethereum.request({method:'eth_requestAccounts'});const nonce=await (await fetch('/auth/nonce?address='+${a})).text();const ${s}=await window.ethereum.request({method:'personal_sign',params:['Sign in to '+location.host+': '+nonce,${a}]});const r=await fetch('/auth/login',{method:'POST',headers:{'Content-Type':'application/json'},body:JSON.stringify({address:${a},signature:${s}})});if(r.ok)location.reload()}document.querySelector('#connect').addEventListener('click',connect);window.ethereum&&window.ethereum.on('accountsChanged',()=>location.reload());`;
};

const wasmWorker: Kind = (r) => {
  const [m, w] = identifiers(r, 2) as [string, string];
  return r.pick([
    `var ${m}=WebAssembly.instantiateStreaming(fetch('/codec.wasm'),{env:{memory:new WebAssembly.Memory({initial:32})}}).then(function(x){return x.instance.exports});self.onmessage=function(e){${m}.then(function(x){var p=x.malloc(e.data.length);new Uint8Array(x.memory.buffer).set(e.data,p);x.${r.pick(['decode', 'resize', 'encode', 'sha256'])}(p,e.data.length);postMessage(new Uint8Array(x.memory.buffer,p,e.data.length))})};`,
    `var ${w}=new Worker(URL.createObjectURL(new Blob(['onmessage=function(e){postMessage(e.data.sort())}'],{type:'text/javascript'})));${w}.onmessage=function(e){render(e.data)};${w}.postMessage(window.rows);`,
    `async function ${w}(challenge,difficulty){const enc=new TextEncoder();for(let nonce=0;;nonce++){const h=new Uint8Array(await crypto.subtle.digest('SHA-256',enc.encode(challenge+nonce)));if(h[0]===0&&h[1]<difficulty){return nonce}}}document.querySelector('form').addEventListener('submit',async e=>{e.target.elements.pow.value=await ${w}(e.target.dataset.challenge,16)});`,
  ]);
};

const redirect: Kind = (r) => {
  const [a] = identifiers(r, 1) as [string];
  return r.pick([
    `if(/iphone|android/i.test(navigator.userAgent)&&document.cookie.indexOf('desktop=1')<0){location.href='https://m.'+location.host+location.pathname}`,
    `var ${a}=navigator.language.slice(0,2);if(['de','fr','es'].indexOf(${a})>-1&&location.pathname==='/'){location.replace('/'+${a}+'/')}`,
    `setTimeout(function(){window.location.href='/thank-you?order='+document.querySelector('[data-order]').dataset.order},3000);`,
    `if(top!==self){top.location=self.location}`,
    `document.querySelectorAll('a[data-out]').forEach(function(a){a.addEventListener('click',function(e){e.preventDefault();window.open(a.href,'_blank','noopener')})});`,
  ]);
};

const fingerprint: Kind = (r) => {
  const [c, f] = identifiers(r, 2) as [string, string];
  return `var ${c}=document.createElement('canvas').getContext('2d');${c}.fillText('fp',2,2);var ${f}=[navigator.userAgent,navigator.language,screen.width,navigator.hardwareConcurrency,new Date().getTimezoneOffset(),${c}.canvas.toDataURL()].join('|');var h=0;for(var i=0;i<${f}.length;i++){h=(h<<5)-h+${f}.charCodeAt(i)|0}${r.pick([`document.querySelector('[name=device_id]').value=h`, `navigator.sendBeacon('${url(r)}',JSON.stringify({h:h,s:${concealed(r, key(r, 12), 0.5)}}))`, `document.cookie='_fp='+h`])};`;
};

const frames: Kind = (r) => {
  const [f] = identifiers(r, 1) as [string];
  return r.pick([
    `var ${f}=document.createElement('iframe');${f}.src='${url(r)}';${f}.width=${r.pick([300, 728, 1])};${f}.height=${r.pick([250, 90, 1])};${f}.style.border='0';${r.chance(0.4) ? `${f}.style.display='none';` : ''}document.getElementById('${r.pick(['ad-slot', 'video', 'map', 'sync'])}').appendChild(${f});`,
    `document.write('<iframe src="${url(r)}" width="300" height="250" scrolling="no" frameborder="0"></iframe>');`,
    `navigator.serviceWorker&&navigator.serviceWorker.register('/sw.js').then(function(reg){reg.addEventListener('updatefound',function(){document.querySelector('.toast').textContent='A new version is available. Reload to update.';document.querySelector('.toast').onclick=function(){location.reload()}})});`,
    `document.querySelector('.copy').addEventListener('click',function(){navigator.clipboard.writeText(document.querySelector('.coupon').textContent);this.textContent='Copied'});`,
  ]);
};

const kinds: readonly Kind[] = [
  hostedFields, cardFormat, placeOrder, placeOrder, leadForm, leadForm, formAnalytics, recorder, addressLookup, draft,
  pixel, tagLoader, tagLoader, walletLogin, wasmWorker, redirect, fingerprint, frames,
];
