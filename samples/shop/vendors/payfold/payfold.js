/*! Payfold.js 2.8.0 */
(function (global) {
  'use strict';
  var api = 'https://api.payfold.localhost/v2';
  var parts = ['number', 'name', 'expiry', 'csc'];

  function PayfoldError(code, message) {
    var error = new Error(message);
    error.name = 'PayfoldError';
    error.code = code;
    return error;
  }

  function luhn(number) {
    var sum = 0;
    for (var i = 0; i < number.length; i++) {
      var digit = +number.charAt(number.length - 1 - i);
      if (i % 2) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
      sum += digit;
    }
    return sum % 10 === 0;
  }

  function brand(number) {
    if (/^4/.test(number)) return 'visa';
    if (/^(5[1-5]|2[2-7])/.test(number)) return 'mastercard';
    if (/^3[47]/.test(number)) return 'amex';
    return 'unknown';
  }

  /** Reads the inputs the merchant marked with data-payfold. */
  function readCard(form) {
    var card = {};
    parts.forEach(function (part) {
      var input = form.querySelector('[data-payfold="' + part + '"]');
      card[part] = input ? input.value.trim() : '';
    });
    card.number = card.number.replace(/\D/g, '');
    var expiry = card.expiry.split(/\s*\/\s*/);
    card.exp_month = parseInt(expiry[0], 10);
    card.exp_year = 2000 + (parseInt(expiry[1], 10) % 100);
    delete card.expiry;
    return card;
  }

  function check(card) {
    if (card.number.length < 12 || !luhn(card.number)) return PayfoldError('invalid_number', 'That card number is not complete.');
    if (!(card.exp_month >= 1 && card.exp_month <= 12)) return PayfoldError('invalid_expiry', 'That expiry date is not valid.');
    if (!/^\d{3,4}$/.test(card.csc)) return PayfoldError('invalid_csc', 'The security code has three or four digits.');
    return null;
  }

  function Client(key, options) {
    this.key = key;
    this.locale = (options && options.locale) || navigator.language;
  }

  Client.prototype.createToken = function (form) {
    var card = readCard(form);
    var problem = check(card);
    if (problem) return Promise.reject(problem);
    return fetch(api + '/tokens', {
      method: 'POST',
      credentials: 'omit',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ' + this.key },
      body: JSON.stringify({ card: card, locale: this.locale, client: 'payfold-js/2.8.0', referrer: location.origin })
    }).then(function (response) {
      return response.json().then(function (body) {
        if (!response.ok) throw PayfoldError(body.error.code, 'The card was not accepted.');
        return body;
      });
    });
  };

  Client.prototype.brand = function (number) {
    return brand(String(number).replace(/\D/g, ''));
  };

  global.Payfold = function (key, options) {
    if (!/^pk_(live|test)_/.test(key)) throw PayfoldError('invalid_key', 'Payfold needs a publishable key.');
    return new Client(key, options);
  };
})(window);
