export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface Decoded {
  /** Without byte order mark, line ends as they are. */
  text: string;
  encoding: Encoding;
  /** Whether the bytes look like data rather than text. Only a strict parse may still call them a script. */
  binary: boolean;
}

/** How many bytes from the start and from the end decide what the bytes are. */
const sampleBytes = 65_536;

/**
 * Bytes to text: a byte order mark decides (UTF-8, UTF-16 of either order), then the rhythm of NUL bytes that UTF-16
 * gives to mostly ASCII text, then strict UTF-8, and what is not valid UTF-8 is windows-1252, as in browsers, where every
 * byte is a character.
 */
export function decode(bytes: Uint8Array): Decoded {
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const text = new TextDecoder(encoding).decode(bytes);
    return { text, encoding, binary: isMostlyControls(text.slice(0, sampleBytes)) };
  }
  const binary = looksBinary(bytes);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding, binary };
  } catch {
    // Not UTF-8: the fallback below accepts any byte.
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252', binary };
  }
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const length = Math.min(bytes.length, 4096) & ~1;
  let evenNuls = 0;
  let oddNuls = 0;
  for (let index = 0; index < length; index += 2) {
    if (bytes[index] === 0) evenNuls++;
    if (bytes[index + 1] === 0) oddNuls++;
  }
  const pairs = length / 2;
  if (pairs >= 2 && oddNuls > pairs * 0.7 && evenNuls < pairs * 0.05) return 'utf-16le';
  if (pairs >= 2 && evenNuls > pairs * 0.7 && oddNuls < pairs * 0.05) return 'utf-16be';
  return 'utf-8';
}

/**
 * Control characters that no text has, in the start and the end of the bytes: over 2 % of them is data. Less is kept as
 * text, because a stray NUL must not be a way past the analysis; so are pictures that are scripts as well, which a strict
 * parse tells from real pictures.
 */
function looksBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, sampleBytes);
  const tail = bytes.subarray(Math.max(head.length, bytes.length - sampleBytes));
  return (
    magicNumbers.some((magic) => magic.every((byte, index) => bytes[index] === byte)) ||
    controls(head) > head.length * 0.02 ||
    controls(tail) > tail.length * 0.02
  );
}

/** Starts of formats that may hold few control characters: wasm, PNG, JPEG, GIF, PDF, ZIP, gzip, WOFF2, WOFF, ELF. */
const magicNumbers: readonly (readonly number[])[] = [
  [0x00, 0x61, 0x73, 0x6d],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x25, 0x50, 0x44, 0x46],
  [0x50, 0x4b, 0x03, 0x04],
  [0x1f, 0x8b],
  [0x77, 0x4f, 0x46, 0x32],
  [0x77, 0x4f, 0x46, 0x46],
  [0x7f, 0x45, 0x4c, 0x46],
];

function controls(bytes: Uint8Array): number {
  let found = 0;
  for (const byte of bytes) if (isControl(byte)) found++;
  return found;
}

function isMostlyControls(text: string): boolean {
  let found = 0;
  for (let index = 0; index < text.length; index++) if (isControl(text.charCodeAt(index))) found++;
  return found > text.length * 0.02;
}

/** Tab to carriage return, and escape, do occur in text. */
function isControl(code: number): boolean {
  return code < 32 ? (code < 9 || code > 13) && code !== 27 : code === 127;
}
