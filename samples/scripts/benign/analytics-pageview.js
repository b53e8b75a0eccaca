(function (w, d, n) {
  var id = (d.cookie.match(/_pv=([\w.]+)/) || [])[1];
  if (!id) {
    id = Math.random().toString(36).slice(2) + '.' + Date.now();
    d.cookie = '_pv=' + id + ';path=/;max-age=63072000;SameSite=Lax';
  }
  var q = w.pv && w.pv.q ? w.pv.q : [];
  function send(name, props) {
    var p = 'v=1&cid=' + id + '&t=' + name + '&dl=' + encodeURIComponent(d.location.href) + '&dt=' + encodeURIComponent(d.title) + '&ul=' + n.language + '&sr=' + screen.width + 'x' + screen.height;
    for (var k in props) p += '&' + k + '=' + encodeURIComponent(props[k]);
    if (n.sendBeacon) n.sendBeacon('https://www.pageview.example/collect', p);
    else new Image().src = 'https://www.pageview.example/collect?' + p;
  }
  w.pv = function () { send.apply(null, arguments); };
  q.forEach(function (a) { send.apply(null, a); });
  send('pageview');
})(window, document, navigator);
