(function () {
  var brands = [
    { name: 'visa', test: /^4/, groups: [4, 4, 4, 4], cvc: 3 },
    { name: 'mastercard', test: /^(5[1-5]|2[2-7])/, groups: [4, 4, 4, 4], cvc: 3 },
    { name: 'amex', test: /^3[47]/, groups: [4, 6, 5], cvc: 4 }
  ];
  function brandOf(digits) {
    for (var i = 0; i < brands.length; i++) if (brands[i].test.test(digits)) return brands[i];
    return brands[0];
  }
  function group(digits, sizes) {
    var out = [], at = 0;
    for (var i = 0; i < sizes.length && at < digits.length; i++) {
      out.push(digits.substr(at, sizes[i]));
      at += sizes[i];
    }
    return out.join(' ');
  }
  var number = document.querySelector('[autocomplete="cc-number"]');
  var cvc = document.querySelector('[autocomplete="cc-csc"]');
  if (!number) return;
  number.addEventListener('input', function () {
    var digits = number.value.replace(/\D/g, '').slice(0, 19);
    var brand = brandOf(digits);
    number.value = group(digits, brand.groups);
    number.setAttribute('data-brand', digits ? brand.name : '');
    if (cvc) {
      cvc.maxLength = brand.cvc;
      if (digits.length === brand.groups.reduce(function (a, b) { return a + b; })) cvc.focus();
    }
  });
})();
