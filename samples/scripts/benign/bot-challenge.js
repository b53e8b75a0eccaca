var _0x2c = ['webdriver', 'plugins', 'length', 'languages', 'cookie', 'substr', 'reload', 'charCodeAt', 'toString', '__chl=', ';path=/;max-age=1800', 'userAgent', 'callPhantom', '_phantom', 'hardwareConcurrency'];
(function (arr, n) { while (n--) arr.push(arr.shift()); })(_0x2c, 15);
var _0xf = function (i) { return _0x2c[i]; };
(function () {
  var score = 0, n = navigator, w = window;
  if (n[_0xf(0)]) score += 4;
  if (!n[_0xf(1)] || !n[_0xf(1)][_0xf(2)]) score += 1;
  if (!n[_0xf(3)] || !n[_0xf(3)][_0xf(2)]) score += 2;
  if (w[_0xf(12)] || w[_0xf(13)]) score += 8;
  function h(s) {
    var x = 0x811c9dc5;
    for (var i = 0; i < s[_0xf(2)]; i++) {
      x ^= s[_0xf(7)](i);
      x = Math.imul(x, 0x01000193);
    }
    return (x >>> 0)[_0xf(8)](16);
  }
  var seed = document.querySelector('meta[name=chl]').content, k = 0;
  while (h(seed + k)[_0xf(5)](0, 3) !== '000') k++;
  document[_0xf(4)] = _0xf(9) + seed + '.' + k + '.' + score + _0xf(10);
  location[_0xf(6)]();
})();
