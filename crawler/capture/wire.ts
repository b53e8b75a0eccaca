import { readFileSync } from 'node:fs';
import { sha256 } from '../../core/encoding/index.ts';
import type { RequestRecord } from '../collectors/raw.ts';
import type { BodyStore } from './body-store.ts';

/**
 * The SHA-256 of the bytes the server sent for a script that ran, or null when it cannot be told. The protocol hands
 * out text, not bytes, but the number of bytes: where it differs from the source's, the source is encoded again, with
 * a byte order mark or in the declared charset, and taken when the length agrees.
 */
export function wireHash(store: BodyStore, hash: string, request: RequestRecord): string | null {
  const version = store.get(hash);
  if (!version || request.bodyBytes === 0 || request.outcome !== 'finished') return null;
  if (version.bytes === request.bodyBytes) return hash;
  const text = readFileSync(store.path(version), 'utf8');
  return (
    candidates(text, charsetOf(request)).find(({ length }) => length === request.bodyBytes)?.sha256 ?? null
  );
}

function candidates(text: string, charset: string): { length: number; sha256: string }[] {
  const encoded = [
    Buffer.from(`\ufeff${text}`),
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    singleByte(text, charset),
  ];
  return encoded
    .filter((bytes) => bytes !== null)
    .map((bytes) => ({ length: bytes.length, sha256: sha256(bytes) }));
}

/** Encodes text in a charset of one byte a character; null when the charset is no such, or cannot hold the text. */
export function singleByte(text: string, charset: string): Buffer | null {
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(charset);
  } catch {
    return null;
  }
  const byteOf = new Map<string, number>();
  for (let byte = 0; byte < 256; byte += 1) {
    const character = decoder.decode(Uint8Array.of(byte));
    if (character.length === 1 && character !== '\ufffd') byteOf.set(character, byte);
  }
  const bytes = Buffer.alloc(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const byte = byteOf.get(text[index]!);
    if (byte === undefined) return null;
    bytes[index] = byte;
  }
  return bytes;
}

function charsetOf(request: RequestRecord): string {
  const type = request.headers.at(-1)?.find(([name]) => name === 'content-type')?.[1] ?? '';
  return /charset\s*=\s*"?([\w-]+)/i.exec(type)?.[1] ?? request.charset ?? '';
}
