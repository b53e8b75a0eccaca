/** Web Crypto: not real ciphers, but results that depend on what went in, as a cipher's do. */
import { defineHidden, expose, own, page, plain, resolved, textOf } from '../realm.js';
import { recordOnce } from '../record.js';
import { random } from '../clock.js';
import { bytesText, isBytes } from '../net/body.js';

/** Bytes that differ wherever the input differs (FNV-1a, run on). */
function scramble(data, length) {
  const input = isBytes(data) ? bytesText(data) : textOf(data);
  let hash = 0x811c9dc5;
  for (let i = 0; i < input.length; i++) hash = Math.imul(hash ^ input.charCodeAt(i), 0x01000193);
  const bytes = new own.Uint8Array(Math.min(length, 65_536));
  for (let i = 0; i < bytes.length; i++) {
    hash = Math.imul(hash ^ (input.charCodeAt(i % (input.length || 1)) || 0) ^ i, 0x01000193);
    bytes[i] = hash >>> 16;
  }
  return bytes.buffer;
}

class CryptoKey {}
class SubtleCrypto {
  encrypt(algorithm, key, data) {
    recordOnce('crypto encrypt', 'crypto', { method: `encrypt ${textOf(algorithm?.name ?? algorithm)}` });
    return resolved(scramble(data, (data?.byteLength ?? 0) + 16));
  }
  decrypt(algorithm, key, data) {
    recordOnce('crypto decrypt', 'crypto', { method: `decrypt ${textOf(algorithm?.name ?? algorithm)}` });
    return resolved(scramble(data, data?.byteLength ?? 0));
  }
  digest(algorithm, data) {
    recordOnce('crypto digest', 'crypto', { method: `digest ${textOf(algorithm?.name ?? algorithm)}` });
    return resolved(scramble(data, 32));
  }
  sign(algorithm, key, data) {
    recordOnce('crypto sign', 'crypto', { method: 'sign' });
    return resolved(scramble(data, 64));
  }
  verify() {
    return resolved(true);
  }
  importKey() {
    recordOnce('crypto importKey', 'crypto', { method: 'importKey' });
    return resolved(new CryptoKey());
  }
  exportKey() {
    return resolved(scramble('key', 32));
  }
  generateKey() {
    return resolved(plain({ publicKey: new CryptoKey(), privateKey: new CryptoKey() }));
  }
  deriveKey() {
    return resolved(new CryptoKey());
  }
  deriveBits() {
    return resolved(scramble('bits', 32));
  }
  wrapKey() {
    return resolved(scramble('wrapped', 64));
  }
}
class Crypto {
  getRandomValues(view) {
    for (let i = 0; i < (view?.length ?? 0) && i < 65_536; i++) view[i] = Math.floor(random() * 2 ** 32);
    return view;
  }
  randomUUID() {
    const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}
for (const type of [CryptoKey, SubtleCrypto, Crypto]) expose(type);
const crypto = new Crypto();
crypto.subtle = new SubtleCrypto();
defineHidden(page, 'crypto', crypto);
