/**
 * Names the page does not define. A browser would throw for a bare name and answer undefined for a property; the
 * host reads in the script's text which of the two a name is used as, and whether the script itself asks if it exists.
 */
import { config } from './config.js';
import { host, own, page } from './realm.js';
import { decoy } from './decoy.js';

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
  const answer =
    stands && !/^(module|exports|define|require|process|global|Deno|Bun|Buffer)$/.test(name)
      ? decoy(name)
      : undefined;
  answers.set(name, answer);
  return answer;
}

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
