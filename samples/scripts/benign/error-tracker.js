(function (w, d) {
  var dsn = { host: 'o118.ingest.errorbay.example', project: '4507', key: 'b1946ac92492d234' };
  var crumbs = [];
  function crumb(c) {
    crumbs.push(c);
    if (crumbs.length > 30) crumbs.shift();
  }
  function uuid() {
    return 'xxxxxxxxxxxx4xxxyxxxxxxxxxxxxxxx'.replace(/[xy]/g, function (c) {
      var r = (Math.random() * 16) | 0;
      return (c === 'x' ? r : (r & 3) | 8).toString(16);
    });
  }
  function report(error, source) {
    var event = {
      event_id: uuid(),
      timestamp: Date.now() / 1000,
      platform: 'javascript',
      exception: { values: [{ type: error.name, value: error.message, stack: String(error.stack || '').split('\n').slice(0, 30) }] },
      breadcrumbs: crumbs,
      request: { url: w.location.href, headers: { 'User-Agent': w.navigator.userAgent } },
      tags: { source: source }
    };
    w.fetch('https://' + dsn.host + '/api/' + dsn.project + '/envelope/?sentry_key=' + dsn.key, {
      method: 'POST',
      body: JSON.stringify({ event_id: event.event_id }) + '\n' + JSON.stringify({ type: 'event' }) + '\n' + JSON.stringify(event),
      keepalive: true
    });
  }
  w.addEventListener('error', function (e) { report(e.error || { name: 'Error', message: e.message }, 'onerror'); });
  w.addEventListener('unhandledrejection', function (e) { report(Object(e.reason), 'promise'); });
  d.addEventListener('click', function (e) { crumb({ category: 'ui.click', message: e.target.tagName + (e.target.id ? '#' + e.target.id : '') }); }, true);
  ['log', 'warn', 'error'].forEach(function (level) {
    var original = w.console[level];
    w.console[level] = function () {
      crumb({ category: 'console', level: level, message: Array.prototype.join.call(arguments, ' ').slice(0, 200) });
      return original.apply(this, arguments);
    };
  });
})(window, document);
