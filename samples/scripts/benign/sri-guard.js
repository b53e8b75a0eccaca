(function () {
  var seen = {};
  function check(s) {
    if (!s.src || seen[s.src]) return;
    seen[s.src] = 1;
    var other = new URL(s.src).origin !== location.origin;
    if (other && !s.integrity) navigator.sendBeacon('/security/scripts', JSON.stringify({ src: s.src, page: location.pathname }));
  }
  document.querySelectorAll('script[src]').forEach(check);
  new MutationObserver(function (l) {
    l.forEach(function (m) { m.addedNodes.forEach(function (n) { if (n.tagName === 'SCRIPT') check(n); }); });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
