/** Built-ins that scripts replace to listen in; the shop then uses them, so that what they catch is seen. */
import { page } from './realm.js';
import { enterPhase, record } from './record.js';
import { ajaxWatchers } from './page/jquery/ajax.js';
import { decoy } from './decoy.js';
import { hasUnusedSdks, loadAwaited, payThroughSdks, replacedSdks } from './payment-sdks.js';
import { payAsShop } from './shop.js';

const watched = [
  ['fetch', page, 'fetch'],
  ['Request', page, 'Request'],
  ['XMLHttpRequest', page, 'XMLHttpRequest'],
  ['XMLHttpRequest.open', page.XMLHttpRequest.prototype, 'open'],
  ['XMLHttpRequest.send', page.XMLHttpRequest.prototype, 'send'],
  ['navigator.sendBeacon', page.navigator, 'sendBeacon'],
  ['WebSocket', page, 'WebSocket'],
  ['JSON.stringify', page.JSON, 'stringify'],
  ['JSON.parse', page.JSON, 'parse'],
  ['jQuery.ajax', page.jQuery, 'ajax'],
  ['addEventListener', page.EventTarget.prototype, 'addEventListener'],
  ['form.submit', page.HTMLFormElement.prototype, 'submit'],
  ['form.requestSubmit', page.HTMLFormElement.prototype, 'requestSubmit'],
  ['input.value', page.HTMLInputElement.prototype, 'value'],
  ['FormData', page, 'FormData'],
  ['FormData.append', page.FormData.prototype, 'append'],
  ['createElement', page.Document.prototype, 'createElement'],
  ['console.log', page.console, 'log'],
];
/** What stands there: a function, or how a property is read and written. */
const valueOf = (object, name) => {
  const part = Object.getOwnPropertyDescriptor(object, name);
  return part?.get ?? part?.value ?? object[name];
};
const setterOf = (object, name) => Object.getOwnPropertyDescriptor(object, name)?.set;
const before = new Map(
  watched.map(([label, object, name]) => [label, [valueOf(object, name), setterOf(object, name)]]),
);

export function changedBuiltIns() {
  const changed = watched
    .filter(([label, object, name]) => {
      const [value, setter] = before.get(label);
      return valueOf(object, name) !== value || setterOf(object, name) !== setter;
    })
    .map(([label]) => label);
  changed.push(...replacedSdks());
  if (ajaxWatchers.length > 0 && !changed.includes('jQuery.ajax')) changed.push('jQuery.ajax');
  return changed;
}

const known = new Set();
/** Writes down what has been replaced since the last look. */
export function noteHooks() {
  loadAwaited(decoy);
  const changed = changedBuiltIns();
  for (const what of changed) {
    if (known.has(what)) continue;
    known.add(what);
    record('hook', { what });
  }
  return changed;
}

/** The shop's own code sends the payment, as single-page checkouts do. */
export function useAsShop() {
  const changed = noteHooks();
  if (!changed.some((label) => !/^(?:WebSocket|createElement|console)/.test(label))) return;
  enterPhase('shop');
  record('shop-request', { hooked: changed });
  payAsShop(changed);
  payThroughSdks();
}

/** The same with payment libraries of which more was replaced only now, as their own answers came. */
export function payAgain() {
  if (!hasUnusedSdks()) return;
  const changed = noteHooks();
  enterPhase('shop');
  record('shop-request', { hooked: changed });
  payThroughSdks();
}
