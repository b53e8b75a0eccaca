(function (w, d) {
  var send = function (body) { navigator.sendBeacon('https://in.formpulse.example/v1/events', JSON.stringify(body)); };
  var fields = {}, current = null, since = 0;
  function key(el) { return el.name || el.id || el.getAttribute('aria-label'); }
  d.addEventListener('focus', function (e) {
    if (!e.target.form) return;
    current = key(e.target);
    since = Date.now();
  }, true);
  d.addEventListener('blur', function (e) {
    if (!current) return;
    var f = (fields[current] = fields[current] || { ms: 0, visits: 0, filled: false });
    f.ms += Date.now() - since;
    f.visits++;
    f.filled = !!(e.target.value && e.target.value.length);
    current = null;
  }, true);
  d.addEventListener('submit', function (e) {
    send({ form: e.target.id, outcome: 'submitted', fields: fields });
    fields = {};
  }, true);
  w.addEventListener('pagehide', function () {
    if (Object.keys(fields).length) send({ outcome: 'abandoned', fields: fields });
  });
})(window, document);
