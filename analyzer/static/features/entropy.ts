/** Characters looked at, from the start. */
const sample = 4096;

/** Shannon entropy of the characters of a text, in bits per character (0 to 8; characters beyond Latin-1 count as one). */
export function entropyOf(text: string): number {
  const counts = new Uint32Array(256);
  const length = Math.min(text.length, sample);
  if (length === 0) return 0;
  for (let index = 0; index < length; index++) counts[Math.min(text.charCodeAt(index), 255)]!++;
  let entropy = 0;
  for (const count of counts) {
    if (count > 0) entropy -= (count / length) * Math.log2(count / length);
  }
  return entropy;
}
