document.getElementById('vat').addEventListener('change', function () {
  var el = this, x = new XMLHttpRequest();
  x.open('GET', 'https://vat.checker.example/rest/' + el.value.slice(0, 2) + '/' + encodeURIComponent(el.value.slice(2)));
  x.onload = function () { el.setCustomValidity(JSON.parse(x.responseText).valid ? '' : 'Unknown VAT number'); };
  x.send();
});
