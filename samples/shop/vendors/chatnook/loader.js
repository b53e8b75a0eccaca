(function (d, w) {
  'use strict';
  if (w.chatnook) return;
  var origin = 'https://widget.chatnook.localhost';
  var frame = null;
  var button = d.createElement('button');

  function visitor() {
    var match = d.cookie.match(/cn_visitor=([\w-]+)/);
    if (match) return match[1];
    var id = 'v-' + Math.random().toString(36).slice(2);
    d.cookie = 'cn_visitor=' + id + '; path=/; max-age=7776000; samesite=lax';
    return id;
  }

  function mount() {
    frame = d.createElement('iframe');
    frame.src = origin + '/frame.html#' + visitor();
    frame.title = 'Chat';
    frame.style.cssText = 'position:fixed;right:20px;bottom:84px;width:320px;height:400px;border:0;border-radius:14px;box-shadow:0 12px 40px rgba(40,40,30,.25);display:none;z-index:90;background:#fff';
    d.body.appendChild(frame);
  }

  function toggle(show) {
    if (!frame) return;
    var open = show === undefined ? frame.style.display === 'none' : show;
    frame.style.display = open ? 'block' : 'none';
    if (open) frame.contentWindow.postMessage({ type: 'cn:open', page: w.location.pathname }, '*');
  }

  button.type = 'button';
  button.setAttribute('aria-label', 'Chat with us');
  button.innerHTML = '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"><path d="M4 5h16v11H10l-5 4v-4H4z"/></svg>';
  button.style.cssText = 'position:fixed;right:20px;bottom:20px;width:52px;height:52px;border-radius:26px;border:0;background:#2f4a3c;color:#fff;padding-top:6px;cursor:pointer;z-index:91;box-shadow:0 6px 18px rgba(40,40,30,.3)';
  button.onclick = function () { toggle(); };

  w.addEventListener('message', function (event) {
    if (!frame || event.source !== frame.contentWindow || !event.data) return;
    if (event.data.type === 'cn:ready') button.title = event.data.agent + ' is here';
    if (event.data.type === 'cn:close') toggle(false);
  });
  w.chatnook = { open: function () { toggle(true); }, close: function () { toggle(false); } };

  function start() {
    d.body.appendChild(button);
    mount();
  }
  if (d.body) start();
  else d.addEventListener('DOMContentLoaded', start);
})(document, window);
