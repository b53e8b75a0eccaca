(function (container) {
  var predicates = {
    equals: function (a, b) { return a === b; },
    contains: function (a, b) { return String(a).indexOf(b) > -1; },
    matches: function (a, b) { return new RegExp(b).test(a); }
  };
  var variables = {
    url: function () { return location.href; },
    path: function () { return location.pathname; },
    referrer: function () { return document.referrer; },
    event: function (e) { return e.event; }
  };
  function fires(rule, entry) {
    return rule.every(function (c) { return predicates[c.op](variables[c.variable](entry), c.value); });
  }
  function run(tag) {
    if (tag.kind === 'img') {
      new Image().src = tag.src + '&cb=' + Date.now();
    } else if (tag.kind === 'script') {
      var s = document.createElement('script');
      s.async = true;
      s.src = tag.src;
      (document.head || document.documentElement).appendChild(s);
    } else {
      var box = document.createElement('div');
      box.innerHTML = tag.html;
      box.querySelectorAll('script').forEach(function (inert) {
        var live = document.createElement('script');
        live.text = inert.text;
        document.body.appendChild(live);
      });
    }
  }
  function handle(entry) {
    container.tags.forEach(function (tag) { if (fires(tag.rule, entry)) run(tag); });
  }
  var layer = (window.dataLayer = window.dataLayer || []);
  layer.forEach(handle);
  layer.push = function (entry) { handle(entry); return Array.prototype.push.call(layer, entry); };
})({ tags: [{ kind: 'script', src: 'https://cdn.heat.example/h.js', rule: [{ op: 'equals', variable: 'event', value: 'gtm.js' }] }, { kind: 'img', src: 'https://px.ads.example/i?e=purchase', rule: [{ op: 'contains', variable: 'path', value: '/thank-you' }] }] });
