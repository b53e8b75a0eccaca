/**
 * Names the page does not define. A browser would throw for a bare name and answer undefined for a property; the
 * host reads in the script's text which of the two a name is used as, and whether the script itself asks if it exists.
 */
import { config } from './config.js';
import { host, isFunction, isObject, native, own, page, plain, textOf } from './realm.js';
import { decoy, lend } from './decoy.js';
import { noteLibrary, ofPayment } from './payment-sdks.js';
import { recordProbe } from './record.js';

/** Libraries that shops and sites have; a decoy stands for each. */
const libraries = new Set([
  ...[
    'Stripe',
    'braintree',
    'paypal',
    'Square',
    'Adyen',
    'Klarna',
    'Shopify',
    'Magento',
    'prestashop',
    'wc_checkout_params',
  ],
  ...[
    'checkout',
    'payment',
    'billing',
    'shipping',
    'review',
    'Validation',
    'Prototype',
    'Ajax',
    'angular',
    'Vue',
    'React',
    'ReactDOM',
  ],
  ...[
    'ko',
    '_',
    'moment',
    'axios',
    'CryptoJS',
    'JSEncrypt',
    'sjcl',
    'forge',
    'pako',
    'io',
    'ga',
    'gtag',
    'fbq',
    'opcheckout',
  ],
]);
const answers = new Map();

function answerFor(name) {
  if (answers.has(name)) return answers.get(name);
  const use = host.classify(name);
  const stands =
    use === 'bare' ||
    (use === 'member' && (libraries.has(name) || (config.lenient && !/^(on|__|webkit|moz|ms)/.test(name))));
  const isLibrary = ofPayment.test(name) && !/^on/.test(name);
  if (isLibrary && use === 'absent') recordProbe('payment-library');
  const answer =
    (stands || (isLibrary && use === 'absent' && config.lenient)) &&
    !/^(module|exports|define|require|process|global|Deno|Bun|Buffer)$/.test(name)
      ? decoy(name)
      : undefined;
  const given = answer === undefined && use === 'bare' && config.lenient ? nodeJs(name) : answer;
  if (given !== undefined) noteLibrary(name, given);
  answers.set(name, given);
  return given;
}

/** What packages for Node.js expect; what they export is called later, as a page that bundles them would. */
const exported = plain({});
const module = plain({ exports: exported });
function nodeJs(name) {
  if (name === 'module') return module;
  if (name === 'exports') return exported;
  if (name === 'require') return native((id) => decoy(`require(${textOf(id)})`), 'require');
  if (name === 'process' || name === 'global' || name === 'Buffer') return decoy(name);
  return undefined;
}
export const lendExports = () => {
  const given = module.exports;
  if (isFunction(given)) lend([given], 'exports');
  else if (isObject(given)) lend([given], 'exports');
};

/** Takes the place of Object.prototype behind the global object, once everything else is defined. */
export function installScope() {
  const windowPrototype = page.EventTarget.prototype;
  Object.setPrototypeOf(
    page,
    new own.Proxy(windowPrototype, {
      get(target, key) {
        if (typeof key === 'symbol' || key in target) return Reflect.get(target, key, page);
        return answerFor(key);
      },
      set(target, key, value, receiver) {
        return Reflect.defineProperty(receiver, key, {
          value,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      },
      has: (target, key) => key in target,
      getPrototypeOf: () => windowPrototype,
    }),
  );
}
