document.addEventListener('paste', function (e) {
  var t = e.target;
  if (!t.matches || !t.matches('#card-number, [autocomplete="cc-number"]')) return;
  e.preventDefault();
  var digits = (e.clipboardData || window.clipboardData).getData('text').replace(/\D/g, '').slice(0, 19);
  t.value = digits.replace(/(\d{4})(?=\d)/g, '$1 ');
  t.dispatchEvent(new Event('input', { bubbles: true }));
});
