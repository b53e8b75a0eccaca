function renew() {
  return new Promise(function (resolve, reject) {
    var state = Math.random().toString(36).slice(2);
    var f = document.createElement('iframe');
    f.style.display = 'none';
    f.src = 'https://login.identity.example/authorize?response_type=code&prompt=none&client_id=shop&state=' + state + '&redirect_uri=' + encodeURIComponent(location.origin + '/silent.html');
    function listen(e) {
      if (e.origin !== location.origin || !e.data || e.data.state !== state) return;
      window.removeEventListener('message', listen);
      f.parentNode.removeChild(f);
      if (e.data.code) resolve(e.data.code);
      else reject(new Error(e.data.error));
    }
    window.addEventListener('message', listen);
    document.body.appendChild(f);
    setTimeout(function () { reject(new Error('timeout')); }, 10000);
  });
}
setInterval(function () {
  renew().then(function (code) { return fetch('/session/renew', { method: 'POST', body: new URLSearchParams({ code: code }) }); }).catch(function () {});
}, 600000);
