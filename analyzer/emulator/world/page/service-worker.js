/** A script that listens to `fetch` is a service worker: the page's requests, the payment among them, pass through it. */
import { isFunction, page, plain, resolved } from '../realm.js';
import { enterPhase, record } from '../record.js';
import { Event, dispatch, hasHandlers } from '../events.js';
import { paymentRequests } from '../shop.js';
import { decoy } from '../decoy.js';

class ExtendableEvent extends Event {
  waitUntil() {}
}
class FetchEvent extends ExtendableEvent {
  constructor(request) {
    super('fetch');
    this.request = request;
    this.clientId = this.resultingClientId = 'a4c1';
    this.preloadResponse = resolved();
  }
  respondWith() {}
}

/** What workers have and pages have not. */
function becomeWorker() {
  const members = {
    skipWaiting: () => resolved(),
    clients: plain({ claim: () => resolved(), matchAll: () => resolved(page.Array()) }),
    registration: decoy('registration'),
  };
  for (const [name, value] of Object.entries(members))
    if (!Object.hasOwn(page, name)) page[name] = isFunction(value) ? plain({ value }).value : value;
}

/** Lets the worker come to life, and the page send its payment and ask for a page. */
export function sendThroughWorker() {
  if (!hasHandlers(page, 'fetch')) return;
  becomeWorker();
  for (const type of ['install', 'activate']) {
    enterPhase(`event:${type}`);
    dispatch(page, new ExtendableEvent(type));
  }
  const what = 'service worker';
  record('hook', { what });
  enterPhase('shop');
  record('shop-request', { hooked: [what] });
  for (const request of paymentRequests()) dispatch(page, new FetchEvent(request));
}
