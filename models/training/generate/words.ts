import type { Random } from './random.ts';

const nouns = 'item,node,list,data,info,conf,util,page,track,event,stat,cart,shop,form,user,view,core,lib,asset,media'.split(',');
const verbs = 'get,set,load,init,run,check,send,push,read,make,update,handle,apply,build,parse,track'.split(',');
const tlds = ['invalid', 'example', 'test'];

/** An identifier in one of the styles scripts are written in. */
export function identifier(r: Random): string {
  switch (r.int(0, 4)) {
    case 0:
      return `_0x${r.int(0x1000, 0xffffff).toString(16)}`;
    case 1:
      return String.fromCharCode(r.int(97, 122)) + (r.chance(0.5) ? String(r.int(0, 9)) : '_');
    case 2:
      return r.pick(verbs) + capital(r.pick(nouns)) + capital(r.pick(nouns));
    case 3:
      return `${r.pick(nouns)}_${r.pick(nouns)}${r.int(1, 99)}`;
    default:
      return `$${r.pick(nouns)}${r.int(1, 999)}`;
  }
}

/** `count` identifiers, none twice. */
export function identifiers(r: Random, count: number): string[] {
  const names = new Set<string>();
  while (names.size < count) names.add(identifier(r));
  return [...names];
}

/** A host that resolves nowhere; honest and malicious scripts draw from the same ones. */
export function host(r: Random): string {
  const first = r.pick(['cdn', 'static', 'api', 'js', 'www', 'stats', 'app', 'assets', 'pay', 'secure', 'collect', 't']);
  const second = `${r.pick(nouns)}${r.pick(['', '-', ''])}${r.pick([...nouns, 'ly', 'ify', 'metrics', 'hub', 'cloud'])}`;
  return `${r.chance(0.7) ? `${first}.` : ''}${second}.${r.pick(tlds)}`;
}

export function url(r: Random): string {
  return `${r.pick(['https://', 'https://', '//'])}${host(r)}/${path(r)}`;
}

export function path(r: Random): string {
  return r.pick([
    `${r.pick(nouns)}.php`,
    `${r.pick(verbs)}/${r.pick(nouns)}`,
    `v${r.int(1, 4)}/${r.pick(nouns)}s`,
    `${r.pick(nouns)}.${r.pick(['gif', 'png', 'js', 'json'])}`,
    `${r.pick(nouns)}/${r.int(100, 99999)}`,
    '',
  ]);
}

export function key(r: Random, length = 32): string {
  return Array.from({ length }, () => r.pick('abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'.split(''))).join('');
}

export const cardFields = [
  'card_number', 'cc-number', 'cardnumber', 'cc_number', 'payment[cc_number]', 'authorizenet_cc_number', 'ccNo', 'billing-cc-number',
  'credit-card-number', 'number', 'pan', 'stripe-card', 'braintree_cc_number', 'paypal_direct_cc_number', 'card-no',
];
export const cvvFields = ['cvv', 'cvc', 'cc_cid', 'card-cvv', 'cc-csc', 'payment[cc_cid]', 'security_code', 'cvv2'];
export const expiryFields = ['exp', 'expiry', 'exp_month', 'exp-date', 'cc-exp', 'expiration', 'payment[cc_exp_month]', 'exp_year'];
export const personFields = [
  'firstname', 'lastname', 'email', 'billing[email]', 'telephone', 'street', 'billing:street1', 'city', 'postcode', 'country_id',
  'cc_owner', 'card_holder', 'region', 'address1', 'phone', 'company',
];

/** A string in quotes, as JavaScript. */
export function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
