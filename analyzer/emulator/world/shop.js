/**
 * What the shop's own page does with a payment: the requests of single-page checkouts in the shapes that shops and payment
 * services use, forms sent by code, fields read and formatted. It runs only for scripts that replaced something, so that
 * what their replacements catch is seen.
 */
import { canaryOf } from './fields.js';
import { isFunction, page, plain } from './realm.js';
import { elementsUnder, hooks } from './dom/node.js';
import { tree } from './reading.js';
import { URL } from './url.js';

const endpoint = '/rest/V1/checkout/payment-information';

function payment() {
  const [number, cvv, expiry, month, year, holder, email] = [
    ...['card-number', 'card-cvv', 'card-expiry', 'card-month', 'card-year', 'card-name', 'email'],
  ].map(canaryOf);
  const card = { number, cvc: cvv, cvv, csc: cvv, expiry, exp_month: month, exp_year: year, name: holder };
  return plain({
    payment: plain({ method: 'ccsave', cc_number: number, cc_cid: cvv, cc_owner: holder }),
    paymentMethod: plain({ method: 'card', additional_data: plain({ cc_number: number, cc_cid: cvv }) }),
    card: plain(card),
    ...{ cc_number: number, cc_cid: cvv, cardNumber: number, card_number: number, cvv, cvc: cvv, expiry },
    email,
  });
}

const asForm = () => {
  const [number, cvv, holder] = ['card-number', 'card-cvv', 'card-name'].map((kind) =>
    encodeURIComponent(canaryOf(kind)),
  );
  return `payment[cc_number]=${number}&payment[cc_cid]=${cvv}&cardnumber=${number}&card[number]=${number}&card[cvc]=${cvv}&cvv=${cvv}&holder=${holder}`;
};

const options = (body, type) =>
  plain({ method: 'POST', headers: plain({ 'Content-Type': type, Accept: 'application/json' }), body });

function askBy(body, type) {
  const call = new page.XMLHttpRequest();
  call.open('POST', endpoint);
  call.setRequestHeader('Content-Type', type);
  call.send(body);
}

/** By what was replaced, as the first part of its label: how the shop uses it. Each may throw. */
const uses = [
  [
    /^(?:fetch|Request|JSON|XMLHttpRequest)/,
    () => {
      const body = page.JSON.stringify(payment());
      if (isFunction(page.fetch)) page.fetch(endpoint, options(body, 'application/json'));
      askBy(body, 'application/json');
      page.JSON.parse(body);
    },
  ],
  [/^(?:fetch|Request)/, () => page.fetch(new page.Request(endpoint, options(asForm(), formType)))],
  [/^(?:fetch|XMLHttpRequest)/, () => askBy(asForm(), formType)],
  [
    /^(?:fetch|XMLHttpRequest|FormData)/,
    () => page.fetch(endpoint, plain({ method: 'POST', body: formData() })),
  ],
  [/^navigator/, () => page.navigator.sendBeacon(endpoint, page.JSON.stringify(payment()))],
  [/^jQuery/, () => page.jQuery.ajax(plain({ type: 'POST', url: endpoint, data: asForm() }))],
  [/^addEventListener/, listenToForm],
  [/^input/, formatFields],
  [/^form\.submit/, () => hooks.checkout.submit()],
  [/^form\.requestSubmit/, () => hooks.checkout.requestSubmit()],
];
const formType = 'application/x-www-form-urlencoded';

function formData() {
  const data = new page.FormData();
  for (const [name, kind] of [
    ['cc_owner', 'card-name'],
    ['cc_number', 'card-number'],
    ['cc_exp', 'card-expiry'],
    ['cc_cid', 'card-cvv'],
    ['card[number]', 'card-number'],
    ['card[cvv]', 'card-cvv'],
  ])
    data.append(name, canaryOf(kind));
  return data;
}

/** The payment on its way to the shop, and the page that comes before it, as a service worker gets them. */
export function paymentRequests() {
  const at = (path) => new URL(path, page.location.href).href;
  const sent = [
    [at(endpoint), options(page.JSON.stringify(payment()), 'application/json')],
    [at('/checkout/onepage/saveOrder/'), options(asForm(), formType)],
    [at('/checkout/onepage/'), plain({ headers: plain({ Accept: 'text/html' }) })],
  ];
  return sent.map(([url, init], index) => {
    const request = new page.Request(url, init);
    const isPage = index === sent.length - 1;
    return Object.assign(request, {
      mode: isPage ? 'navigate' : 'cors',
      destination: isPage ? 'document' : '',
      credentials: 'same-origin',
      referrer: page.location.href,
    });
  });
}

const nothing = () => undefined;
const cardFields = () =>
  elementsUnder(hooks.checkout).filter((element) => tree.field(element)?.kind.startsWith('card') === true);

function listenToForm() {
  hooks.checkout.addEventListener('submit', nothing);
  for (const element of [...cardFields(), ...hooks.checkout.getElementsByTagName('button')])
    for (const type of ['click', 'change', 'input', 'keyup', 'blur']) element.addEventListener(type, nothing);
}

/** The shop reads what is typed and writes it back formatted. */
function formatFields() {
  for (const element of cardFields()) element.value = canaryOf(tree.field(element).kind);
  for (const element of cardFields()) void element.value;
}

/** Lets the shop go about its payment with what a script replaced. */
export function payAsShop(changed) {
  for (const [labels, use] of uses) {
    if (!changed.some((label) => labels.test(label))) continue;
    try {
      use();
    } catch {
      // The script's replacement threw; what it recorded before stands.
    }
  }
}
