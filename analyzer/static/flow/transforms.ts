/** Names of what happens to data on its way, by the function or method that does it. */
const byPath: Record<string, string> = {
  'JSON.stringify': 'json',
  btoa: 'base64',
  encodeURIComponent: 'url',
  encodeURI: 'url',
  escape: 'url',
  'Object.entries': 'list',
  'crypto.subtle.encrypt': 'encrypt',
  'crypto.subtle.digest': 'hash',
  'String.fromCharCode': 'char-codes',
};

const byMethod: Record<string, string> = {
  reverse: 'reverse',
  charCodeAt: 'char-codes',
  codePointAt: 'char-codes',
  encrypt: 'encrypt',
  digest: 'hash',
  encode: 'encode',
  toString: '',
};

/** Local functions named like this are custom encoders. */
const encoder =
  /enc(?:ode|rypt)|base64|b64|cipher|xor|rc4|aes|rsa|obfus|scramble|tohex|bin2hex|str2hex|btoa/i;

/** Local functions and libraries named like this give a digest, from which nobody gets back what went in. */
const digest =
  /^(?:to|get|compute|hex|crypto|CryptoJS|_)*\.?(?:sha_?-?(?:1|256|384|512)?|md5|digest)(?:hex|sum|async|hash|_?hex)?$/i;

/** The transform a call is; null when it has no name worth telling. */
export function transformOf(path: string | null, method: string | null): string | null {
  if (path !== null && Object.hasOwn(byPath, path)) return byPath[path]!;
  if (method !== null && Object.hasOwn(byMethod, method)) return byMethod[method]! || null;
  const name = method ?? path;
  if (name !== null && digest.test(name)) return 'hash';
  if (name === null || name.length > 60 || !encoder.test(name)) return null;
  return /crypt|cipher|rc4|aes|rsa|xor/i.test(name) ? 'encrypt' : 'encode';
}

/** Transforms that hide what is sent from a person who watches the network. */
export const hiding = new Set(['base64', 'encrypt', 'reverse', 'char-codes', 'encode', 'hex']);
