/** Built-ins that scripts replace to listen in; the shop then uses them, so that what they catch is seen. */
import { canaryOf } from './fields.js';
import { isFunction, page, plain } from './realm.js';
import { record } from './record.js';

const watched = [
  ['fetch', page, 'fetch'],
  ['XMLHttpRequest', page, 'XMLHttpRequest'],
  ['XMLHttpRequest.open', page.XMLHttpRequest.prototype, 'open'],
  ['XMLHttpRequest.send', page.XMLHttpRequest.prototype, 'send'],
  ['navigator.sendBeacon', page.navigator, 'sendBeacon'],
  ['WebSocket', page, 'WebSocket'],
  ['JSON.stringify', page.JSON, 'stringify'],
  ['addEventListener', page.EventTarget.prototype, 'addEventListener'],
  ['form.submit', page.HTMLFormElement.prototype, 'submit'],
  ['input.value', page.HTMLInputElement.prototype, 'value'],
  ['FormData.append', page.FormData.prototype, 'append'],
  ['createElement', page.Document.prototype, 'createElement'],
  ['console.log', page.console, 'log'],
];
const valueOf = (object, name) => {
  const part = Object.getOwnPropertyDescriptor(object, name);
  return part?.get ?? part?.value ?? object[name];
};
const before = new Map(watched.map(([label, object, name]) => [label, valueOf(object, name)]));

export const changedBuiltIns = () =>
  watched
    .filter(([label, object, name]) => valueOf(object, name) !== before.get(label))
    .map(([label]) => label);

/** The shop's own code sends the payment, as single-page checkouts do. */
export function useAsShop() {
  const changed = changedBuiltIns();
  if (!changed.some((label) => /fetch|XMLHttp|stringify|sendBeacon/.test(label))) return;
  record('shop-request', { hooked: changed });
  const payment = plain({
    cc_number: canaryOf('card-number'),
    cc_cid: canaryOf('card-cvv'),
    email: canaryOf('email'),
  });
  try {
    const body = page.JSON.stringify(payment);
    if (isFunction(page.fetch)) page.fetch('/rest/checkout/payment', plain({ method: 'POST', body }));
    const call = new page.XMLHttpRequest();
    call.open('POST', '/rest/checkout/payment');
    call.send(`cc_number=${payment.cc_number}&cc_cid=${payment.cc_cid}`);
  } catch {
    // The script's replacement threw; what it recorded before stands.
  }
}
