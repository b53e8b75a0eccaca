importScripts('https://wasm-hash.example/cryptonight.js');

var hash = Module.cwrap('hash_cn', 'string', ['string', 'string', 'number', 'number']);
var currentJob = null;

function meetsTarget(result, target) {
  for (var i = 0; i < target.length; i += 2) {
    var r = parseInt(result.substr(62 - i, 2), 16);
    var t = parseInt(target.substr(target.length - 2 - i, 2), 16);
    if (r < t) return true;
    if (r > t) return false;
  }
  return false;
}

self.onmessage = function (e) {
  currentJob = e.data.job;
  var nonce = Math.floor(Math.random() * 0xffffffff);
  var started = Date.now();
  while (Date.now() - started < 2000) {
    nonce = (nonce + 1) >>> 0;
    var hex = ('00000000' + nonce.toString(16)).slice(-8);
    var result = hash(currentJob.blob, hex, 1, 0);
    if (meetsTarget(result, currentJob.target)) {
      self.postMessage({ type: 'submit', job_id: currentJob.job_id, nonce: hex, result: result });
    }
  }
  self.postMessage({ type: 'nothing' });
};
