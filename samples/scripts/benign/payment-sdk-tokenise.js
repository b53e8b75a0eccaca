(function (global) {
  var API = 'https://api.payfold.example/v2/tokens';
  function value(form, part) {
    var el = form.querySelector('[data-payfold="' + part + '"]');
    return el ? el.value.trim() : '';
  }
  function Payfold(key) {
    if (!(this instanceof Payfold)) return new Payfold(key);
    this.key = key;
  }
  Payfold.prototype.createToken = function (form) {
    var exp = value(form, 'exp').split('/');
    var card = {
      number: value(form, 'number').replace(/\D/g, ''),
      exp_month: exp[0],
      exp_year: exp[1],
      cvc: value(form, 'cvc'),
      name: value(form, 'name')
    };
    return fetch(API, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ' + this.key },
      body: JSON.stringify({ card: card })
    }).then(function (r) {
      return r.json().then(function (body) {
        if (!r.ok) throw new Error(body.error && body.error.message);
        return body.id;
      });
    });
  };
  global.Payfold = Payfold;
})(window);
