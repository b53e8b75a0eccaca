/** atob, btoa, TextEncoder, and the built-in decoders, whose results are worth knowing. */
import { defineHidden, expose, exposeFunction, native, own, page, textOf } from '../realm.js';
import { clip, record } from '../record.js';
import { isBytes } from '../net/body.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) values[alphabet.charCodeAt(i)] = i;

const decoded = new Set();
/** Strings that decoders gave back: the longer ones, each once. */
export function recordDecoded(via, text) {
  if (text.length < 6 || decoded.size >= 400 || decoded.has(text)) return;
  decoded.add(text);
  record('decoded', { via, text: clip(text, 4096) });
}

exposeFunction('btoa', (input) => {
  const text = textOf(input);
  const out = [];
  for (let i = 0; i < text.length; i += 3) {
    const [a, b, c] = [text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2)];
    if (a > 255 || b > 255 || c > 255)
      throw new own.Error('The string to be encoded contains characters outside of the Latin1 range.');
    out.push(alphabet[a >> 2] + alphabet[((a & 3) << 4) | ((b || 0) >> 4)]);
    out.push(i + 1 < text.length ? alphabet[((b & 15) << 2) | ((c || 0) >> 6)] : '=');
    out.push(i + 2 < text.length ? alphabet[c & 63] : '=');
  }
  return out.join('');
});

exposeFunction('atob', (input) => {
  const text = textOf(input)
    .replace(/[\t\n\f\r ]+/g, '')
    .replace(/={1,2}$/, '');
  const out = [];
  let bits = 0;
  let held = 0;
  for (let i = 0; i < text.length; i++) {
    const value = values[text.charCodeAt(i)] ?? -1;
    if (value < 0) throw new own.Error('The string to be decoded is not correctly encoded.');
    held = (held << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push(String.fromCharCode((held >> bits) & 255));
      held &= (1 << bits) - 1;
    }
  }
  const result = out.join('');
  recordDecoded('atob', result);
  return result;
});

for (const name of ['decodeURIComponent', 'unescape']) {
  const real = own[name];
  defineHidden(
    page,
    name,
    native((input) => {
      const result = real(input);
      if (result !== input) recordDecoded(name, result);
      return result;
    }, name),
  );
}

const isAddress = (text) => /^(?:(?:https?|wss?):)?\/\/[\w-]+\./i.test(text);
const leastLetters = 10;

/** A list of letters is a decoder when an address comes out; letter by letter, all packed code decodes itself so. */
const letterOf = own.String.fromCharCode;
defineHidden(
  own.String,
  'fromCharCode',
  native(function (code) {
    if (arguments.length === 1) return letterOf(code);
    const text = Reflect.apply(letterOf, undefined, arguments);
    if (arguments.length >= leastLetters && isAddress(text)) recordDecoded('fromCharCode', text);
    return text;
  }, 'fromCharCode'),
);

const turned = own.Array.prototype.reverse;
defineHidden(
  own.Array.prototype,
  'reverse',
  native(function () {
    const result = Reflect.apply(turned, this, []);
    if (
      own.Array.isArray(result) &&
      result.length >= leastLetters &&
      result.length < 1000 &&
      result[0]?.length === 1
    ) {
      const text = Reflect.apply(own.Array.prototype.join, result, ['']);
      if (typeof text === 'string' && isAddress(text)) recordDecoded('reverse', text);
    }
    return result;
  }, 'reverse'),
);

class TextEncoder {
  get encoding() {
    return 'utf-8';
  }
  encode(input) {
    const text = unescape(encodeURIComponent(textOf(input ?? '').toWellFormed()));
    const bytes = new own.Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  }
}
class TextDecoder {
  get encoding() {
    return 'utf-8';
  }
  decode(bytes) {
    if (!isBytes(bytes)) return '';
    const view = bytes.buffer
      ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : new Uint8Array(bytes);
    const out = [];
    for (const byte of view) out.push(String.fromCharCode(byte));
    const text = out.join('');
    try {
      const result = decodeURIComponent(escape(text));
      recordDecoded('TextDecoder', result);
      return result;
    } catch {
      return text;
    }
  }
}
expose(TextEncoder);
expose(TextDecoder);
