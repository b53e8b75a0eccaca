/** FNV-1a, 32 bits, over UTF-16 units. For tables and sketches: fast, and easy to forge. */
export function shortHash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

/** Spreads 32 bits over all of them: the last steps of MurmurHash3 (Appleby, 2011). */
export function mixed(value: number): number {
  const one = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const two = Math.imul(one ^ (one >>> 13), 0xc2b2ae35);
  return (two ^ (two >>> 16)) >>> 0;
}
