(function () {
  var points = [];
  document.addEventListener('click', function (e) {
    points.push([Math.round((e.pageX / document.documentElement.scrollWidth) * 1000), e.pageY, e.target.tagName]);
    if (points.length === 20) flush();
  }, true);
  function flush() {
    if (!points.length) return;
    navigator.sendBeacon('https://hm.clickmap.example/p', JSON.stringify({ u: location.pathname, w: innerWidth, p: points }));
    points = [];
  }
  addEventListener('pagehide', flush);
})();
