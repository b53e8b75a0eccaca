/* CookieLeaf consent banner 5.0 */
(function () {
  var me = document.currentScript;
  var site = me.getAttribute('data-site');
  var policy = me.getAttribute('data-policy') || '#';
  var origin = 'https://consent.cookieleaf.localhost';
  var name = 'cl_consent';

  function stored() {
    var parts = document.cookie.split('; ');
    for (var i = 0; i < parts.length; i++) {
      if (parts[i].indexOf(name + '=') === 0) return parts[i].slice(name.length + 1);
    }
    return null;
  }

  function apply(choice) {
    var granted = choice === 'all' ? 'granted' : 'denied';
    (window.thLayer = window.thLayer || []).push({ 0: 'update', 1: { analytics: granted, marketing: granted }, length: 2 });
    document.dispatchEvent(new CustomEvent('cookieleaf:change', { detail: { choice: choice } }));
  }

  function save(choice) {
    document.cookie = name + '=' + choice + '; path=/; max-age=15552000; samesite=lax';
    var receipt = { site: site, choice: choice, at: new Date().toISOString(), lang: navigator.language };
    fetch(origin + '/receipt', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(receipt)
    }).catch(function () {});
    apply(choice);
    close();
  }

  var panel = null;

  function close() {
    if (panel) panel.remove();
    panel = null;
  }

  function open() {
    if (panel) return;
    panel = document.createElement('div');
    panel.setAttribute('role', 'dialog');
    panel.setAttribute('aria-label', 'Cookies');
    panel.style.cssText =
      'position:fixed;left:20px;bottom:20px;max-width:360px;background:#fffdf8;border:1px solid #ddd3c2;border-radius:12px;' +
      'padding:18px 20px;font:14px/1.5 system-ui,sans-serif;color:#333;box-shadow:0 10px 30px rgba(50,45,30,.18);z-index:99';
    panel.innerHTML =
      '<p style="margin:0 0 12px">We use a few cookies to see which pages work. <a href="' + policy + '">Details</a></p>' +
      '<button type="button" data-choice="all">Accept</button> <button type="button" data-choice="necessary">Only necessary</button>';
    panel.querySelectorAll('button').forEach(function (button, index) {
      button.style.cssText =
        'font:inherit;padding:8px 14px;border-radius:8px;cursor:pointer;border:1px solid #2f4a3c;' +
        (index === 0 ? 'background:#2f4a3c;color:#fff' : 'background:none;color:#2f4a3c');
      button.addEventListener('click', function () { save(button.getAttribute('data-choice')); });
    });
    document.body.appendChild(panel);
  }

  window.CookieLeaf = { open: open, choice: stored };
  var choice = stored();
  if (choice) apply(choice);
  else if (document.body) open();
  else document.addEventListener('DOMContentLoaded', open);
})();
