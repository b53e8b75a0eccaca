(function () {
  'use strict';
  var form = document.getElementById('checkout-form');
  var button = document.getElementById('pay');
  var problem = form.querySelector('.problem');
  var number = document.getElementById('cc-number');
  var expiry = document.getElementById('cc-exp');
  var code = document.getElementById('cc-csc');

  function digits(text, most) {
    return text.replace(/\D/g, '').slice(0, most);
  }

  number.addEventListener('input', function () {
    var amex = /^3[47]/.test(number.value);
    var raw = digits(number.value, amex ? 15 : 19);
    number.value = amex
      ? raw.replace(/^(\d{4})(\d{1,6})?(\d{1,5})?$/, function (_, a, b, c) { return [a, b, c].filter(Boolean).join(' '); })
      : raw.replace(/(\d{4})(?=\d)/g, '$1 ');
    var brand = payfold.brand(raw);
    document.querySelectorAll('[data-brand]').forEach(function (mark) {
      mark.classList.toggle('on', mark.dataset.brand === brand);
    });
    code.maxLength = amex ? 4 : 3;
  });

  expiry.addEventListener('input', function (event) {
    var raw = digits(expiry.value, 4);
    if (raw.length === 1 && raw > '1') raw = '0' + raw;
    expiry.value = raw.length > 2 || (raw.length === 2 && event.inputType !== 'deleteContentBackward') ? raw.slice(0, 2) + ' / ' + raw.slice(2) : raw;
  });

  function show(message) {
    problem.textContent = message;
    problem.hidden = !message;
    button.disabled = false;
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    var missing = Array.prototype.find.call(form.elements, function (field) { return field.required && !field.value.trim(); });
    if (missing) {
      missing.focus();
      return show('Please fill in every field.');
    }
    button.disabled = true;
    payfold.createToken(form).then(
      function (token) {
        var hidden = document.createElement('input');
        hidden.type = 'hidden';
        hidden.name = 'payfold_token';
        hidden.value = token.id;
        form.appendChild(hidden);
        form.submit();
      },
      function (error) { show(error.message); }
    );
  });
})();
