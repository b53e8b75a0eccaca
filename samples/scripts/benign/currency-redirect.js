(function () {
  if (document.cookie.indexOf('region=') > -1) return;
  var lang = (navigator.languages && navigator.languages[0]) || navigator.language || 'en';
  var map = { de: '/de/', fr: '/fr/', nl: '/nl/' };
  var to = map[lang.slice(0, 2).toLowerCase()];
  document.cookie = 'region=' + lang.slice(0, 2) + ';path=/;max-age=31536000';
  if (to && location.pathname === '/') location.replace(to + location.search);
})();
