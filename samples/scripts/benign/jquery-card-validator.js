(function ($) {
  var types = [
    { name: 'visa', range: '4', length: [13, 16, 19] },
    { name: 'maestro', range: '50,56-69', length: [12, 13, 14, 15, 16, 17, 18, 19] },
    { name: 'discover', range: '6011,65', length: [16] }
  ];
  function inRange(number, range) {
    return range.split(',').some(function (r) {
      var ends = r.split('-'), head = +number.substr(0, ends[0].length);
      return head >= +ends[0] && head <= +(ends[1] || ends[0]);
    });
  }
  function luhn(number) {
    var sum = 0, n = number.split('').reverse();
    for (var i = 0; i < n.length; i++) {
      var d = +n[i];
      if (i % 2 && (d *= 2) > 9) d -= 9;
      sum += d;
    }
    return sum % 10 === 0;
  }
  $.fn.validateCard = function (callback) {
    return this.on('input.validateCard', function () {
      var number = $(this).val().replace(/[ -]/g, '');
      var type = types.filter(function (t) { return inRange(number, t.range); })[0] || null;
      callback.call(this, {
        card_type: type,
        valid: !!type && luhn(number) && type.length.indexOf(number.length) > -1,
        luhn_valid: luhn(number)
      });
    });
  };
})(jQuery);
