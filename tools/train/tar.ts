/** A file in a tar archive. */
export interface TarFile {
  path: string;
  bytes: Uint8Array;
}

const block = 512;

/**
 * The plain files of an uncompressed ustar archive: 512-byte headers (name at 0, size in octal at 124, type at 156, prefix
 * at 345), each followed by the content, padded to whole blocks
 * (https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html). Nothing is written to disk.
 */
export function* tarFiles(archive: Uint8Array): Generator<TarFile> {
  for (let at = 0; at + block <= archive.length && archive[at] !== 0;) {
    const text = (from: number, length: number): string =>
      latin.decode(archive.subarray(at + from, at + from + length)).replace(/\0.*$/s, '');
    const size = Number.parseInt(text(124, 12).trim() || '0', 8);
    if (!Number.isSafeInteger(size) || size < 0) return;
    const prefix = text(345, 155);
    const path = prefix ? `${prefix}/${text(0, 100)}` : text(0, 100);
    const type = text(156, 1);
    if (type === '0' || type === '') yield { path, bytes: archive.subarray(at + block, at + block + size) };
    at += block + Math.ceil(size / block) * block;
  }
}

const latin = new TextDecoder('latin1');
