/** What differs between worlds; the defaults are a shopper on the payment step of a shop. */
export const config = {
  pageUrl: 'https://www.shop.example/checkout/onepage/?step=payment',
  scriptUrl: 'https://www.shop.example/static/js/script.js',
  referrer: 'https://www.shop.example/checkout/cart/',
  language: 'en-US',
  userAgent:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36',
  /** Lenient worlds answer what a real page would not have: any selector, any property of window. */
  lenient: false,
  /** A first visit: no cookies yet. */
  newcomer: false,
  /** Servers answer what the script looks for. */
  willing: false,
  /** Payment services whose frames the script speaks of. */
  services: [],
  /** The script speaks of what React or Vue leave on elements. */
  frameworks: false,
  /** What the page calls the fields of the card, by kind, where that is not its own way. */
  cardNames: {},
  /** What the shopper types, by kind of field; the host always says (canary/values.ts). */
  canaries: {},
};

/** Restricted so that a world can only change what is listed above. */
export function configure(changes) {
  for (const key of Object.keys(config)) {
    if (key in changes) config[key] = changes[key];
  }
}
