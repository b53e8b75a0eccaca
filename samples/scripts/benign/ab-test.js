(function () {
  var experiments = [{ id: 'cta-colour', at: /^\/product/, variants: ['control', 'green'], change: function (v) { if (v === 'green') document.querySelector('.add-to-cart').style.background = '#1b7f3b'; } }];
  document.documentElement.style.opacity = 0;
  setTimeout(function () { document.documentElement.style.opacity = 1; }, 1200);
  function bucket(id, n) {
    var m = document.cookie.match(new RegExp('ab_' + id + '=(\\d+)'));
    if (m) return +m[1];
    var v = Math.floor(Math.random() * n);
    document.cookie = 'ab_' + id + '=' + v + ';path=/;max-age=2592000';
    return v;
  }
  document.addEventListener('DOMContentLoaded', function () {
    experiments.forEach(function (x) {
      if (!x.at.test(location.pathname)) return;
      var v = bucket(x.id, x.variants.length);
      x.change(x.variants[v]);
      new Image().src = 'https://log.splitlab.example/exposure?x=' + x.id + '&v=' + x.variants[v] + '&u=' + encodeURIComponent(location.pathname);
    });
    document.documentElement.style.opacity = 1;
  });
})();
