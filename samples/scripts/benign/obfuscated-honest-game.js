var _0x5a = ['getElementById', 'board', 'click', 'addEventListener', 'children', 'textContent', 'localStorage', 'best', 'getItem', 'setItem', 'moves', 'createElement', 'button', 'appendChild', 'sort', 'random'];
function _$(i) { return _0x5a[i - 0x10]; }
(function () {
  var b = document[_$(0x10)](_$(0x11)), tiles = [1, 2, 3, 4, 5, 6, 7, 8, 0], m = 0x0;
  tiles[_$(0x1e)](function () { return Math[_$(0x1f)]() - 0.5; });
  function draw() {
    b[_$(0x15)] = '';
    tiles.forEach(function (t, i) {
      var e = document[_$(0x1b)](_$(0x1c));
      e[_$(0x15)] = t || '';
      e[_$(0x13)](_$(0x12), function () { move(i); });
      b[_$(0x1d)](e);
    });
  }
  function move(i) {
    var z = tiles.indexOf(0), d = Math.abs(z - i);
    if (d !== 1 && d !== 3) return;
    tiles[z] = tiles[i];
    tiles[i] = 0;
    m++;
    draw();
    if (tiles.join('') === '123456780') {
      var best = +window[_$(0x16)][_$(0x18)](_$(0x17)) || Infinity;
      if (m < best) window[_$(0x16)][_$(0x19)](_$(0x17), m);
    }
  }
  draw();
})();
