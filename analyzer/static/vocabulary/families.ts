/**
 * Families of words, by what a script that uses them deals with. Words are compared in lower case, alone (`card` in
 * `cardNumber`, `card-number` and `card_number`) and run together (`cardnumber`).
 */
const wordsByFamily = {
  card: 'card cards cardnumber cardno ccnumber ccnum cc cvv cvc cvv2 cvc2 ccv cid expiry expiration exp expmonth expyear expdate cardholder creditcard credit securitycode pan visa mastercard luhn',
  personal:
    'email phone telephone firstname lastname fullname address billing street zip zipcode postcode postal city password passwd pwd login username dob ssn iban',
  checkout:
    'checkout onepage onestepcheckout payment payments pay order cart purchase shipping placeorder basket paymentmethod magento opencart prestashop woocommerce shopify',
  vendor:
    'stripe braintree paypal adyen authorizenet worldpay klarna square cybersource mollie razorpay recurly hipay sagepay payu afterpay spreedly vgs',
  miner:
    'miner miners mine mining coinhive cryptonight hashrate hashes hashespersecond totalhashes stratum monero xmr cryptoloot pool throttle nonce jsecoin minero webminepool deepminer coinimp argon2 randomx cnhash hashing sitekey webmr webmine bitcoin',
  analytics:
    'analytics tracker tracking track gtag pageview pageviews metrics telemetry segment mixpanel amplitude pixel impression campaign utm conversion heatmap hotjar datalayer',
  exploit:
    'shellcode heapspray spray activex activexobject wscript shellexecute adodb savetofile payload exploit nop msxml2 swf flash applet classid acropdf vulnerable silverlight jnlp userdata clsid collectgarbage regexe',
  wallet:
    'ethereum wallet wallets metamask walletconnect seed mnemonic privatekey approve permit seaport setapprovalforall transferfrom drainer web3 web3modal solana phantom tron tronweb usdt allowance increaseallowance erc20 nft claim airdrop keccak',
  network:
    'fetch xmlhttprequest sendbeacon websocket eventsource ajax getjson post image rtcpeerconnection axios jsonp beacon formdata',
  decode:
    'atob fromcharcode charcodeat unescape parseint decodeuricomponent base64 xor rc4 rot13 decode decrypt unpack reverse',
  dynamic: 'eval function constructor execscript settimeout setinterval',
  read: 'value val serialize serializearray formdata getelementbyid queryselector queryselectorall getelementsbyname getelementsbytagname elements forms selectedindex input inputs textarea',
  event:
    'addeventlistener attachevent submit keydown keyup keypress change blur click onsubmit onclick mousedown onchange onkeyup paste beforeunload',
  dom: 'createelement appendchild innerhtml insertbefore insertadjacenthtml write writeln iframe script src outerhtml',
  storage: 'cookie cookies localstorage sessionstorage getitem setitem indexeddb',
  redirect: 'location href replace assign redirect refresh opener popunder popup window.open onbeforeunload',
  lure: 'update browser chrome firefox download install verify captcha robot clipboard powershell virus infected support winner prize congratulations account suspended urgent flashplayer exe',
  hiding: 'hidden visibility display none absolute opacity zindex offscreen width height left top',
  evasion:
    'hostname localhost admin useragent bot crawler googlebot headless webdriver phantom phantomjs selenium devtools debugger firebug outerwidth innerwidth referrer bingbot',
} as const;

export type Family = keyof typeof wordsByFamily;
export const families = Object.keys(wordsByFamily) as readonly Family[];

/** What the form of a text says, beyond its words. */
export const forms = ['url', 'hex-name', 'long', 'base64', 'hex', 'markup'] as const;
export type Form = (typeof forms)[number];

/** Families, then forms, each a bit of the mask of a text. */
export const signals: readonly (Family | Form)[] = [...families, ...forms];
export const signalBit = Object.fromEntries(signals.map((signal, index) => [signal, 1 << index])) as Record<
  Family | Form,
  number
>;

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), a character at a time. */
const start = 0x811c9dc5 | 0;
const step = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193);

/** Words are looked up by hash, so that reading a text cuts no strings out of it. */
const maskByHash = new Map<number, number>();
for (const [family, words] of Object.entries(wordsByFamily)) {
  for (const word of words.split(' ')) {
    const hash = hashOf(word);
    maskByHash.set(hash, (maskByHash.get(hash) ?? 0) | signalBit[family as Family]);
  }
}

function hashOf(word: string): number {
  let hash = start;
  for (let index = 0; index < word.length; index++) hash = step(hash, word.charCodeAt(index));
  return hash;
}

/** Hashed words: each distinct text counts once for each of its words. */
export const wordBuckets = 256;

/** No more of a text is read than this; names and addresses are short. */
const maxRead = 1024;

/**
 * The mask of a text: families of its words and what its form says. Counts its words in `buckets`.
 *
 * One pass over the characters: case changes, digits and signs end a word, signs end a run.
 */
export function readText(text: string, buckets: Uint32Array): number {
  const { length } = text;
  let mask = length >= 120 ? signalBit.long : 0;
  let word = start;
  let wordLength = 0;
  let run = start;
  let runLength = 0;
  let letters = 0;
  let digits = 0;
  let hexadecimal = 0;
  let upper = false;
  const end = length < maxRead ? length : maxRead;
  for (let index = 0; index <= end; index++) {
    const code = index < end ? text.charCodeAt(index) : 0;
    const isUpper = code >= 65 && code <= 90;
    const lower = isUpper ? code + 32 : code;
    const isLetter = lower >= 97 && lower <= 122;
    const isDigit = code >= 48 && code <= 57;
    if (wordLength > 0 && (!isLetter || (isUpper && !upper))) {
      if (wordLength > 1 && wordLength < 25) {
        buckets[(word >>> 8) % wordBuckets]!++;
        mask |= maskByHash.get(word) ?? 0;
      }
      word = start;
      wordLength = 0;
    }
    if (isLetter || isDigit) {
      run = step(run, lower);
      runLength++;
      if (isDigit) digits++;
      else letters++;
      if (isDigit || lower <= 102) hexadecimal++;
    } else {
      if (runLength > 1 && runLength < 25) mask |= maskByHash.get(run) ?? 0;
      run = start;
      runLength = 0;
    }
    if (isLetter) {
      word = step(word, lower);
      wordLength++;
    }
    upper = isUpper;
  }
  return mask | formOf(text, end, letters, digits, hexadecimal);
}

function formOf(text: string, read: number, letters: number, digits: number, hexadecimal: number): number {
  let mask = 0;
  if (read > 3 && text.charCodeAt(0) === 95 && text.startsWith('_0x')) mask |= signalBit['hex-name'];
  if (read >= 8) {
    if (text.includes('//') && /(?:^|[^a-z])(?:https?:|wss?:)?\/\/[\w-]+\./i.test(text.slice(0, maxRead)))
      mask |= signalBit.url;
    if (text.startsWith('<') || /<(?:script|iframe|img|div|form|input)\b/i.test(text.slice(0, maxRead)))
      mask |= signalBit.markup;
  }
  if (read >= 24) {
    if (hexadecimal === read) mask |= signalBit.hex;
    else if (letters > 0 && digits > 0 && letters + digits >= read * 0.95 && !text.includes(' '))
      mask |= signalBit.base64;
  }
  return mask;
}
