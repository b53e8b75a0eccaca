if (/(android|iphone|ipod|mobile)/i.test(navigator.userAgent) && document.cookie.indexOf('fullsite=1') < 0) {
  if (location.hostname.indexOf('m.') !== 0) {
    location.href = 'https://m.shop.example' + location.pathname;
  }
}
