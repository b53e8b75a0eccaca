const limits = { strings: 200, length: 400 };

/** What strings of interest look like in memory: addresses, selectors of fields, host paths. */
const interesting = [
  /(?:https?|wss?):\/\/[\w.-]{3,100}[\w/?=&%#.:@~+,;!*'()[\]-]{0,300}/g,
  /\/\/[a-z\d-]+(?:\.[a-z\d-]+)+\/[\w/?=&%.-]{2,200}/g,
  /(?:input|select|textarea|button|form)\[[^\]\0-\x1f]{2,80}\]/g,
  /[#.]?[\w-]*(?:cc_|cc-|card|cvv|cvc|payment\[|billing)[\w[\]-]{0,60}/gi,
];

/**
 * Strings a script built: those in what it left in memory that neither its text nor the world holds. This finds
 * decoded strings even where the script never used them, whatever the decoder.
 */
export function stringsInMemory(memory: string, texts: readonly string[], known: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const pattern of interesting) {
    let count = 0;
    for (const [text] of memory.matchAll(pattern)) {
      if (count++ > 3000 || found.size >= limits.strings) break;
      if (text.length < 6 || known.has(text) || texts.some((source) => source.includes(text))) continue;
      found.add(text.slice(0, limits.length));
    }
  }
  return withoutBeginnings([...found]);
}

/** A string built character by character leaves its beginnings behind; only the longest counts. */
function withoutBeginnings(strings: string[]): string[] {
  const sorted = strings.sort();
  return sorted.filter((text, index) => !(sorted[index + 1]?.startsWith(text) ?? false));
}
