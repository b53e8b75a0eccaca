/**
 * Payment libraries whose functions a script replaces with its own. The shop then pays through them, as its checkout would,
 * so that what the script copies of it is seen. Libraries themselves make such functions, too: only those that stand in the place of
 * one that was there, and that the script has looked at, are called.
 */
import { canaryOf } from './fields.js';
import { isFunction, isObject, page, plain } from './realm.js';

const limits = { functions: 24, perPath: 2, tries: 2 };

/** What payment libraries, and shops' own objects around them, are called. */
export const ofPayment =
  /stripe|braintree|adyen|klarna|paypal|square|worldpay|mollie|recurly|razorpay|omise|conekta|openpay|iyzi|xendit|midtrans|authorize|collectjs|spreedly|bluesnap|tokeni[sz]|checkout|payment|^(?:pay|card|frames|accept)$/i;

/** Functions in the place of others. */
const replaced = [];
/** Libraries that scripts have looked at, by name: how often each has been called. */
const looked = new Map();

const rootOf = (path) => path.split(/[.(:]/)[0];

/** A member of a decoy that the script had read is now a function of the script's. */
export function noteReplaced(path, fn, self) {
  if (!ofPayment.test(rootOf(path)) || replaced.length >= limits.functions) return;
  if (replaced.filter((one) => one.path === path).length >= limits.perPath) return;
  replaced.push({
    path: path.replace(/\([^)]*\)|:argument\d?/g, ''),
    fn,
    self,
    isUsed: false,
    tries: 0,
    before: 0,
  });
}

/** A global of that name answered with a decoy. */
export function noteLibrary(name, original) {
  if (ofPayment.test(name)) looked.set(name, { original, calls: 0, isUsed: false });
}
/** The real library was called: what stands in its place hands on what it gets. */
export function noteLibraryCall(path) {
  const library = looked.get(rootOf(path));
  if (library) library.calls += 1;
}

/** Globals that were looked at and then replaced as a whole. */
const wrapped = () =>
  [...looked].flatMap(([name, library]) => {
    const now = Object.hasOwn(page, name) ? attempt(() => page[name]) : undefined;
    return isObject(now) && now !== library.original ? [{ name, now, library }] : [];
  });

/** What of payment libraries has been replaced, as a script would write it. */
export const replacedSdks = () => [
  ...new Set([...replaced.map(({ path }) => path), ...wrapped().map(({ name }) => name)]),
];
export const hasUnusedSdks = () =>
  replaced.some(({ isUsed, tries }) => !isUsed && tries < limits.tries) ||
  wrapped().some(({ library }) => !library.isUsed);

/** What the page has of its own, once the world is built. */
const ownNames = new Set();
export const keepOwnNames = () => Object.getOwnPropertyNames(page).forEach((name) => ownNames.add(name));

/** Scripts that wait for a library by a setter of its name get it. */
export function loadAwaited(make) {
  for (const name of Object.getOwnPropertyNames(page)) {
    if (ownNames.has(name) || !ofPayment.test(name) || looked.has(name)) continue;
    if (Object.getOwnPropertyDescriptor(page, name).set === undefined) continue;
    const original = make(name);
    noteLibrary(name, original);
    attempt(() => (page[name] = original));
  }
}

const nothing = () => undefined;

/** `value` gives what a field holds, by its kind. */
function card(value) {
  const [number, cvc, expiry, month, year, name] = [
    ...['card-number', 'card-cvv', 'card-expiry', 'card-month', 'card-year', 'card-name'],
  ].map(value);
  return plain({
    ...{ number, cvc, cvv: cvc, securityCode: cvc, cvn: cvc, expiry, expirationDate: expiry },
    ...{ exp_month: month, exp_year: year, expirationMonth: month, expirationYear: year, month, year },
    ...{ cardNumber: number, cardCode: cvc, name, holder: name, holderName: name, cardholderName: name },
  });
}

/** A card in the places where the libraries of this world take it. */
function data(value = canaryOf) {
  const one = card(value);
  const holder = plain({ name: value('card-name'), email: value('email') });
  const method = plain({ type: 'card', card: one, billing_details: holder });
  const flat = Object.assign(plain({}), one);
  return Object.assign(flat, {
    ...{ type: 'card', card: one, creditCard: one, cardData: one, paymentMethod: method, source: one },
    ...{ payment_method: method, payment_method_data: method, billing_details: holder, owner: holder },
    data: plain({ creditCard: one, card: one, paymentMethod: method }),
    options: plain({ validate: true }),
    confirmParams: plain({
      payment_method_data: method,
      return_url: 'https://www.shop.example/checkout/success/',
    }),
  });
}

const empty = () => '';

const attempt = (call) => {
  try {
    return call();
  } catch {
    // The script's function threw; what it recorded before stands.
    return undefined;
  }
};

/** The ways in which checkouts call: the card and who is told; a secret of the order before; ready-made fields before. */
const ways = [
  () => [data(), nothing],
  () => ['pi_3Kx7_secret_Q9', data(), nothing],
  () => [plain({ _implementation: plain({}) }), data(), nothing],
];

const asked = [
  ...['createToken', 'createSource', 'createPaymentMethod', 'confirmCardPayment', 'confirmPayment'],
  ...[
    'confirmCardSetup',
    'handleCardPayment',
    'tokenize',
    'tokenizeCard',
    'dispatchData',
    'submitCard',
    'encrypt',
  ],
];

/** Whether a function, called without a card, calls the library behind it: who makes a library of his own does not. */
function handsOn(library, call) {
  const before = library.calls;
  const made = attempt(call);
  return { isHandedOn: library.calls > before, made };
}

function useWrapped({ now, library }) {
  library.isUsed = true;
  const { isHandedOn, made } = isFunction(now)
    ? handsOn(library, () => attempt(() => now('pk_live_7Hq0Zr2mVbT5')) ?? new now('pk_live_7Hq0Zr2mVbT5'))
    : { isHandedOn: true, made: now };
  if (!isHandedOn || !isObject(made)) return;
  for (const method of asked) {
    const fn = attempt(() => made[method]);
    if (!isFunction(fn) || replaced.some((one) => one.fn === fn)) continue;
    if (!handsOn(library, () => Reflect.apply(fn, made, [data(empty), nothing])).isHandedOn) continue;
    for (const args of ways) attempt(() => Reflect.apply(fn, made, args()));
  }
}

/** Whether a function calls the real one: at once, or (told in the next round) once what it waits for has come. */
function reachesReal(one) {
  const library = looked.get(rootOf(one.path));
  if (!library) return true;
  if (one.tries === 0) {
    one.before = library.calls;
    attempt(() => Reflect.apply(one.fn, one.self, [data(empty), nothing]));
  }
  one.tries += 1;
  return library.calls > one.before;
}

/** Pays through everything that was replaced and has not been used yet. */
export function payThroughSdks() {
  for (const one of wrapped()) if (!one.library.isUsed) useWrapped(one);
  // Those that come to light meanwhile are used as well.
  for (let i = 0; i < replaced.length; i++) {
    const one = replaced[i];
    if (one.isUsed || one.tries >= limits.tries || !reachesReal(one)) continue;
    one.isUsed = true;
    for (const args of ways) attempt(() => Reflect.apply(one.fn, one.self, args()));
  }
}
