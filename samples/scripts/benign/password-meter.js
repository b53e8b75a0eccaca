(function () {
  var common = ['password', '123456', 'qwerty', 'letmein', 'welcome'];
  function rate(p) {
    var s = 0;
    if (p.length > 7) s++;
    if (p.length > 11) s++;
    if (/[a-z]/.test(p) && /[A-Z]/.test(p)) s++;
    if (/\d/.test(p)) s++;
    if (/[^\w\s]/.test(p)) s++;
    if (common.indexOf(p.toLowerCase()) > -1) s = 0;
    return s;
  }
  var input = document.querySelector('input[type=password][data-meter]');
  var meter = document.querySelector('meter');
  input.addEventListener('keyup', function () {
    var s = rate(input.value);
    meter.value = s;
    meter.nextElementSibling.textContent = ['very weak', 'weak', 'fair', 'good', 'strong', 'excellent'][s];
  });
})();
