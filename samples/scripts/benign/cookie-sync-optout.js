function readCookie(n) { var m = document.cookie.match('(?:^|;)\\s*' + n + '=([^;]*)'); return m ? decodeURIComponent(m[1]) : null; }
function writeCookie(n, v, days) { document.cookie = n + '=' + encodeURIComponent(v) + ';path=/;expires=' + new Date(Date.now() + days * 864e5).toGMTString(); }
document.getElementById('opt-out').checked = readCookie('optout') === '1';
document.getElementById('opt-out').onchange = function () {
  writeCookie('optout', this.checked ? '1' : '0', 365);
  fetch('https://optout.adchoices.example/set?value=' + (this.checked ? 1 : 0), { credentials: 'include', mode: 'no-cors' });
};
