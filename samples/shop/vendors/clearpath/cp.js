(function () {
  'use strict';
  var endpoint = 'https://stats.clearpath.localhost/e';
  var project = 'LL-118';
  var queue = [];
  var started = Date.now();
  var maxScroll = 0;

  function cookie(name) {
    var match = document.cookie.match(new RegExp('(?:^|; )' + name + '=([^;]*)'));
    return match ? decodeURIComponent(match[1]) : null;
  }

  function visitor() {
    var id = cookie('_cp_id');
    if (!id) {
      id = 'cp.' + Math.random().toString(36).slice(2, 10) + '.' + Math.floor(started / 1000);
      document.cookie = '_cp_id=' + id + '; path=/; max-age=33696000; samesite=lax';
    }
    return id;
  }

  function device() {
    return {
      w: screen.width,
      h: screen.height,
      dpr: window.devicePixelRatio,
      lang: navigator.language,
      tz: Intl.DateTimeFormat().resolvedOptions().timeZone
    };
  }

  function track(event, properties) {
    queue.push({ ev: event, t: Date.now() - started, p: properties || {} });
    if (queue.length > 9) flush();
  }

  function flush() {
    if (!queue.length) return;
    var body = JSON.stringify({ project: project, id: visitor(), url: location.origin + location.pathname, ref: document.referrer, d: device(), events: queue.splice(0) });
    if (!(navigator.sendBeacon && navigator.sendBeacon(endpoint, body))) {
      fetch(endpoint, { method: 'POST', body: body, keepalive: true, mode: 'no-cors' });
    }
  }

  // Form analytics: which field, whether it was filled and how long it took; never what was typed.
  var focused = null;
  document.addEventListener('focusin', function (event) {
    if (event.target.form) focused = { name: event.target.name || event.target.id, at: Date.now() };
  });
  document.addEventListener('focusout', function (event) {
    if (!focused || !event.target.form) return;
    track('field', { f: focused.name, ms: Date.now() - focused.at, filled: event.target.value.length > 0, valid: event.target.checkValidity() });
    focused = null;
  });
  document.addEventListener('submit', function (event) {
    track('submit', { form: event.target.id || event.target.className });
    flush();
  }, true);

  document.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('a, button');
    if (link) track('click', { tag: link.tagName, text: (link.textContent || '').trim().slice(0, 40), to: link.pathname });
  }, { capture: true, passive: true });
  window.addEventListener('scroll', function () {
    maxScroll = Math.max(maxScroll, (window.scrollY + window.innerHeight) / document.documentElement.scrollHeight);
  }, { passive: true });
  document.addEventListener('visibilitychange', function () {
    if (document.visibilityState === 'hidden') {
      track('leave', { scroll: Math.round(maxScroll * 100) });
      flush();
    }
  });
  window.addEventListener('error', function (event) {
    track('error', { m: event.message, f: event.filename, l: event.lineno });
  });
  if (window.PerformanceObserver) {
    try {
      new PerformanceObserver(function (list) {
        list.getEntries().forEach(function (entry) { track('vital', { n: entry.entryType, v: Math.round(entry.startTime) }); });
      }).observe({ type: 'largest-contentful-paint', buffered: true });
    } catch (error) { /* not supported */ }
  }

  window.clearpath = { track: track };
  track('view', { title: document.title });
  setTimeout(flush, 800);
})();
