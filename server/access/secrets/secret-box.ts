import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { ScriptwardenError } from '../../../core/errors/index.ts';

/** Encrypts what the database must hold but nobody who reads it may learn: passwords of sites, channels, mail. */
export interface SecretBox {
  /**
   * @param context what the secret belongs to, e.g. `channel 7 signing`: it opens only under the same words, so that
   * a sealed text that was moved to another row is worth nothing there
   * @returns text safe in JSON and in URLs
   */
  seal(plain: string, context: string): string;
  /** @throws ScriptwardenError SW_SECRET_UNREADABLE for another key or context, or a damaged text. */
  open(sealed: string, context: string): string;
  /** Whether the newest key sealed it; if not, `seal(open(…))` brings it up to date. */
  isCurrent(sealed: string): boolean;
}

/** What every sealed text begins with: form and version. */
const prefix = 'swsec1';

const cipherName = 'aes-256-gcm';
/** NIST SP 800-38D: 96-bit IVs, random, are good for 2^32 messages under one key; we seal some thousands. */
const ivBytes = 12;
const tagBytes = 16;

/** Bytes of a master key. */
export const keyBytes = 32;

interface Key {
  id: string;
  key: Uint8Array;
}

/** Whether a text has the form that `seal` gives; says nothing of whether it opens. */
export function isSealed(text: string): boolean {
  return /^swsec1\.[0-9a-f]{8}\.[\w-]+$/.test(text);
}

/**
 * @param masterKeys 32 bytes each, the newest first: it seals, all of them open. That is how a key is replaced without
 * losing what the former one sealed.
 */
export function createSecretBox(masterKeys: readonly Uint8Array[]): SecretBox {
  const keys = masterKeys.map(deriveKey);
  const [newest] = keys;
  if (!newest) throw new RangeError('A secret box needs a key.');
  return {
    seal(plain, context) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(cipherName, newest.key, iv, { authTagLength: tagBytes });
      cipher.setAAD(aad(newest.id, context));
      const data = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${prefix}.${newest.id}.${data.toString('base64url')}`;
    },
    open(sealed, context) {
      const [, id = '', data = ''] = isSealed(sealed) ? sealed.split('.') : [];
      const key = keys.find((one) => one.id === id);
      if (!key) throw unreadable(id === '' ? 'it is damaged' : `it was sealed with another key (${id})`);
      try {
        return decrypt(key, Buffer.from(data, 'base64url'), context);
      } catch (cause) {
        throw unreadable('it is damaged or belongs elsewhere', cause);
      }
    },
    isCurrent: (sealed) => sealed.startsWith(`${prefix}.${newest.id}.`),
  };
}

function decrypt({ id, key }: Key, data: Buffer, context: string): string {
  const iv = data.subarray(0, ivBytes);
  const tag = data.subarray(-tagBytes);
  const decipher = createDecipheriv(cipherName, key, iv, { authTagLength: tagBytes });
  decipher.setAAD(aad(id, context));
  decipher.setAuthTag(tag);
  const text = data.subarray(ivBytes, -tagBytes);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
}

/** The name of a key tells which one sealed a text and nothing about the key: it is derived apart from it. */
function deriveKey(master: Uint8Array): Key {
  if (master.length !== keyBytes) throw new RangeError(`A master key has ${keyBytes} bytes.`);
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', master, '', `scriptwarden ${purpose}`, 32));
  const id = createHash('sha256').update(derive('key name')).digest('hex').slice(0, 8);
  return { id, key: derive('secrets 1') };
}

function aad(keyId: string, context: string): Buffer {
  return Buffer.from(`${prefix}\0${keyId}\0${context}`);
}

function unreadable(why: string, cause?: unknown): ScriptwardenError {
  return new ScriptwardenError('SW_SECRET_UNREADABLE', {
    message: `A stored secret cannot be read: ${why}.`,
    fix: 'Start with the SCRIPTWARDEN_SECRET_KEY (or secret.key file) it was stored with, or enter the secret again.',
    cause,
  });
}
