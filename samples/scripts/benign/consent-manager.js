(function () {
  var NAME = 'cookie_prefs';
  var categories = ['functional', 'statistics', 'marketing'];
  function get() {
    var m = document.cookie.match(new RegExp('(^| )' + NAME + '=([^;]+)'));
    try { return m ? JSON.parse(decodeURIComponent(m[2])) : null; } catch (e) { return null; }
  }
  function set(prefs) {
    var until = new Date(Date.now() + 182 * 864e5).toUTCString();
    document.cookie = NAME + '=' + encodeURIComponent(JSON.stringify(prefs)) + '; expires=' + until + '; path=/; SameSite=Lax; Secure';
    apply(prefs);
  }
  function apply(prefs) {
    document.querySelectorAll('script[type="text/plain"][data-category]').forEach(function (blocked) {
      if (!prefs[blocked.getAttribute('data-category')]) return;
      var live = document.createElement('script');
      Array.prototype.forEach.call(blocked.attributes, function (a) { if (a.name !== 'type') live.setAttribute(a.name, a.value); });
      live.text = blocked.text;
      blocked.parentNode.replaceChild(live, blocked);
    });
  }
  function ask() {
    var bar = document.getElementById('consent-bar');
    bar.hidden = false;
    bar.addEventListener('click', function (e) {
      var choice = e.target.getAttribute('data-choice');
      if (!choice) return;
      var prefs = {};
      categories.forEach(function (c) { prefs[c] = choice === 'all' || bar.querySelector('[name=' + c + ']').checked; });
      set(prefs);
      bar.hidden = true;
    });
  }
  var saved = get();
  if (saved) apply(saved);
  else document.addEventListener('DOMContentLoaded', ask);
})();
