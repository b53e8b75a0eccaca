(function () {
  if (/nl_seen=1/.test(document.cookie)) return;
  setTimeout(function () {
    var box = document.createElement('div');
    box.className = 'nl-popup';
    box.innerHTML = '<form><h3>10 % off your first order</h3><input type="email" name="EMAIL" required placeholder="E-mail"><button>Subscribe</button><a href="#" class="close">No thanks</a></form>';
    document.body.appendChild(box);
    function done() {
      document.cookie = 'nl_seen=1;path=/;max-age=' + 30 * 86400;
      box.parentNode.removeChild(box);
    }
    box.querySelector('.close').onclick = function (e) { e.preventDefault(); done(); };
    box.querySelector('form').onsubmit = function (e) {
      e.preventDefault();
      var email = this.EMAIL.value;
      fetch('https://larchandloom.mailpost.example/subscribe/json?u=3f&id=9a', { method: 'POST', mode: 'no-cors', body: new URLSearchParams({ EMAIL: email }) }).then(done);
    };
  }, 8000);
})();
